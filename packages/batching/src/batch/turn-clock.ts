import { type Clock, systemClock } from "@s2kit/core";

interface ImmediateTimers {
  setImmediate?(callback: () => void): unknown;
  clearImmediate?(handle: unknown): void;
}

/**
 * The system clock, except that a delay of 0 ends with the current turn of the event loop where the runtime can tell
 * (`setImmediate`): a timer of 0 ms would wait for a whole millisecond in Node, and for four in browsers.
 */
export const turnClock: Clock = {
  now: systemClock.now,
  schedule(delayMs, callback) {
    const { setImmediate, clearImmediate } = globalThis as ImmediateTimers;
    if (delayMs > 0 || setImmediate === undefined) return systemClock.schedule(delayMs, callback);
    const handle = setImmediate(callback);
    return () => clearImmediate?.(handle);
  },
};
