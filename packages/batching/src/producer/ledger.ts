import type { AppendAck } from "@s2kit/core";
import { LinkedQueue } from "../linked-queue.js";
import type { Barrier } from "./barrier.js";
import type { Failure } from "./failure.js";
import { PendingBatch } from "./pending-batch.js";

/**
 * The batches that are not settled yet, in order, and the flushes that wait for them. A sink may settle batches in any
 * order; a flush settles only when everything before it has.
 */
export class Ledger {
  readonly #unsettled = new LinkedQueue<PendingBatch>();
  #failure: Failure | undefined;
  #lastAck: AppendAck | undefined;
  /** Whether a batch failed, and whether one of these may have been applied, up to the first unsettled one. */
  #anyFailed = false;
  #anyMaybeApplied = false;

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** The acknowledgement of the newest batch that is durable together with everything before it. */
  get lastAck(): AppendAck | undefined {
    return this.#lastAck;
  }

  /** Enters the next batch. */
  open(): PendingBatch {
    const batch = new PendingBatch();
    this.#unsettled.push(batch);
    return batch;
  }

  /** Called once, before the first batch fails. */
  recordFailure(failure: Failure): void {
    this.#failure = failure;
  }

  acknowledge(batch: PendingBatch, ack: AppendAck): void {
    batch.acknowledge(ack);
    this.#retireSettled();
  }

  fail(batch: PendingBatch, error: unknown): void {
    batch.fail(error, () => {
      if (this.#failure !== undefined) this.#failure.seen = true;
    });
    this.#retireSettled();
  }

  /** The batches of which the sink has taken charge and said nothing yet. */
  inSinksHands(): PendingBatch[] {
    return [...this.#unsettled].filter((batch) => batch.stage === "handed");
  }

  /** Lets a barrier wait for everything entered so far; settles it at once when there is nothing. */
  hold(barrier: Barrier): void {
    const { last } = this.#unsettled;
    if (last === undefined) this.#settle(barrier);
    else last.addBarrier(barrier);
  }

  #retireSettled(): void {
    for (let head = this.#unsettled.first; head?.stage === "settled"; head = this.#unsettled.first) {
      this.#unsettled.shift();
      if (head.ack === undefined) {
        this.#anyFailed = true;
        this.#anyMaybeApplied ||= head.maybeApplied;
      } else if (!this.#anyFailed) {
        this.#lastAck = head.ack;
      }
      for (const barrier of head.takeBarriers()) this.#settle(barrier);
    }
  }

  #settle(barrier: Barrier): void {
    if (this.#failure !== undefined && (barrier.isBroken || this.#anyFailed)) {
      this.#failure.seen ||= !barrier.isOwn;
      barrier.reject(this.#failure.toError(this.#anyMaybeApplied));
    } else {
      barrier.resolve();
    }
  }
}
