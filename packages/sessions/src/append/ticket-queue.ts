import type { BatchTicket } from "./batch-ticket.js";

/** Unsettled batches in order. A head index in place of `shift()` keeps taking from the front constant in time. */
export class TicketQueue {
  #items: (BatchTicket | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Records of all batches together. */
  get recordCount(): number {
    let count = 0;
    for (let index = this.#head; index < this.#items.length; index++) {
      count += this.#items[index]?.encoded.recordCount ?? 0;
    }
    return count;
  }

  /** The oldest batch. */
  get first(): BatchTicket | undefined {
    return this.#items[this.#head];
  }

  at(index: number): BatchTicket | undefined {
    return this.#items[this.#head + index];
  }

  push(ticket: BatchTicket): void {
    this.#items.push(ticket);
  }

  /** Takes the oldest batch out. */
  shift(): BatchTicket | undefined {
    const ticket = this.#items[this.#head];
    if (ticket === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return ticket;
  }
}
