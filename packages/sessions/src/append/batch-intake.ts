import { type AppendBatch, UsageError } from "@s2kit/core";
import { MAX_BATCH_BYTES } from "@s2kit/core/internal";
import { encodeBatch } from "../wire/append-input.js";
import { BatchTicket } from "./batch-ticket.js";
import type { WriterMark } from "./writer-mark.js";

/** How an append session takes batches on: what they take of its capacity, and how they become tickets. */
export class BatchIntake {
  /** Of exactly-once sessions with a `writerId`. */
  readonly mark: WriterMark | undefined;
  readonly #pinned: boolean;

  /** @param pinned - An exactly-once session decides by itself where its batches go. */
  constructor(pinned: boolean, mark: WriterMark | undefined) {
    this.#pinned = pinned;
    this.mark = mark;
  }

  /** The largest batch that the session takes, in metered bytes. */
  get maxBatchBytes(): number {
    return this.mark?.maxBatchBytes ?? MAX_BATCH_BYTES;
  }

  /** Metered bytes of the batch as it would be sent now. @throws `invalid_argument` when it is too large with its mark. */
  meteredBytes(batch: AppendBatch): number {
    const { mark } = this;
    if (mark === undefined) return batch.meteredBytes;
    mark.checkRoom("records", batch.meteredBytes);
    return batch.meteredBytes + mark.bytesFor(batch);
  }

  /** Metered bytes that are enough for any batch of this size, whatever its mark. @throws As {@link meteredBytes}. */
  permitBytes(meteredBytes: number): number {
    this.mark?.checkRoom("meteredBytes", meteredBytes);
    return meteredBytes + (this.mark?.room ?? 0);
  }

  /**
   * Encodes a batch.
   *
   * @param fresh - As `encodeBatch` has it.
   * @param heldBytes - The capacity that is held for it. Default: what it needs.
   */
  ticket(batch: AppendBatch, fresh: boolean, heldBytes?: number): BatchTicket {
    if (this.#pinned && batch.matchSeqNum !== undefined) {
      throw new UsageError("matchSeqNum", "an exactly-once session sets matchSeqNum by itself");
    }
    return new BatchTicket(encodeBatch(this.mark?.mark(batch) ?? batch, fresh), heldBytes);
  }
}
