import type { AppendRecord } from "@s2kit/core";
import { onAbort, type Unlink } from "@s2kit/core/internal";

/** What the stream writes to. */
export interface WritableTarget {
  submit(record: AppendRecord): Promise<unknown>;
  close(): Promise<void>;
  abort(reason: unknown): void;
}

/**
 * A Web stream in front of a producer.
 *
 * @param onFailure - Calls its argument once when the target fails, at once when it has.
 */
export function recordWritable(
  target: WritableTarget,
  onFailure: (callback: (error: unknown) => void) => Unlink,
): WritableStream<AppendRecord> {
  let unlink: Unlink = () => undefined;
  // Called by the signal too: the stream calls its abort method only after a pending write or close, which this ends.
  const abort = (reason: unknown): void => {
    unlink();
    target.abort(reason);
  };
  return new WritableStream<AppendRecord>({
    start(controller) {
      unlink = onFailure((error) => controller.error(error));
      onAbort(controller.signal, abort);
    },
    async write(record) {
      try {
        await target.submit(record);
      } catch (error) {
        unlink();
        throw error;
      }
    },
    close: () => target.close(),
    abort,
  });
}
