import { type Clock, type S2Error, TransportError } from "@s2kit/core";
import { AttemptScope } from "./attempt-scope.js";
import { fromFetchError } from "./from-fetch-error.js";
import { checkContentType, checkSuccess, discard, type Question } from "./judge-answer.js";
import type { PipelineResponse, PipelineStream } from "./request.js";
import { streamBody } from "./stream-body.js";

/** One attempt: everything but the token is ready. */
export interface Attempt extends Question {
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
  const run = new Run(attempt);
  try {
    return await run.scope.race(run.whole());
  } finally {
    run.scope.close();
  }
}

/** Makes one attempt and resolves when the answer begins. Rejects as {@link attemptWhole} does; so does the body. */
export async function attemptStream(attempt: Attempt): Promise<PipelineStream> {
  const run = new Run(attempt);
  try {
    const response = await run.scope.race(run.begin());
    checkContentType(response, attempt);
    const body = streamBody(response, run.scope, (error) => fromFetchError(error, attempt.summary, attempt.mutates));
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    run.scope.close();
    throw error;
  }
}

class Run {
  readonly scope: AttemptScope;
  readonly #attempt: Attempt;
  #sent = false;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    this.scope = new AttemptScope(attempt.signal, attempt.timeoutMs, attempt.clock, () => this.#timedOut());
  }

  async whole(): Promise<PipelineResponse> {
    const { summary, mutates } = this.#attempt;
    const response = await this.begin();
    let body: Uint8Array;
    try {
      body = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw fromFetchError(error, summary, mutates);
    }
    if (body.byteLength > 0) checkContentType(response, this.#attempt);
    return { status: response.status, headers: response.headers, body, text: () => new TextDecoder().decode(body) };
  }

  /** Resolves with the beginning of a successful answer. */
  async begin(): Promise<Response> {
    const { fetch, url, init, summary, mutates } = this.#attempt;
    this.scope.throwIfInterrupted();
    const headers = await this.#attempt.headers();
    this.scope.throwIfInterrupted();
    this.#sent = true;
    let response: Response;
    try {
      response = await fetch(url, { ...init, headers, signal: this.scope.signal });
    } catch (error) {
      throw fromFetchError(error, summary, mutates);
    }
    if (this.scope.signal.aborted) {
      // Only a `fetch` that ignores its signal gets here; nobody will read this answer.
      discard(response);
      this.scope.throwIfInterrupted();
    }
    await checkSuccess(response, this.#attempt);
    return response;
  }

  #timedOut(): S2Error {
    const { timeoutMs, isLast, summary, mutates } = this.#attempt;
    const limit = `${Math.round(timeoutMs)} ms`;
    const maybeApplied = this.#sent && mutates;
    if (isLast) {
      return new TransportError(`the call's deadline passed ${limit} into this attempt`, {
        code: "deadline_exceeded",
        maybeApplied,
        request: summary,
      });
    }
    if (!this.#sent) {
      return new TransportError(`the access token provider took more than ${limit}`, {
        code: "token_unavailable",
        retryable: true,
        request: summary,
      });
    }
    return new TransportError(`no complete answer within ${limit}`, {
      code: "timeout",
      retryable: true,
      maybeApplied,
      request: summary,
    });
  }
}
