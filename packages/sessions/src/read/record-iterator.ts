import type { U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import type { ReadRecord } from "../wire/read-record.js";
import type { BufferedBatch } from "./batch-buffer.js";

/** Where a record iterator gets its batches. */
export interface BatchSource {
  /** The next batch with something to see, if it is here already. */
  take(): BufferedBatch | undefined;
  /** The next batch with something to see; `undefined` at the end. Rejects with the session's failure. */
  next(): Promise<BufferedBatch | undefined>;
  /** The last record of a batch was given to the consumer. */
  handedOut(batch: BufferedBatch): void;
  close(): Promise<void>;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Records one by one from batches. Written by hand: while a batch lasts, a record costs one resolved promise
 * and no turn of a generator or stream.
 */
export class RecordIterator implements AsyncIterableIterator<ReadRecord> {
  readonly #source: BatchSource;
  #open: BufferedBatch | undefined;
  #count = 0;
  #index = 0;
  #isDropped = false;
  #pending: Promise<IteratorResult<ReadRecord, undefined>> | undefined;

  constructor(source: BatchSource) {
    this.#source = source;
  }

  /** One past the last record handed out of the open batch; `undefined` when none of it was. */
  get position(): U64 | undefined {
    if (this.#open === undefined || this.#index === 0) return undefined;
    return addU64(this.#open.visible.at(this.#index - 1).seqNumU64, 1);
  }

  next(): Promise<IteratorResult<ReadRecord, undefined>> {
    if (this.#open !== undefined) return Promise.resolve(this.#step(this.#open));
    if (this.#pending !== undefined) return this.#pending.then(() => this.next());
    const batch = this.#source.take();
    if (batch !== undefined) return Promise.resolve(this.#begin(batch));
    this.#pending = this.#source
      .next()
      .then((arrived) => {
        if (arrived === undefined) return DONE;
        return this.#isDropped ? this.#source.next().then(() => DONE) : this.#begin(arrived);
      })
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  async return(): Promise<IteratorResult<ReadRecord, undefined>> {
    // The session keeps what position this was before it drops the open batch.
    await this.#source.close();
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Forgets what is left of the open batch, and what is on its way: the session was closed or aborted. */
  drop(): void {
    this.#isDropped = true;
    this.#open = undefined;
  }

  #begin(batch: BufferedBatch): IteratorResult<ReadRecord, undefined> {
    this.#open = batch;
    this.#count = batch.visible.count;
    this.#index = 0;
    return this.#step(batch);
  }

  #step(batch: BufferedBatch): IteratorResult<ReadRecord, undefined> {
    const record = batch.visible.at(this.#index++);
    if (this.#index === this.#count) {
      this.#open = undefined;
      this.#source.handedOut(batch);
    }
    return { done: false, value: record };
  }
}
