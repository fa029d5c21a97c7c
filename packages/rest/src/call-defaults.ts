import type { ResolvedRetryPolicy } from "@s2kit/core";
import { checkDurationMs, eitherSignal, resolveRetryPolicy, signalIfGiven } from "@s2kit/core/internal";
import type { CallOptions } from "./options.js";

/** What holds for a call where it says nothing itself. */
export interface CallDefaults {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: ResolvedRetryPolicy;
  /** Aborts with any of the levels' own. */
  readonly signal: AbortSignal | undefined;
}

/** Where nobody says anything. */
export const BASE_DEFAULTS: CallDefaults = {
  timeoutMs: 5000,
  deadlineMs: Number.POSITIVE_INFINITY,
  retry: resolveRetryPolicy(undefined),
  signal: undefined,
};

/** Lays options over the defaults of an outer level. @throws `invalid_argument` for an option out of range. */
export function callDefaults(options: CallOptions, base: CallDefaults): CallDefaults {
  const { timeoutMs, deadlineMs, retry, signal } = options;
  return {
    timeoutMs: timeoutMs === undefined ? base.timeoutMs : checkDurationMs(timeoutMs, "timeoutMs"),
    deadlineMs: deadlineMs === undefined ? base.deadlineMs : checkDurationMs(deadlineMs, "deadlineMs"),
    retry: resolveRetryPolicy(retry, base.retry),
    signal: eitherSignal(signalIfGiven(signal), base.signal),
  };
}
