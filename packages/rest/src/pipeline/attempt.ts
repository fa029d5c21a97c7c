import { type Clock, type S2Error, TransportError } from "@s2kit/core";
import { AttemptScope } from "./attempt-scope.js";
import { fromFetchError } from "./from-fetch-error.js";
import { checkContentType, checkSuccess, discard, type Question } from "./judge-answer.js";
import type { PipelineResponse, PipelineStream } from "./request.js";
import { streamBody } from "./stream-body.js";

/** One attempt: everything but the token is ready. */
export interface Attempt extends Question {
  /** Never throws, but rejects. */
  readonly fetch: typeof fetch;
  readonly url: string;
  readonly init: RequestInit;
  /** The headers, with a token. Asked within the time-out; as long as it takes nothing is sent. */
  headers(): Promise<Headers>;
  readonly timeoutMs: number;
  /** The time-out is what is left of the whole call: when it is over, so is the call. */
  readonly isLast: boolean;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/** Makes one attempt and reads the whole answer, all within the time-out. Rejects with an S2Error or the caller's reason. */
export async function attemptWhole(attempt: Attempt): Promise<PipelineResponse> {
  const { scope, begin, failure } = prepare(attempt);
  const whole = async (): Promise<PipelineResponse> => {
    const response = await begin();
    const buffer = await response.arrayBuffer().catch((error: unknown) => {
      throw failure(error);
    });
    const body = new Uint8Array(buffer);
    if (body.byteLength > 0) checkContentType(response, attempt);
    return { status: response.status, headers: response.headers, body, text: () => new TextDecoder().decode(body) };
  };
  try {
    return await scope.race(whole());
  } finally {
    scope.close();
  }
}

/** Makes one attempt and resolves when the answer begins. Rejects as {@link attemptWhole} does; so does the body. */
export async function attemptStream(attempt: Attempt): Promise<PipelineStream> {
  const { scope, begin, failure } = prepare(attempt);
  try {
    const response = await scope.race(begin());
    // Between the answer and here there are a few promises: the body would not know why it was aborted.
    scope.throwIfInterrupted();
    checkContentType(response, attempt);
    return { status: response.status, headers: response.headers, body: streamBody(response, scope, failure) };
  } catch (error) {
    scope.close();
    throw error;
  }
}

interface Prepared {
  readonly scope: AttemptScope;
  /** Resolves with the beginning of a successful answer. */
  begin(): Promise<Response>;
  /** The S2Error for what `fetch`, or reading its answer, rejected with. */
  failure(error: unknown): S2Error;
}

function prepare(attempt: Attempt): Prepared {
  const { fetch, url, init, summary, mutates } = attempt;
  let sent = false;
  const scope = new AttemptScope(attempt.signal, attempt.timeoutMs, attempt.clock, () => timeoutError(attempt, sent));
  const failure = (error: unknown): S2Error => fromFetchError(error, summary, mutates);
  const begin = async (): Promise<Response> => {
    scope.throwIfInterrupted();
    const headers = await attempt.headers();
    scope.throwIfInterrupted();
    sent = true;
    const response = await fetch(url, { ...init, headers, signal: scope.signal }).catch((error: unknown) => {
      throw failure(error);
    });
    if (scope.signal.aborted) {
      // Only a `fetch` that ignores its signal gets here; nobody will read this answer.
      discard(response);
      scope.throwIfInterrupted();
    }
    await checkSuccess(response, attempt);
    return response;
  };
  return { scope, begin, failure };
}

function timeoutError({ timeoutMs, isLast, summary, mutates }: Attempt, sent: boolean): S2Error {
  const limit = `${Math.round(timeoutMs)} ms`;
  const [code, message] = isLast
    ? ["deadline_exceeded", `the call's deadline passed ${limit} into this attempt`]
    : sent
      ? ["timeout", `no complete answer within ${limit}`]
      : ["token_unavailable", `the access token provider took more than ${limit}`];
  return new TransportError(message, { code, retryable: !isLast, maybeApplied: sent && mutates, request: summary });
}
