/** An answer in place of the one that the server would give. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
}

/** Answers that are one kind of fault. All of them can be retried. */
export interface ErrorKind {
  readonly name: string;
  readonly answers: readonly ErrorAnswer[];
  /**
   * Their code says that nothing was applied, so they may only be given where that is true. The others leave open what
   * happened and may be given at any time.
   */
  readonly isDefinite: boolean;
  /** They matter by their headers, which an answer that has begun has no place for. */
  readonly isPlain: boolean;
}

const withCode = (status: number, code: string, headers?: Readonly<Record<string, string>>): ErrorAnswer => ({
  status,
  headers,
  body: { code, message: "injected" },
});

export const ERROR_KINDS: readonly ErrorKind[] = [
  {
    name: "429",
    answers: [withCode(429, "rate_limited")],
    isDefinite: true,
    isPlain: false,
  },
  {
    name: "429 with retry-after",
    answers: [
      withCode(429, "rate_limited", { "retry-after-ms": "30" }),
      withCode(429, "rate_limited", { "retry-after": "1" }),
    ],
    isDefinite: true,
    isPlain: true,
  },
  {
    name: "500 with a body",
    answers: [withCode(500, "other"), withCode(500, "storage")],
    isDefinite: false,
    isPlain: false,
  },
  { name: "500 without a body", answers: [{ status: 500 }], isDefinite: false, isPlain: false },
  {
    name: "503 with a body",
    answers: [withCode(503, "unavailable"), withCode(503, "unavailable", { "retry-after-ms": "20" })],
    isDefinite: false,
    isPlain: false,
  },
  {
    name: "503 without a body",
    answers: [{ status: 503 }, { status: 503, headers: { "retry-after": "1" } }],
    isDefinite: false,
    isPlain: false,
  },
  {
    name: "another definite error",
    answers: [withCode(409, "transaction_conflict"), withCode(502, "hot_server")],
    isDefinite: true,
    isPlain: false,
  },
  {
    name: "another ambiguous error",
    answers: [
      withCode(408, "request_timeout"),
      withCode(504, "upstream_timeout"),
      { status: 429 },
      { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad Gateway</h1>" },
    ],
    isDefinite: false,
    isPlain: false,
  },
];
