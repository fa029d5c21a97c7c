import type { FetchTarget } from "../../../src/transport/fetch/fetch-target.js";

/** A request as it came to `fetch`. */
export interface SeenRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly duplex?: string };
  readonly headers: Headers;
}

/** A target whose requests a test answers. */
export interface ScriptedTarget extends FetchTarget {
  readonly requests: SeenRequest[];
  /** How often a success was told. */
  readonly acceptances: number;
}

export function scriptedTarget(
  answer: (request: SeenRequest) => Response | Promise<Response>,
  overrides: Partial<FetchTarget> = {},
): ScriptedTarget {
  const requests: SeenRequest[] = [];
  let acceptances = 0;
  return {
    baseUrl: "http://s2.test/v1",
    query: "",
    recordsPath: "/streams/s/records",
    headers: async () => ({ authorization: "Bearer token" }),
    accepted: () => {
      acceptances++;
    },
    judgeError: (error) => error,
    open: new Set(),
    fetch: async (input, init) => {
      const request: SeenRequest = { url: String(input), init: init ?? {}, headers: new Headers(init?.headers) };
      requests.push(request);
      return answer(request);
    },
    ...overrides,
    requests,
    get acceptances() {
      return acceptances;
    },
  };
}

/** A body that is made piece by piece as it is pulled, and tells what became of it. */
export class PulledBody {
  readonly stream: ReadableStream<Uint8Array>;
  pulls = 0;
  cancelled = false;

  /** @param next - The next piece; `undefined` at the end. Throwing breaks the body. */
  constructor(next: (index: number) => Uint8Array | undefined | Promise<Uint8Array | undefined>) {
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          // As from a network: never in the same turn.
          await settle();
          const piece = await next(this.pulls++);
          if (this.cancelled) return;
          if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        },
        cancel: () => {
          this.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
  }
}

/** A body of these pieces. */
export function bodyOf(...pieces: readonly (Uint8Array | string)[]): PulledBody {
  const encoder = new TextEncoder();
  return new PulledBody((index) => {
    const piece = pieces[index];
    return typeof piece === "string" ? encoder.encode(piece) : piece;
  });
}

/** Lets everything happen that needs no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
