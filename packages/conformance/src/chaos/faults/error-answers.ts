/** An answer in place of the one that the server would give. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
}

const withCode = (status: number, code: string, headers?: Readonly<Record<string, string>>): ErrorAnswer => ({
  status,
  headers,
  body: { code, message: "injected" },
});

/** By their code they say that nothing was applied, so they may only be given where that is true. */
export const DEFINITE_ANSWERS: readonly ErrorAnswer[] = [
  withCode(409, "transaction_conflict"),
  withCode(429, "rate_limited"),
  withCode(429, "rate_limited", { "retry-after-ms": "30" }),
  withCode(429, "rate_limited", { "retry-after": "1" }),
  withCode(502, "hot_server"),
  withCode(503, "server_draining"),
];

/** They leave open what happened, so they may be given at any time. All of them can be retried. */
export const AMBIGUOUS_ANSWERS: readonly ErrorAnswer[] = [
  withCode(408, "request_timeout"),
  withCode(500, "other"),
  withCode(500, "storage"),
  withCode(503, "unavailable"),
  withCode(503, "unavailable", { "retry-after-ms": "20" }),
  withCode(504, "upstream_timeout"),
  { status: 429 },
  { status: 500 },
  { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad Gateway</h1>" },
  { status: 503, headers: { "retry-after": "1" } },
];
