import type { AppendAck } from "./records/append-ack.js";
import type { AppendBatch } from "./records/append-batch.js";

/** A batch that was taken on. */
export interface AppendTicket {
  /** Metered bytes of the batch. */
  readonly meteredBytes: number;
  /**
   * Resolves when the batch is durable, rejects when it is not known to be (see `maybeApplied`).
   * May be called any number of times, or never: an unobserved failure is not an unhandled rejection.
   */
  ack(): Promise<AppendAck>;
}

/**
 * Takes batches in order. An append session is one; batching is written against this, not against sessions.
 */
export interface AppendSink {
  /** Metered bytes of the largest batch that the sink takes. Default 1 MiB, which is S2's limit. */
  readonly maxBatchBytes?: number | undefined;
  /**
   * Takes a checked batch at once when there is room, in the order of the calls.
   * @returns `undefined` when there is no room, or others wait already.
   * @throws The session's failure, or `session_closed`.
   */
  trySubmitBatch(batch: AppendBatch): AppendTicket | undefined;
  /** Waits until there is room, first come first served. Rejects with `signal.reason` when aborted before. */
  submitBatch(batch: AppendBatch, options?: { readonly signal?: AbortSignal | undefined }): Promise<AppendTicket>;
}
