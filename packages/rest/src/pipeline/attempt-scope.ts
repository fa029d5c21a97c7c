import type { Clock } from "@s2kit/core";
import { onAbort } from "@s2kit/core/internal";

/**
 * One attempt's limits: the caller's signal and a time-out. Owns the timer and the listener, and removes both.
 * Does not trust `fetch` with either: some ignore signals, and some runtimes lose the reason of an abort.
 */
export class AttemptScope {
  /** Aborts as soon as the attempt is interrupted. For `fetch`. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #interruption: Promise<never>;
  #reject!: (reason: unknown) => void;
  #onInterrupt: ((reason: unknown) => void) | undefined;
  readonly #unlink: () => void;
  #cancelTimer: () => void = () => undefined;

  /** @param timeoutError - Made when the time is up, so that it can tell how far the attempt had come. */
  constructor(signal: AbortSignal | undefined, timeoutMs: number, clock: Clock, timeoutError: () => unknown) {
    this.signal = this.#controller.signal;
    this.#interruption = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    this.#interruption.catch(() => undefined);
    this.#unlink = onAbort(signal, (reason) => this.#interrupt(reason));
    if (timeoutMs !== Number.POSITIVE_INFINITY && !this.signal.aborted) {
      this.#cancelTimer = clock.schedule(timeoutMs, () => this.#interrupt(timeoutError()));
    }
  }

  /** Settles as `work` does, unless the attempt is interrupted first: then rejects with the reason at once. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([this.#interruption, work]);
  }

  throwIfInterrupted(): void {
    this.signal.throwIfAborted();
  }

  /** Takes the time-out away and leaves the caller's signal; from then on `callback` hears of its abort, at most once. */
  outliveTimeout(callback: (reason: unknown) => void): void {
    this.#cancelTimer();
    this.#onInterrupt = callback;
  }

  /** Removes timer and listener. Safe to call more than once. */
  close(): void {
    this.#onInterrupt = undefined;
    this.#cancelTimer();
    this.#unlink();
  }

  #interrupt(reason: unknown): void {
    if (this.signal.aborted) return;
    this.#reject(reason);
    this.#onInterrupt?.(reason);
    this.#controller.abort(reason);
  }
}
