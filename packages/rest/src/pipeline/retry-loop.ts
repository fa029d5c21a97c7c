import { type Clock, type ResolvedRetryPolicy, S2Error, TransportError } from "@s2kit/core";
import { backoffMs, sleep } from "@s2kit/core/internal";
import type { Logger } from "../logger.js";
import type { Effect } from "./request.js";

/** What a loop of attempts is told. */
export interface RetryLoop {
  readonly effect: Effect;
  readonly policy: ResolvedRetryPolicy;
  /** Longest time of the whole call, in milliseconds; `Infinity` for none. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger | undefined;
  /** Whether the failed attempt may be repeated at once with another token. */
  refreshToken(error: S2Error): boolean;
}

/**
 * Attempts until one succeeds or the policy says to stop. The verdict of the final error covers every attempt:
 * a definite refusal at the end does not undo what an earlier attempt may have applied.
 *
 * @param once - One attempt; told how much time is left for it, in milliseconds.
 */
export async function retrying<T>(loop: RetryLoop, once: (timeLeftMs: number) => Promise<T>): Promise<T> {
  const { clock, policy, signal, effect } = loop;
  const deadline = clock.now() + loop.deadlineMs;
  let maybeApplied = false;
  let refreshed = false;
  for (let attempts = 1; ; attempts++) {
    signal?.throwIfAborted();
    try {
      return await once(deadline - clock.now());
    } catch (error) {
      // A caller's abort, or a mistake in our own code: neither is for trying again.
      if (!S2Error.is(error) || signal?.aborted) throw error;
      const timeLeftMs = deadline - clock.now();
      if (!refreshed && loop.refreshToken(error)) {
        refreshed = true;
        attempts--;
        continue;
      }
      if (timeLeftMs <= 0) throw deadlineExceeded(loop.deadlineMs, error, maybeApplied);
      if (!error.retryable || !mayRepeat(effect, policy, error) || attempts >= policy.maxAttempts) {
        throw error.withVerdict(maybeApplied || error.maybeApplied);
      }
      maybeApplied ||= error.maybeApplied;
      const retryAfterMs = (error as { retryAfterMs?: number | undefined }).retryAfterMs;
      const delayMs = backoffMs(policy, attempts, loop.random, retryAfterMs);
      loop.logger?.({
        level: "warn",
        message: "retrying",
        fields: { code: error.code, status: error.status, attempt: attempts, delayMs: Math.round(delayMs) },
      });
      if (delayMs >= timeLeftMs) throw deadlineExceeded(loop.deadlineMs, error, maybeApplied);
      await sleep(delayMs, signal, clock);
    }
  }
}

function mayRepeat(effect: Effect, policy: ResolvedRetryPolicy, error: S2Error): boolean {
  if (!error.maybeApplied) return true;
  return effect === "idempotent" || effect === "none" || (effect === "append" && policy.appends === "all");
}

function deadlineExceeded(deadlineMs: number, cause: S2Error, maybeApplied: boolean): S2Error {
  return new TransportError(`not done within ${deadlineMs} ms`, {
    code: "deadline_exceeded",
    maybeApplied: maybeApplied || cause.maybeApplied,
    request: cause.request,
    cause,
  });
}
