import { type AppendRecord, UsageError } from "@s2kit/core";
import type { RecordTicket } from "./record-ticket.js";

/** What a permit asks its producer for. */
export interface PermitActions {
  /** Takes the record, which has at most so many metered bytes. @throws as `Producer.submit` rejects. */
  accept(record: AppendRecord, maxBytes: number): RecordTicket;
  release(): void;
}

/** Room in a producer, kept for one record. Submit it, or give it back; leaving the scope of `using` gives it back. */
export class RecordPermit implements Disposable {
  /** Metered bytes that the record may have. */
  readonly meteredBytes: number;
  readonly #actions: PermitActions;
  #used = false;

  /** @internal Made by `Producer.reserve`. */
  constructor(meteredBytes: number, actions: PermitActions) {
    this.meteredBytes = meteredBytes;
    this.#actions = actions;
  }

  /**
   * Submits without waiting. The record takes its place now, not when the room was reserved: behind every record that
   * was taken on, before those whose `submit` still waits for room.
   *
   * @throws `invalid_argument` for a bad record, one larger than the permit (which stays usable), or a permit that was
   * used; `session_closed`; the producer's failure. In all these cases the record was not and will not be sent.
   */
  submit(record: AppendRecord): RecordTicket {
    if (this.#used) throw new UsageError("permit", "the permit was used or given back already");
    const ticket = this.#actions.accept(record, this.meteredBytes);
    this.release();
    return ticket;
  }

  /** Gives the room back. Does nothing after `submit`. */
  release(): void {
    if (this.#used) return;
    this.#used = true;
    this.#actions.release();
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
