import type { AppendBatch } from "@s2kit/core";
import { LinkedQueue } from "../linked-queue.js";

type Result = IteratorResult<AppendBatch, undefined>;

interface Reader {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: Result = { done: true, value: undefined };

/** Closed batches on their way to one reader. Says when it is full, but takes what comes: see `Batcher`. */
export class BatchQueue implements AsyncIterableIterator<AppendBatch, undefined> {
  readonly #capacity: number;
  readonly #onReturn: () => void;
  readonly #batches: LinkedQueue<AppendBatch> = new LinkedQueue();
  readonly #readers: LinkedQueue<Reader> = new LinkedQueue();
  #isEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #room: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  /** @param onReturn - The reader has left its loop early. */
  constructor(capacity: number, onReturn: () => void) {
    this.#capacity = capacity;
    this.#onReturn = onReturn;
  }

  get isFull(): boolean {
    return this.#batches.size >= this.#capacity;
  }

  push(batch: AppendBatch): void {
    const reader = this.#readers.shift();
    if (reader === undefined) this.#batches.push(batch);
    else reader.resolve({ done: false, value: batch });
  }

  /** Resolves when the queue is not full, also because it was ended. */
  room(): Promise<void> {
    if (!this.isFull || this.#isEnded) return Promise.resolve();
    if (this.#room === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      this.#room = { promise, resolve };
    }
    return this.#room.promise;
  }

  /** Nothing comes after what is queued. Idempotent. */
  end(): void {
    this.#isEnded = true;
    this.#makeRoom();
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift()) {
      this.next().then(reader.resolve, reader.reject);
    }
  }

  /** Drops what is queued; the reader gets `error`. */
  fail(error: unknown): void {
    this.#drop();
    this.#failure = { error };
    this.end();
  }

  next(): Promise<Result> {
    const batch = this.#batches.shift();
    if (batch !== undefined) {
      if (!this.isFull) this.#makeRoom();
      return Promise.resolve({ done: false, value: batch });
    }
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      // Told once; after it the iteration is over.
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#isEnded) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
    });
  }

  return(): Promise<Result> {
    this.#drop();
    this.end();
    this.#onReturn();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #drop(): void {
    while (this.#batches.shift() !== undefined);
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}
