import {
  ApiError,
  type Clock,
  type RequestSummary,
  type ResolvedRetryPolicy,
  S2Error,
  TransportError,
} from "@s2kit/core";
import { backoffMs, sleep, thrownHere } from "@s2kit/core/internal";
import type { Logger } from "../logger.js";
import type { Effect } from "./request.js";

/** What a loop of attempts is told. */
export interface RetryLoop {
  readonly summary: RequestSummary;
  readonly effect: Effect;
  readonly retry: ResolvedRetryPolicy;
  /** Longest time of the whole call, in milliseconds; `Infinity` for none. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger | undefined;
  /** Hears of every failure; tells whether it was because of the token, and another one can be had. */
  tokenRefused(error: S2Error): boolean;
}

/**
 * Attempts until one succeeds or the policy says to stop. A refused token is replaced once, at once and free of charge.
 *
 * The verdict of the final error covers every attempt: a definite refusal at the end does not undo what an earlier
 * attempt may have applied.
 *
 * @param once - One attempt; told how much time is left for it, in milliseconds.
 */
export async function retrying<T>(loop: RetryLoop, once: (timeLeftMs: number) => Promise<T>): Promise<T> {
  const { clock, retry, signal, effect } = loop;
  const deadline = clock.now() + loop.deadlineMs;
  let maybeApplied = false;
  let tokenReplaced = false;
  let failures = 0;
  let timeLeftMs = loop.deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await once(timeLeftMs);
    } catch (error) {
      // The caller's abort wins over whatever it led to; a mistake in our own code is not for trying again.
      signal?.throwIfAborted();
      if (!S2Error.is(error)) throw error;
      const repeatable = mayRepeat(effect, retry, error);
      maybeApplied ||= error.maybeApplied;
      const tokenRefused = loop.tokenRefused(error);
      if (tokenRefused && repeatable && !tokenReplaced) {
        tokenReplaced = true;
        timeLeftMs = deadline - clock.now();
        report(loop, error, failures + 1, 0);
      } else {
        failures++;
        if (!error.retryable || !repeatable || failures >= retry.maxAttempts) {
          throw thrownHere(error.withVerdict(maybeApplied));
        }
        const delayMs = backoffMs(retry, failures, loop.random, retryAfterOf(error));
        // Better now than after a wait that cannot end well.
        if (delayMs >= deadline - clock.now()) throw deadlineExceeded(loop, error, maybeApplied);
        report(loop, error, failures, delayMs);
        await sleep(delayMs, signal, clock);
        timeLeftMs = deadline - clock.now();
      }
      if (timeLeftMs <= 0) throw deadlineExceeded(loop, error, maybeApplied);
    }
  }
}

function mayRepeat(effect: Effect, { appends }: ResolvedRetryPolicy, error: S2Error): boolean {
  if (!error.maybeApplied) return true;
  return effect === "idempotent" || (effect === "append" && appends === "all");
}

function retryAfterOf(error: S2Error): number | undefined {
  return error instanceof ApiError ? error.retryAfterMs : undefined;
}

function deadlineExceeded({ deadlineMs, summary }: RetryLoop, cause: S2Error, maybeApplied: boolean): S2Error {
  return new TransportError(`not done within ${deadlineMs} ms`, {
    code: "deadline_exceeded",
    maybeApplied,
    request: summary,
    cause,
  });
}

function report({ logger, summary }: RetryLoop, error: S2Error, attempt: number, delayMs: number): void {
  const { code, status } = error;
  const fields = { ...summary, code, status, attempt, delayMs: Math.round(delayMs) };
  logger?.({ level: "warn", message: "trying again", fields });
}
