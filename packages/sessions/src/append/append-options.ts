import { MiB, type RetryOption, UsageError } from "@s2kit/core";
import { checkDurationMs, checkInteger } from "@s2kit/core/internal";

/** Options of an append session. */
export interface AppendSessionOptions {
  /** Metered bytes that may be unacknowledged, at least 1 MiB. Default 5 MiB. */
  readonly maxInflightBytes?: number | undefined;
  /** Batches that may be unacknowledged, at least 1. Default: as many as fit into `maxInflightBytes`. */
  readonly maxInflightBatches?: number | undefined;
  /** Longest wait for an acknowledgement after its batch was sent, in milliseconds. Default: the stream's `timeoutMs`. */
  readonly ackTimeoutMs?: number | undefined;
  /** Overrides the stream's retry policy. `appends` decides whether what may have been applied is sent again. */
  readonly retry?: RetryOption | undefined;
  /** Aborting it drops the session; everything pending rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** The in-flight limits. @throws `invalid_argument` when one is out of range. */
export function inflightLimits(options: AppendSessionOptions): {
  readonly maxInflightBytes: number;
  readonly maxInflightBatches: number;
} {
  const { maxInflightBytes = 5 * MiB, maxInflightBatches = Number.POSITIVE_INFINITY } = options;
  checkInteger(maxInflightBytes, "maxInflightBytes", MiB, Number.MAX_SAFE_INTEGER);
  if (maxInflightBatches !== Number.POSITIVE_INFINITY) {
    checkInteger(maxInflightBatches, "maxInflightBatches", 1, Number.MAX_SAFE_INTEGER);
  }
  return { maxInflightBytes, maxInflightBatches };
}

/** The patience for acknowledgements. @throws `invalid_argument` */
export function ackTimeout(options: AppendSessionOptions, fallbackMs: number): number {
  if (options.ackTimeoutMs === undefined) return fallbackMs;
  if (options.ackTimeoutMs === Number.POSITIVE_INFINITY) {
    throw new UsageError("ackTimeoutMs", "ackTimeoutMs must be finite: a silent server would never be noticed");
  }
  return checkDurationMs(options.ackTimeoutMs, "ackTimeoutMs");
}
