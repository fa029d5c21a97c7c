import { usageError } from "../errors/usage-error.js";

/** Which appends may be sent again when it is not known whether they were applied. */
export type AppendRetryPolicy =
  /** Send again: nothing is lost, a record may be there twice. */
  | "all"
  /** Send again only what certainly had no effect: nothing is there twice; the rest fails with `maybeApplied`. */
  | "noSideEffects";

/** How often and how long a failed call is tried again. */
export interface RetryPolicy {
  /**
   * Tries in all, the first one included; at least 1. Sessions count consecutive failures: any progress starts the count anew.
   * `Infinity` never gives up. Default 3.
   */
  readonly maxAttempts?: number | undefined;
  /** Smallest pause before the first retry, in milliseconds. Each further pause doubles. Default 100. */
  readonly minDelayMs?: number | undefined;
  /** Ceiling of the doubling, in milliseconds; jitter can add as much again. Default 1000. */
  readonly maxDelayMs?: number | undefined;
  /** Longest wait that is granted to the service's `retry-after`, in milliseconds. Default 30 000. */
  readonly maxRetryAfterMs?: number | undefined;
  /** Default `"all"`. */
  readonly appends?: AppendRetryPolicy | undefined;
}

/** A policy, or a word for one: `"forever"` never gives up, `"never"` tries once. */
export type RetryOption = RetryPolicy | "forever" | "never";

/** A {@link RetryPolicy} with every default filled in. */
export type ResolvedRetryPolicy = { readonly [Key in keyof RetryPolicy]-?: NonNullable<RetryPolicy[Key]> };

/** The policy when nothing is said. */
export const DEFAULT_RETRY_POLICY: ResolvedRetryPolicy = {
  maxAttempts: 3,
  minDelayMs: 100,
  maxDelayMs: 1000,
  maxRetryAfterMs: 30_000,
  appends: "all",
};

/**
 * Fills a policy in from `base`: what is not given keeps the outer level's value (call over handle over client).
 *
 * @throws `invalid_argument` when a number is out of range.
 */
export function resolveRetryPolicy(
  option: RetryOption | undefined,
  base: ResolvedRetryPolicy = DEFAULT_RETRY_POLICY,
): ResolvedRetryPolicy {
  if (option === undefined) return base;
  if (option === "forever") return { ...base, maxAttempts: Number.POSITIVE_INFINITY };
  if (option === "never") return { ...base, maxAttempts: 1 };
  if (typeof option !== "object" || option === null) {
    throw usageError("retry", 'an object, "forever" or "never"', option);
  }
  const policy: Record<string, unknown> = {};
  for (const [name, inherited] of Object.entries(base)) {
    const value = option[name as keyof RetryPolicy] ?? inherited;
    policy[name] = value;
    if (name === "appends") {
      if (value !== "all" && value !== "noSideEffects") {
        throw usageError("retry.appends", '"all" or "noSideEffects"', value);
      }
      continue;
    }
    const min = name === "maxAttempts" ? 1 : 0;
    const isNumber = Number.isFinite(value) || (min === 1 && value === Number.POSITIVE_INFINITY);
    if (!isNumber || (value as number) < min) throw usageError(`retry.${name}`, `a number of at least ${min}`, value);
  }
  return policy as ResolvedRetryPolicy;
}
