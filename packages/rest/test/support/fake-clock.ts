import type { Clock } from "@s2kit/core";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that moves only when it is told to. Knows its timers, so that one left behind is seen. */
export class FakeClock implements Clock {
  /** By how much every timer fires late, in milliseconds. */
  lateMs = 0;
  #now = 0;
  readonly #timers: Set<Timer> = new Set();

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass, firing what is due on the way. */
  async advance(ms: number): Promise<void> {
    await idle();
    const end = this.#now + ms;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at + this.lateMs);
      this.#timers.delete(next);
      next.callback();
      await idle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Jumps from timer to timer until the promise settles. What waits for something else than time may take real time. */
  async settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
    let settled = false;
    const result = Promise.allSettled([promise]).then(([it]) => {
      settled = true;
      return it;
    });
    for (;;) {
      await idle();
      if (settled) return await result;
      const next = this.#next();
      if (next !== undefined) await this.advance(next.at - this.#now);
    }
  }

  #next(): Timer | undefined {
    return [...this.#timers].sort((one, other) => one.at - other.at)[0];
  }
}

/** Resolves when everything that is ready to run has run. */
export async function idle(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}
