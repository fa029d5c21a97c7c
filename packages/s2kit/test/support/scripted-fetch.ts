/** A request as it was sent. */
export interface SentRequest {
  readonly method: string;
  /** Path and query, below the endpoint. */
  readonly target: string;
  readonly headers: Headers;
  /** The body as text, empty without one. */
  readonly body: string;
}

/** How one request is answered. An error fails it as `fetch` does. */
export type ScriptedAnswer =
  | Error
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** A `fetch` that answers from a script, in order, and remembers what was sent. */
export interface ScriptedFetch {
  readonly fetch: typeof fetch;
  readonly sent: readonly SentRequest[];
}

/** Answers request after request; the last answer is repeated. */
export function scriptedFetch(...answers: readonly ScriptedAnswer[]): ScriptedFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      sent.push({
        method: request.method,
        target: pathname.replace(/^\/v1/, "") + search,
        headers: request.headers,
        body,
      });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error("nothing may be sent");
      const { status, headers = {} } = answer;
      const text = answer.body === undefined ? null : JSON.stringify(answer.body);
      return new Response(text, { status, headers: { "content-type": "application/json", ...headers } });
    },
  };
}
