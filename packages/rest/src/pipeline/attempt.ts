import { type Clock, type RequestSummary, type S2Error, TransportError } from "@s2kit/core";
import { errorFromAnswer, onAbort, parseRetryAfter } from "@s2kit/core/internal";
import { fromFetchError } from "./from-fetch-error.js";
import { readBody } from "./read-body.js";

/** At most this much of an error body is read, in bytes. */
const MAX_ERROR_BODY = 65_536;

/** One attempt: a request that is ready to go. */
export interface Attempt {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly init: RequestInit;
  readonly summary: RequestSummary;
  /** The request can change something. */
  readonly mutates: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/**
 * Makes one attempt and lets `use` read the answer, all within the time-out. What fails comes out as an {@link S2Error};
 * a caller's abort as `signal.reason`, at once, even when the `fetch` in use does not care for signals.
 */
export async function attempt<T>(options: Attempt, use: (response: Response) => Promise<T>): Promise<T> {
  const { clock, signal, summary, mutates, timeoutMs } = options;
  const controller = new AbortController();
  let interrupted: { readonly reason: unknown } | undefined;
  let interrupt!: (reason: unknown) => void;
  const interruption = new Promise<never>((_resolve, reject) => {
    interrupt = (reason) => {
      interrupted ??= { reason };
      reject(reason);
      controller.abort(reason);
    };
  });
  interruption.catch(() => undefined);
  const unlink = onAbort(signal, interrupt);
  const cancelTimer =
    timeoutMs === Number.POSITIVE_INFINITY
      ? () => undefined
      : clock.schedule(timeoutMs, () => interrupt(timedOut(timeoutMs, summary, mutates)));
  try {
    const work = perform(options, controller.signal, use);
    work.catch(() => undefined);
    return await Promise.race([interruption, work]);
  } catch (error) {
    if (interrupted !== undefined) throw interrupted.reason;
    throw error;
  } finally {
    cancelTimer();
    unlink();
  }
}

async function perform<T>(options: Attempt, signal: AbortSignal, use: (response: Response) => Promise<T>): Promise<T> {
  const { fetch, url, init, summary, mutates } = options;
  signal.throwIfAborted();
  try {
    const response = await fetch(url, { ...init, signal });
    if (response.ok) return await use(response);
    throw new Answered(await errorOf(response, summary, mutates));
  } catch (error) {
    if (error instanceof Answered) throw error.error;
    throw fromFetchError(error, summary, mutates);
  }
}

/** Carries an error that is an answer past the handler of those that are not. */
class Answered {
  readonly error: S2Error;
  constructor(error: S2Error) {
    this.error = error;
  }
}

async function errorOf(response: Response, request: RequestSummary, mutates: boolean): Promise<S2Error> {
  const body = new TextDecoder().decode(await readBody(response, MAX_ERROR_BODY));
  const retryAfterMs = parseRetryAfter((name) => response.headers.get(name), Date.now());
  return errorFromAnswer({ status: response.status, body, request, retryAfterMs, mutates });
}

function timedOut(timeoutMs: number, request: RequestSummary, mutates: boolean): S2Error {
  return new TransportError(`no complete answer within ${timeoutMs} ms`, {
    code: "timeout",
    retryable: true,
    maybeApplied: mutates,
    request,
  });
}
