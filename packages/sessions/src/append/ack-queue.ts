import type { AppendAck } from "@s2kit/core";
import { Fifo } from "../fifo.js";

interface Waiting {
  resolve(result: IteratorResult<AppendAck, undefined>): void;
  reject(reason: unknown): void;
}

/** One consumer of acknowledgements. Keeps those that it has not taken yet. */
class AckSubscription implements AsyncIterableIterator<AppendAck> {
  readonly #leave: (subscription: AckSubscription) => void;
  readonly #items: Fifo<AppendAck> = new Fifo();
  #waiting: Waiting[] = [];
  #end: { readonly failure: unknown } | undefined;

  constructor(leave: (subscription: AckSubscription) => void) {
    this.#leave = leave;
  }

  push(ack: AppendAck): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#items.push(ack);
    else waiting.resolve({ done: false, value: ack });
  }

  end(failure: unknown): void {
    this.#end = { failure };
    for (const waiting of this.#waiting.splice(0)) this.#finish(waiting);
  }

  next(): Promise<IteratorResult<AppendAck, undefined>> {
    const ack = this.#items.shift();
    if (ack !== undefined) return Promise.resolve({ done: false, value: ack });
    return new Promise((resolve, reject) => {
      if (this.#end === undefined) this.#waiting.push({ resolve, reject });
      else this.#finish({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<AppendAck, undefined>> {
    this.#leave(this);
    this.#items.clear();
    this.end(undefined);
    return this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** A failure is told once; after it the iteration is over. */
  #finish(waiting: Waiting): void {
    const failure = this.#end?.failure;
    this.#end = { failure: undefined };
    if (failure === undefined) waiting.resolve({ done: true, value: undefined });
    else waiting.reject(failure);
  }
}

/** Hands every acknowledgement to everyone who asked for them. Costs nothing while nobody has. */
export class AckQueue {
  readonly #subscriptions: Set<AckSubscription> = new Set();
  #end: { readonly failure: unknown } | undefined;

  subscribe(): AsyncIterableIterator<AppendAck> {
    const subscription = new AckSubscription((self) => this.#subscriptions.delete(self));
    if (this.#end === undefined) this.#subscriptions.add(subscription);
    else subscription.end(this.#end.failure);
    return subscription;
  }

  push(ack: AppendAck): void {
    for (const subscription of this.#subscriptions) subscription.push(ack);
  }

  end(failure: unknown): void {
    this.#end = { failure };
    for (const subscription of this.#subscriptions) subscription.end(failure);
    this.#subscriptions.clear();
  }
}
