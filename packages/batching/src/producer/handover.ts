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
  readonly #sink: AppendSink;
  readonly #events: HandoverEvents;
  #isWaiting = false;
  #withdrawal: AbortController | undefined;

  constructor(sink: AppendSink, events: HandoverEvents) {
    this.#sink = sink;
    this.#events = events;
  }

  /** A batch waits for room in the sink; no other may be offered. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  offer(batch: AppendBatch, pending: PendingBatch): void {
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
    this.#events.onReady();
  }
}
