import type { Clock } from "@s2kit/core";
import { onAbort, type Unlink } from "@s2kit/core/internal";

/** One attempt's limits: the caller's signal and a time-out. Owns the timer and the listener, and removes both. */
export class AttemptScope {
  /** Aborts as soon as the attempt is interrupted, with what it shall reject with. */
  readonly signal: AbortSignal;
  readonly #unlink: Unlink;
  readonly #cancelTimer: Unlink | undefined;

  /** @param timeoutError - Made when the time is up, so that it can tell how far the attempt had come. */
  constructor(signal: AbortSignal | undefined, timeoutMs: number, clock: Clock, timeoutError: () => unknown) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#unlink = onAbort(signal, (reason) => controller.abort(reason));
    if (timeoutMs !== Number.POSITIVE_INFINITY && !this.signal.aborted) {
      this.#cancelTimer = clock.schedule(timeoutMs, () => controller.abort(timeoutError()));
    }
  }

  /** Takes the time-out away and leaves the caller's signal. */
  outliveTimeout(): void {
    this.#cancelTimer?.();
  }

  /** Removes timer and listener: nothing interrupts the attempt any more. Safe to call more than once. */
  close(): void {
    this.#cancelTimer?.();
    this.#unlink();
  }
}
