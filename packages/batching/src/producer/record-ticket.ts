import type { PendingBatch } from "./pending-batch.js";
import type { RecordAck } from "./record-ack.js";

/** A record that was taken on. Dropping the ticket changes nothing: the record goes out all the same. */
export class RecordTicket {
  readonly #batch: PendingBatch;
  readonly #index: number;

  constructor(batch: PendingBatch, index: number) {
    this.#batch = batch;
    this.#index = index;
  }

  /**
   * Resolves when the record is durable, rejects when it is not known to be: `maybeApplied` then says whether it may
   * have been appended nevertheless. May be called any number of times, before and after, or never: an unobserved
   * failure is not an unhandled rejection. All tickets of a batch settle together.
   */
  ack(): Promise<RecordAck> {
    return this.#batch.recordAck(this.#index);
  }
}
