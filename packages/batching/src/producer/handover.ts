import type { AppendBatch, AppendSink, AppendTicket } from "@s2kit/core";
import type { PendingBatch } from "./pending-batch.js";

/** What becomes of a batch that was offered: told during {@link Handover.offer}, or later when the sink had no room. */
export interface HandoverEvents {
  /** The sink has taken charge of the batch. */
  onTaken(pending: PendingBatch, ticket: AppendTicket): void;
  /** The sink did not take the batch, so the batch had no effect. */
  onRefused(pending: PendingBatch, error: unknown): void;
  /** The sink has taken the batch that waited: the next may be offered. */
  onReady(): void;
}

/** Hands batches to the sink one after the other: the next is offered only when the one before was taken. */
export class Handover {
  /** Batches that were offered while another waited: only permits bring them about. */
  readonly #queue: { readonly batch: AppendBatch; readonly pending: PendingBatch }[] = [];
  readonly #sink: AppendSink;
  readonly #events: HandoverEvents;
  #isWaiting = false;
  #withdrawal: AbortController | undefined;

  constructor(sink: AppendSink, events: HandoverEvents) {
    this.#sink = sink;
    this.#events = events;
  }

  /** A batch waits for room in the sink: others that are offered queue up behind it. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  offer(batch: AppendBatch, pending: PendingBatch): void {
    if (this.#isWaiting) this.#queue.push({ batch, pending });
    else this.#give(batch, pending);
  }

  /** Forgets the batches that have not even been offered to the sink. */
  drop(): PendingBatch[] {
    return this.#queue.splice(0).map(({ pending }) => pending);
  }

  #give(batch: AppendBatch, pending: PendingBatch): void {
    let ticket: AppendTicket | undefined;
    try {
      ticket = this.#sink.trySubmitBatch(batch);
    } catch (error) {
      this.#events.onRefused(pending, error);
      return;
    }
    if (ticket !== undefined) this.#events.onTaken(pending, ticket);
    else void this.#wait(batch, pending);
  }

  /** Takes back the batch that waits, if one does. It is then refused, unless the sink takes it in this very moment. */
  withdraw(reason: unknown): void {
    if (this.#isWaiting) this.#withdrawal?.abort(reason);
  }

  async #wait(batch: AppendBatch, pending: PendingBatch): Promise<void> {
    this.#isWaiting = true;
    this.#withdrawal ??= new AbortController();
    let ticket: AppendTicket;
    try {
      ticket = await this.#sink.submitBatch(batch, { signal: this.#withdrawal.signal });
    } catch (error) {
      this.#isWaiting = false;
      this.#events.onRefused(pending, error);
      return;
    }
    this.#isWaiting = false;
    this.#events.onTaken(pending, ticket);
    for (let next = this.#queue.shift(); next !== undefined; next = this.#isWaiting ? undefined : this.#queue.shift()) {
      this.#give(next.batch, next.pending);
    }
    if (!this.#isWaiting) this.#events.onReady();
  }
}
