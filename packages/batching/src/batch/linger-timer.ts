import type { Clock } from "@s2kit/core";

/** Calls back once, `lingerMs` after it was started, unless it is stopped before. */
export class LingerTimer {
  readonly #lingerMs: number;
  readonly #clock: Clock;
  readonly #onElapsed: () => void;
  #cancel: (() => void) | undefined;

  constructor(lingerMs: number, clock: Clock, onElapsed: () => void) {
    this.#lingerMs = lingerMs;
    this.#clock = clock;
    this.#onElapsed = onElapsed;
  }

  /** Starts anew, from now. Without effect when the linger time is `Infinity`. */
  start(): void {
    this.stop();
    if (this.#lingerMs === Number.POSITIVE_INFINITY) return;
    const cancel = this.#clock.schedule(this.#lingerMs, () => {
      // A callback that was under way when it was cancelled belongs to an older batch.
      if (this.#cancel !== cancel) return;
      this.#cancel = undefined;
      this.#onElapsed();
    });
    this.#cancel = cancel;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
