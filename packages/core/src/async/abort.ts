import { type Clock, systemClock } from "./clock.js";

/** Stops listening. Safe to call more than once. */
export type Unlink = () => void;

/**
 * Calls `onAbort` with the signal's reason when it aborts, at once if it has already.
 * Composes signals by hand because `AbortSignal.any` retains memory on Node 20.
 */
export function onAbort(signal: AbortSignal | undefined, callback: (reason: unknown) => void): Unlink {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) {
    callback(signal.reason);
    return () => undefined;
  }
  const unlink = (): void => signal.removeEventListener("abort", listener);
  const listener = (): void => {
    // Of two signals in one, the other may still hold it.
    unlink();
    callback(signal.reason);
  };
  signal.addEventListener("abort", listener, { once: true });
  return unlink;
}

/** Resolves after `delayMs`; rejects with `signal.reason` as soon as the signal aborts. */
export function sleep(delayMs: number, signal?: AbortSignal | undefined, clock: Clock = systemClock): Promise<void> {
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | undefined;
    const unlink = onAbort(signal, (reason) => {
      cancel?.();
      reject(reason);
    });
    if (signal?.aborted) return;
    cancel = clock.schedule(delayMs, () => {
      unlink();
      resolve();
    });
  });
}

/** Settles as `promise` does, unless the signal aborts first: then rejects with `signal.reason` at once. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const unlink = onAbort(signal, reject);
    promise.then(resolve, reject).finally(unlink);
  });
}
