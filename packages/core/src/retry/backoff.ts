import type { ResolvedRetryPolicy } from "./retry-policy.js";

/**
 * The pause before a retry, in milliseconds: exponential with jitter on top, never less than what the service asked for
 * (up to `maxRetryAfterMs`).
 *
 * @param retry - Which retry this is: 1 after the first failure.
 * @param random - Injected, from 0 inclusive to 1 exclusive.
 */
export function backoffMs(
  policy: Pick<ResolvedRetryPolicy, "minDelayMs" | "maxDelayMs" | "maxRetryAfterMs">,
  retry: number,
  random: () => number,
  retryAfterMs?: number | undefined,
): number {
  if (retry < 1) return 0;
  const base = Math.min(policy.minDelayMs * 2 ** Math.min(retry - 1, 1023), policy.maxDelayMs);
  const ours = base + random() * base;
  return retryAfterMs === undefined ? ours : Math.max(ours, Math.min(retryAfterMs, policy.maxRetryAfterMs));
}

const DECIMAL = /^\d+(\.\d+)?$/;

/**
 * Reads `retry-after-ms` (milliseconds) or `retry-after` (seconds, or an HTTP date) from an answer.
 * Anything else is ignored.
 */
export function parseRetryAfter(
  header: (name: string) => string | null | undefined,
  nowMs: number,
): number | undefined {
  const milliseconds = header("retry-after-ms")?.trim() ?? "";
  if (DECIMAL.test(milliseconds)) return Number(milliseconds);
  const text = header("retry-after")?.trim() ?? "";
  if (DECIMAL.test(text)) return Number(text) * 1000;
  // An HTTP date begins with the day of the week; `Date.parse` reads a year into almost any number.
  const date = /^[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
