/** What was sent. */
export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal;
  readonly init: RequestInit;
}

/** What comes back: an answer, an error to reject with, or whatever a function makes of the request. */
export type Step = Response | Error | ((request: SentRequest) => Response | Promise<Response>);

export interface ScriptedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  readonly sent: SentRequest[];
}

/** A `fetch` that answers from a script; the last step repeats for ever. */
export function scriptedFetch(...steps: Step[]): ScriptedFetch {
  const sent: SentRequest[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request: SentRequest = {
      url: String(input),
      method: init.method ?? "GET",
      headers: new Headers(init.headers),
      body: init.body,
      signal: init.signal as AbortSignal,
      init,
    };
    sent.push(request);
    const step = steps[Math.min(sent.length, steps.length) - 1];
    if (step === undefined) throw new Error("the script is empty");
    if (step instanceof Error) throw step;
    return step instanceof Response ? step.clone() : await step(request);
  };
  return Object.assign(fetch, { sent });
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json", ...headers } });
}

/** An error answer as the service makes it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json(status, { code, message: `about ${code}` }, headers);
}

/** Never answers, and rejects as `fetch` does when its signal aborts. */
export function silence({ signal }: SentRequest): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** Never answers and does not care for signals. */
export function deafness(): Promise<Response> {
  return new Promise(() => undefined);
}

/** Answers at once, but the body never ends. */
export function endless(): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"half":'));
      },
    }),
    { headers: { "content-type": "application/json" } },
  );
}
