import { type AppendBatch, type AppendRecord, type Clock, SessionClosedError, UsageError } from "@s2kit/core";
import { checkInteger } from "@s2kit/core/internal";
import { BatchBuilder } from "./batch-builder.js";
import { type BatchOptions, meterRecord, resolveBatchOptions } from "./batch-options.js";
import { BatchQueue } from "./batch-queue.js";
import { turnClock } from "./turn-clock.js";

/** How a {@link Batcher} collects, and where its batches go. */
export interface BatcherOptions extends BatchOptions {
  /**
   * Gets each batch at the moment it closes. What it throws ends the batcher: `add`, `flush` and `close` throw it from
   * then on. Left out, batches are queued for {@link Batcher.batches}.
   */
  readonly onBatch?: ((batch: AppendBatch) => void) | undefined;
  /** How many closed batches may wait for their reader, 1 to 1000. Default 16. Without meaning beside `onBatch`. */
  readonly maxQueuedBatches?: number | undefined;
  /** For the linger time. Default: the runtime's own. */
  readonly clock?: Clock | undefined;
}

const DEFAULT_QUEUED_BATCHES = 16;
const MAX_QUEUED_BATCHES = 1000;

/**
 * Collects single records into batches by count, metered bytes and time, and sends nothing anywhere.
 *
 * Batches come out in the order in which their records were added, none empty, none above the limits. When they are
 * queued, at most `maxQueuedBatches` + 1 of them and the open one are held.
 *
 * Records are not copied: leave their bytes alone while they are in use.
 */
export class Batcher {
  readonly #maxBatchBytes: number;
  readonly #maxQueuedBatches: number;
  readonly #builder: BatchBuilder;
  readonly #onBatch: ((batch: AppendBatch) => void) | undefined;
  readonly #queue: BatchQueue;
  #isRead = false;
  #isEnded = false;
  #failure: { readonly error: unknown } | undefined;

  /** @throws `invalid_argument` when an option is out of range. */
  constructor(options: BatcherOptions = {}) {
    const batching = resolveBatchOptions(options);
    this.#maxBatchBytes = batching.maxBatchBytes;
    this.#maxQueuedBatches = checkInteger(
      options.maxQueuedBatches ?? DEFAULT_QUEUED_BATCHES,
      "maxQueuedBatches",
      1,
      MAX_QUEUED_BATCHES,
    );
    this.#onBatch = options.onBatch;
    this.#builder = new BatchBuilder(batching, options.clock ?? turnClock, () => this.#emit());
    this.#queue = new BatchQueue(this.#maxQueuedBatches, () => this.#end());
  }

  /**
   * Adds one record, and closes the open batch when the record does not fit or fills it.
   *
   * @returns False when the queue is full: {@link ready} must resolve before the next call. Always true with `onBatch`.
   * @throws `invalid_argument` for a bad record, one above `maxBatchBytes` or an `add` without waiting for `ready`;
   * the record is not added then, and the batcher stays usable. `session_closed` once it has ended; what `onBatch` threw.
   */
  add(record: AppendRecord): boolean {
    this.#checkOpen();
    if (this.#queue.isFull) {
      throw new UsageError(
        "maxQueuedBatches",
        `maxQueuedBatches (${this.#maxQueuedBatches}) batches wait to be read: when add returns false, await ready() first`,
      );
    }
    const bytes = meterRecord(record, 0, this.#maxBatchBytes);
    // A loop, because onBatch may add records itself.
    while (!this.#builder.fits(bytes)) this.flush();
    this.#builder.push(record, bytes);
    if (this.#builder.isFull) this.flush();
    return !this.#queue.isFull;
  }

  /** Resolves when the reader has made room, at once if there is. @throws `session_closed` when the batcher has ended. */
  async ready(): Promise<void> {
    await this.#queue.room();
    this.#checkOpen();
  }

  /** Closes the open batch now, if it holds anything. @throws As {@link add}, when the batcher has ended. */
  flush(): void {
    this.#checkOpen();
    this.#emit();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Closes the open batch and takes no further records; the reader gets what is queued, then its end. Idempotent. */
  close(): void {
    if (!this.#isEnded) {
      this.#emit();
      this.#end();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /**
   * Drops everything that nobody has read, and takes no further records. Without effect once ended.
   *
   * @param reason - What the reader's loop throws. Default: `session_closed`.
   */
  abort(reason: unknown = new SessionClosedError("the batcher was aborted")): void {
    if (this.#isEnded) return;
    this.#queue.fail(reason);
    this.#end();
  }

  /**
   * The batches as they close, for one reader. Leaving the loop ends the batcher and drops what is left.
   *
   * @throws `invalid_argument` the second time, or beside `onBatch`.
   */
  batches(): AsyncIterableIterator<AppendBatch, undefined> {
    if (this.#onBatch !== undefined) throw new UsageError("onBatch", "onBatch gets the batches already");
    if (this.#isRead) throw new UsageError("batches", "batches() can be read once");
    this.#isRead = true;
    return this.#queue;
  }

  #checkOpen(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isEnded) throw new SessionClosedError("the batcher has ended and takes no further records");
  }

  #emit(): void {
    if (this.#builder.isEmpty) return;
    const batch = this.#builder.take();
    if (this.#onBatch === undefined) {
      this.#queue.push(batch);
      return;
    }
    try {
      this.#onBatch(batch);
    } catch (error) {
      // Kept instead of thrown: the linger timer has nobody to throw it to.
      this.#failure ??= { error };
      this.#end();
    }
  }

  #end(): void {
    this.#isEnded = true;
    this.#builder.discard();
    this.#queue.end();
  }
}
