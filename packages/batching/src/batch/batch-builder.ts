import { type AppendBatch, type AppendRecord, type Clock, MAX_U64, type U64, UsageError } from "@s2kit/core";
import { addU64, isU64 } from "@s2kit/core/internal";
import { MIN_RECORD_BYTES, type ResolvedBatchOptions } from "./batch-options.js";
import { LingerTimer } from "./linger-timer.js";

/**
 * Holds one open batch at a time and knows when it has to go out; taking it out is up to the owner.
 * Numbers the batches when `matchSeqNum` is set.
 */
export class BatchBuilder {
  readonly #maxRecords: number;
  readonly #maxBytes: number;
  readonly #fencingToken: string | undefined;
  readonly #linger: LingerTimer;
  #records: AppendRecord[] = [];
  #bytes = 0;
  #nextSeqNum: U64 | undefined;

  /** @param onLinger - The linger time of the open batch is over. Called at most once for each batch. */
  constructor(options: ResolvedBatchOptions, clock: Clock, onLinger: () => void) {
    this.#maxRecords = options.maxBatchRecords;
    this.#maxBytes = options.maxBatchBytes;
    this.#fencingToken = options.fencingToken;
    this.#nextSeqNum = options.matchSeqNum;
    this.#linger = new LingerTimer(options.lingerMs, clock, onLinger);
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** No record whatever fits any more. */
  get isFull(): boolean {
    return this.#records.length >= this.#maxRecords || this.#bytes > this.#maxBytes - MIN_RECORD_BYTES;
  }

  /** A record of this metered size can join the open batch. Always true when it is empty. */
  fits(bytes: number): boolean {
    return this.#records.length < this.#maxRecords && this.#bytes + bytes <= this.#maxBytes;
  }

  /**
   * Adds a checked record that {@link fits}. The first of a batch starts the linger time.
   *
   * @returns Where the record stands in its batch.
   * @throws `invalid_argument` when `matchSeqNum` has counted beyond the last sequence number.
   */
  push(record: AppendRecord, bytes: number): number {
    const index = this.#records.length;
    if (index === 0) this.#checkSeqNumLeft();
    this.#records.push(record);
    this.#bytes += bytes;
    if (index === 0 && !this.isFull) this.#linger.start();
    return index;
  }

  /** Takes the open batch out, which must not be empty, and begins the next. */
  take(): AppendBatch {
    const records = this.#records;
    const batch: AppendBatch = {
      records,
      meteredBytes: this.#bytes,
      matchSeqNum: this.#nextSeqNum,
      fencingToken: this.#fencingToken,
    };
    this.discard();
    if (this.#nextSeqNum !== undefined) this.#nextSeqNum = addU64(this.#nextSeqNum, records.length);
    return batch;
  }

  /** Drops the open batch, and its linger time with it. */
  discard(): void {
    this.#linger.stop();
    this.#records = [];
    this.#bytes = 0;
  }

  #checkSeqNumLeft(): void {
    if (this.#nextSeqNum === undefined || isU64(this.#nextSeqNum)) return;
    throw new UsageError("matchSeqNum", `matchSeqNum must not count beyond ${MAX_U64}, got ${this.#nextSeqNum}`);
  }
}
