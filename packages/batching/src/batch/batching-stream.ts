import type { AppendBatch, AppendRecord } from "@s2kit/core";
import { onAbort } from "@s2kit/core/internal";
import { Batcher, type BatcherOptions } from "./batcher.js";

/**
 * A transform stream from records to batches, for `pipeThrough`. One closed batch waits for its reader; beyond that
 * the writer has to wait.
 *
 * A bad record ends both sides with its `invalid_argument` error, and so does an abort or a cancel with its reason;
 * batches that were not read are then dropped.
 */
export class BatchingStream {
  readonly readable: ReadableStream<AppendBatch>;
  readonly writable: WritableStream<AppendRecord>;

  /** @throws `invalid_argument` when an option is out of range. */
  constructor(options: Omit<BatcherOptions, "onBatch" | "maxQueuedBatches"> = {}) {
    const batcher = new Batcher({ ...options, onBatch: undefined, maxQueuedBatches: 1 });
    const batches = batcher.batches();
    let failWriter = (_reason: unknown): void => undefined;
    let failReader = (_reason: unknown): void => undefined;
    const fail = (reason: unknown): void => {
      batcher.abort(reason);
      // Also one that wants nothing now.
      failReader(reason);
    };
    this.writable = new WritableStream<AppendRecord>({
      start(controller) {
        failWriter = (reason) => controller.error(reason);
        // The stream calls its own abort method only after a pending write has ended: this ends that write.
        onAbort(controller.signal, fail);
      },
      async write(record) {
        try {
          if (!batcher.add(record)) await batcher.ready();
        } catch (error) {
          fail(error);
          throw error;
        }
      },
      close: () => batcher.close(),
      abort: fail,
    });
    this.readable = new ReadableStream<AppendBatch>(
      {
        start(controller) {
          failReader = (reason) => controller.error(reason);
        },
        async pull(controller) {
          const { done, value } = await batches.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel(reason) {
          batcher.abort(reason);
          failWriter(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }
}
