import type { RetryPolicy, S2Options } from "s2kit";

/**
 * How long the clients of a chaos run wait for anything, in milliseconds: a hundredth of the SDK's defaults or so, that a
 * run may survive thousands of faults in minutes. Too short for a busy machine only means more faults: a client that
 * gives up early meets the same doubt as one whose connection was cut.
 */
export const PATIENCE = {
  connectMs: 500,
  /** One attempt of a plain request, and the wait for the answer of a session to begin. */
  requestMs: 600,
  ackMs: 500,
  /** Below the service's heartbeats, so that quiet streams are left and opened again all the time. */
  silenceMs: 900,
  pingIntervalMs: 400,
  pingTimeoutMs: 400,
} as const;

/** Never gives up; what the service asks for by `retry-after` is cut short. */
export const TIRELESS: RetryPolicy = {
  maxAttempts: Number.POSITIVE_INFINITY,
  minDelayMs: 2,
  maxDelayMs: 40,
  maxRetryAfterMs: 100,
};

/** Options of a client that reaches the server at `url`. */
export function hastyClient(url: string): S2Options {
  return {
    accessToken: "chaos",
    endpoints: url,
    timeoutMs: PATIENCE.requestMs,
    connectTimeoutMs: PATIENCE.connectMs,
    retry: TIRELESS,
    http2: { pingIntervalMs: PATIENCE.pingIntervalMs, pingTimeoutMs: PATIENCE.pingTimeoutMs },
  };
}
