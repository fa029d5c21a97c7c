import { onAbort } from "@s2kit/core/internal";
import type { LinkedQueue } from "./linked-queue.js";

/**
 * Stands in a queue until one of the two is called that `entryFor` is given. An abort leaves the queue from anywhere
 * and rejects with `signal.reason`.
 *
 * @param entryFor - Makes what stands in the queue.
 * @param onWithdrawn - Called after an abort: what stood behind may be due now.
 */
export function waitInQueue<Entry, Value>(
  queue: LinkedQueue<Entry>,
  signal: AbortSignal | undefined,
  entryFor: (admit: (value: Value) => void, refuse: (error: unknown) => void) => Entry,
  onWithdrawn: () => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const admit = (value: Value): void => {
      unlink();
      resolve(value);
    };
    const refuse = (error: unknown): void => {
      unlink();
      reject(error);
    };
    const place = queue.push(entryFor(admit, refuse));
    const unlink = onAbort(signal, (reason) => {
      queue.remove(place);
      reject(reason);
      onWithdrawn();
    });
  });
}
