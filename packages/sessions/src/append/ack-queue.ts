import type { AppendAck } from "@s2kit/core";
import { Fifo } from "../fifo.js";

interface Waiting {
  resolve(result: IteratorResult<AppendAck, undefined>): void;
  reject(reason: unknown): void;
}

/** How the session ended: `failure` is told to each consumer once. */
interface End {
  readonly failure: unknown;
  /** Called when somebody learns of the failure. */
  readonly onTold: () => void;
}

const ORDERLY: End = { failure: undefined, onTold: () => undefined };

/** One consumer of acknowledgements. Keeps those that it has not taken yet. */
class AckSubscription implements AsyncIterableIterator<AppendAck> {
  readonly #leave: (subscription: AckSubscription) => void;
  readonly #items: Fifo<AppendAck> = new Fifo();
  #waiting: Waiting[] = [];
  #end: End | undefined;

  constructor(leave: (subscription: AckSubscription) => void) {
    this.#leave = leave;
  }

  push(ack: AppendAck): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#items.push(ack);
    else waiting.resolve({ done: false, value: ack });
  }

  end(end: End): void {
    this.#end = end;
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
    this.end(ORDERLY);
    return this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** A failure is told once; after it the iteration is over. */
  #finish(waiting: Waiting): void {
    const { failure, onTold } = this.#end ?? ORDERLY;
    this.#end = ORDERLY;
    if (failure === undefined) return waiting.resolve({ done: true, value: undefined });
    onTold();
    waiting.reject(failure);
  }
}

/** Hands every acknowledgement to everyone who asked for them. Costs nothing while nobody has. */
export class AckQueue {
  readonly #subscriptions: Set<AckSubscription> = new Set();
  #end: End | undefined;

  subscribe(): AsyncIterableIterator<AppendAck> {
    const subscription = new AckSubscription((self) => this.#subscriptions.delete(self));
    if (this.#end === undefined) this.#subscriptions.add(subscription);
    else subscription.end(this.#end);
    return subscription;
  }

  push(ack: AppendAck): void {
    for (const subscription of this.#subscriptions) subscription.push(ack);
  }

  /** @param onTold - Called when a consumer learns of the failure. */
  end(failure: unknown, onTold: () => void): void {
    this.#end = { failure, onTold };
    for (const subscription of this.#subscriptions) subscription.end(this.#end);
    this.#subscriptions.clear();
  }
}
