import { MiB, type RetryOption, type U64, UsageError } from "@s2kit/core";
import { checkDurationMs, checkInteger, checkU64, usageError } from "@s2kit/core/internal";
import { type OnInterference, Pinning } from "./exactly-once.js";
import { WriterMark } from "./writer-mark.js";

const DEFAULT_ACK_TIMEOUT_MS = 5000;

/** What an append session guarantees. */
export type Delivery =
  /** The retry policy decides between losing certainty and writing twice. */
  | "policy"
  /** Every batch is on the stream exactly once, or certainly not, or its ticket says that it could not be found out. */
  | "exactly-once";

/** Options of an append session. */
export interface AppendSessionOptions {
  /** Metered bytes that may be unacknowledged, at least 1 MiB. Default 5 MiB. */
  readonly maxInflightBytes?: number | undefined;
  /** Batches that may be unacknowledged, at least 1. Default: as many as fit into `maxInflightBytes`. */
  readonly maxInflightBatches?: number | undefined;
  /**
   * Longest wait for an acknowledgement after its batch was sent, in milliseconds. Default: the stream's `timeoutMs`, or
   * 5000 where that is infinite.
   */
  readonly ackTimeoutMs?: number | undefined;
  /** Overrides the stream's retry policy. `appends` decides whether what may have been applied is sent again. */
  readonly retry?: RetryOption | undefined;
  /**
   * `"exactly-once"` pins every batch to its sequence number and resolves doubt by reading back, for which the token
   * must allow reading. Batches must not bring a `matchSeqNum` of their own then. Default `"policy"`.
   */
  readonly delivery?: Delivery | undefined;
  /**
   * Exactly-once only: what to do when another writer appends in between. Default `"fail"`. `"rebase"` goes on at once
   * the first time, and after a pause (the retry policy's, but none of its attempts) when the next try comes too late as well.
   */
  readonly onInterference?: OnInterference | undefined;
  /** Exactly-once only: the sequence number of the first record. Default: the tail when the first batch is submitted. */
  readonly startSeqNum?: U64 | undefined;
  /**
   * Exactly-once only: tells this session's batches apart from records that another writer may write just like them,
   * which content alone cannot. 1 to 64 bytes as UTF-8, and for this one session: another with the same id at the same
   * time, or after a restart, would mark its batches alike (`randomToken()` makes an id). Default: no mark.
   *
   * The first record of each batch that is no command gets one header more, its last: `s2kit-writer`
   * (`WRITER_HEADER`) with the value `<writerId>/<number>`, numbers counting from 0, possibly with gaps. Readers see it. It is billed and counts as in flight: 15 metered bytes, the id's and the number's digits, for each batch.
   * Every batch must leave room for the longest, so that the largest has 31 bytes and the id's less than 1 MiB
   * (`session.maxBatchBytes`). Commands cannot carry it: a batch of nothing else is compared by content.
   */
  readonly writerId?: string | undefined;
  /** Aborting it drops the session; everything pending rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of an append session whose delivery is as the retry policy says. */
export type PolicyAppendSessionOptions = Omit<
  AppendSessionOptions,
  "delivery" | "onInterference" | "startSeqNum" | "writerId"
>;

/** The in-flight limits. @throws `invalid_argument` when one is out of range. */
export function inflightLimits(options: PolicyAppendSessionOptions): {
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
export function ackTimeout(options: PolicyAppendSessionOptions, fallbackMs: number): number {
  if (options.ackTimeoutMs === undefined) {
    return fallbackMs === Number.POSITIVE_INFINITY ? DEFAULT_ACK_TIMEOUT_MS : fallbackMs;
  }
  if (options.ackTimeoutMs === Number.POSITIVE_INFINITY) {
    throw new UsageError("ackTimeoutMs", "ackTimeoutMs must be finite: a silent server would never be noticed");
  }
  return checkDurationMs(options.ackTimeoutMs, "ackTimeoutMs");
}

/** The exactly-once protocol, if it is asked for. @throws `invalid_argument` */
export function exactlyOnce(options: AppendSessionOptions): Pinning | undefined {
  const { delivery = "policy", onInterference = "fail", startSeqNum } = options;
  if (delivery !== "policy" && delivery !== "exactly-once") {
    throw usageError("delivery", '"policy" or "exactly-once"', delivery);
  }
  if (onInterference !== "fail" && onInterference !== "rebase") {
    throw usageError("onInterference", '"fail" or "rebase"', onInterference);
  }
  if (delivery === "policy") {
    for (const name of ["onInterference", "startSeqNum"] as const) {
      if (options[name] === undefined) continue;
      throw new UsageError(name, `${name} is for delivery "exactly-once" only: with "policy" it would have no effect`);
    }
    return undefined;
  }
  return new Pinning(onInterference, startSeqNum === undefined ? undefined : checkU64(startSeqNum, "startSeqNum"));
}

/** What marks the session's batches, if that is asked for. @throws `invalid_argument` */
export function writerMark({ delivery, writerId }: AppendSessionOptions): WriterMark | undefined {
  if (writerId === undefined) return undefined;
  if (delivery !== "exactly-once") {
    throw new UsageError("writerId", 'writerId is for delivery "exactly-once" only: nothing else reads batches back');
  }
  return new WriterMark(writerId);
}
