import { type AppendBatch, type AppendConditions, type AppendRecord, checkBatch, UsageError } from "@s2kit/core";
import { checkInteger, MAX_BATCH_BYTES } from "@s2kit/core/internal";
import type { BatchTicket } from "./batch-ticket.js";

interface PermitActions {
  hand(batch: AppendBatch): BatchTicket;
  release(): void;
  refuseWhenOver(): void;
}

/** Room in an append session, kept for one batch. Submit it, or give it back; leaving the scope of `using` gives it back. */
export class AppendPermit implements Disposable {
  /** Metered bytes that the batch may have, as the caller gives it: the mark of a `writerId` has room beside it. */
  readonly meteredBytes: number;
  readonly #actions: PermitActions;
  #used = false;

  private constructor(meteredBytes: number, actions: PermitActions) {
    this.meteredBytes = meteredBytes;
    this.#actions = actions;
  }

  /** @internal */
  static for(meteredBytes: number, actions: PermitActions): AppendPermit {
    return new AppendPermit(checkInteger(meteredBytes, "meteredBytes", 1, MAX_BATCH_BYTES), actions);
  }

  /**
   * Submits without waiting. The batch takes its place in the order of `submit` calls now, not when the room was reserved.
   * @throws `invalid_argument` for a batch larger than the permit, or a permit that was used; the session's failure.
   */
  submit(records: readonly AppendRecord[], conditions?: AppendConditions): BatchTicket {
    const batch = checkBatch(records, conditions);
    if (this.#used) throw new UsageError("permit", "the permit was used or given back already");
    if (batch.meteredBytes > this.meteredBytes) {
      throw new UsageError(
        "records",
        `records must be at most ${this.meteredBytes} metered bytes, got ${batch.meteredBytes}`,
      );
    }
    this.#actions.refuseWhenOver();
    const ticket = this.#actions.hand(batch);
    this.#used = true;
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
