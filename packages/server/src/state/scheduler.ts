import type { Clock, Timer } from "../clock.js";

/** Runs background work later, and forgets all of it when closed. */
export class Scheduler {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Calls `task` once after a delay; never when the scheduler is closed or the timer cancelled by then. */
  after(delayMs: number, task: () => void): Timer {
    if (this.#closed) return { cancel: () => undefined };
    const timer = this.#clock.setTimer(() => {
      this.#timers.delete(timer);
      task();
    }, delayMs);
    this.#timers.add(timer);
    return {
      cancel: () => {
        timer.cancel();
        this.#timers.delete(timer);
      },
    };
  }

  /** Cancels everything that is still waiting. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
