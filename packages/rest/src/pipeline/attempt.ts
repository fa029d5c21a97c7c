import { type Clock, type S2Error, TransportError } from "@s2kit/core";
import { abortable } from "@s2kit/core/internal";
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

/** Takes what a call is for out of a successful answer that has begun. Closes the scope when it needs it no longer. */
export type Finish<T> = (response: Response, context: FinishContext) => Promise<T>;

interface FinishContext {
  readonly attempt: Attempt;
  readonly scope: AttemptScope;
  /** The S2Error for what reading the answer rejected with. */
  failure(error: unknown): S2Error;
}

/** Makes one attempt. Rejects with an S2Error or the caller's reason, at the latest when its time is over. */
export async function makeAttempt<T>(attempt: Attempt, finish: Finish<T>): Promise<T> {
  const { fetch, url, init, summary, mutates } = attempt;
  let sent = false;
  const scope = new AttemptScope(attempt.signal, attempt.timeoutMs, attempt.clock, () => timeoutError(attempt, sent));
  const { signal } = scope;
  const failure = (error: unknown): S2Error => fromFetchError(error, summary, mutates);
  const work = async (): Promise<T> => {
    signal.throwIfAborted();
    const headers = await attempt.headers();
    signal.throwIfAborted();
    sent = true;
    const response = await fetch(url, { ...init, headers, signal }).catch((error: unknown) => {
      throw failure(error);
    });
    if (signal.aborted) {
      // Only a `fetch` that ignores its signal gets here; nobody will read this answer.
      discard(response);
      signal.throwIfAborted();
    }
    await checkSuccess(response, attempt);
    return await finish(response, { attempt, scope, failure });
  };
  try {
    return await abortable(work(), signal);
  } catch (error) {
    scope.close();
    throw error;
  }
}

/** Reads the whole answer, within the attempt's time. */
export const readWhole: Finish<PipelineResponse> = async (response, { attempt, scope, failure }) => {
  const buffer = await response.arrayBuffer().catch((error: unknown) => {
    throw failure(error);
  });
  const body = new Uint8Array(buffer);
  if (body.byteLength > 0) checkContentType(response, attempt);
  scope.close();
  return { status: response.status, headers: response.headers, body, text: () => new TextDecoder().decode(body) };
};

/** Leaves the body to be read, without a time limit. It rejects as the attempt does. */
export const openStream: Finish<PipelineStream> = async (response, { attempt, scope, failure }) => {
  checkContentType(response, attempt);
  return { status: response.status, headers: response.headers, body: streamBody(response, scope, failure) };
};

function timeoutError({ timeoutMs, isLast, summary, mutates }: Attempt, sent: boolean): S2Error {
  const limit = `${Math.round(timeoutMs)} ms`;
  const [code, message] = isLast
    ? ["deadline_exceeded", `the call's deadline passed ${limit} into this attempt`]
    : sent
      ? ["timeout", `no complete answer within ${limit}`]
      : ["token_unavailable", `the access token provider took more than ${limit}`];
  return new TransportError(message, { code, retryable: !isLast, maybeApplied: sent && mutates, request: summary });
}
