import { type AppendAck, S2Error } from "@s2kit/core";
import type { Barrier } from "./barrier.js";
import { RecordAck } from "./record-ack.js";
import { RecordAskers } from "./record-askers.js";

/**
 * How far a batch has come: collecting or waiting for room in the sink, taken by the sink, or settled for good.
 * While it is held it certainly has had no effect.
 */
export type BatchStage = "held" | "handed" | "settled";

/** What the tickets of one batch share: its outcome, and those who wait for it. */
export class PendingBatch {
  #stage: BatchStage = "held";
  #ack: AppendAck | undefined;
  #error: unknown;
  #onTold: (() => void) | undefined;
  #askers: RecordAskers | undefined;
  #barriers: Set<Barrier> | undefined;

  get stage(): BatchStage {
    return this.#stage;
  }

  /** Set once the batch is durable. */
  get ack(): AppendAck | undefined {
    return this.#ack;
  }

  /** Of a batch that failed: it may have been applied nevertheless. */
  get maybeApplied(): boolean {
    return !S2Error.is(this.#error) || this.#error.maybeApplied;
  }

  hand(): void {
    this.#stage = "handed";
  }

  acknowledge(ack: AppendAck): void {
    this.#stage = "settled";
    this.#ack = ack;
    this.#takeAskers()?.acknowledge(ack);
  }

  /** @param onTold - Called when somebody learns of it. */
  fail(error: unknown, onTold?: () => void): void {
    this.#stage = "settled";
    this.#error = error;
    this.#onTold = onTold;
    const askers = this.#takeAskers();
    if (askers === undefined) return;
    onTold?.();
    askers.fail(error);
  }

  /** The acknowledgement of the record at `index`. A rejection that nobody looks at is not an unhandled one. */
  recordAck(index: number): Promise<RecordAck> {
    if (this.#ack !== undefined) return Promise.resolve(new RecordAck(this.#ack, index));
    const askers = this.#askers ?? new RecordAskers();
    const promise = askers.ask(index);
    if (this.#stage === "settled") {
      this.#onTold?.();
      askers.fail(this.#error);
    } else {
      this.#askers = askers;
    }
    return promise;
  }

  /** Lets a barrier wait for this batch. */
  addBarrier(barrier: Barrier): void {
    this.#barriers ??= new Set();
    const barriers = this.#barriers.add(barrier);
    barrier.leave = () => barriers.delete(barrier);
  }

  takeBarriers(): Iterable<Barrier> {
    const barriers = this.#barriers ?? [];
    this.#barriers = undefined;
    return barriers;
  }

  #takeAskers(): RecordAskers | undefined {
    const askers = this.#askers;
    this.#askers = undefined;
    return askers;
  }
}
