import type { Clock, Timer } from "./clock.js";

interface ManualTimer extends Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to move: pass it to `startServer` and `advance` through a week of
 * retention or a minute of heartbeats at once.
 */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #timers = new Set<ManualTimer>();

  /** @param startMs - Milliseconds since the Unix epoch; 1_700_000_000_000 unless given. */
  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Timers that have neither fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer: ManualTimer = {
      dueMs: this.#nowMs + Math.max(0, delayMs),
      callback,
      cancel: () => this.#timers.delete(timer),
    };
    this.#timers.add(timer);
    return timer;
  }

  /**
   * Moves time forward and fires what falls due, in order of due time. Promises that a timer settles are given a turn
   * of the event loop before the next timer fires, so code that re-arms a timer sees the intermediate time.
   */
  async advance(byMs: number): Promise<void> {
    const targetMs = this.#nowMs + byMs;
    for (;;) {
      await new Promise(setImmediate);
      const next = this.#nextDue(targetMs);
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#timers.delete(next);
      next.callback();
    }
    this.#nowMs = targetMs;
  }

  #nextDue(targetMs: number): ManualTimer | undefined {
    let next: ManualTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= targetMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }
}
