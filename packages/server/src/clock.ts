/** A running timer. */
export interface Timer {
  /** Stops the timer; its callback never runs afterwards. Idempotent. */
  cancel(): void;
}

/** Everything the server knows about time. Replace it to make retention, heartbeats and waits deterministic in tests. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once, `delayMs` from now. */
  setTimer(callback: () => void, delayMs: number): Timer;
}

/** Node fires a timer with a longer delay at once. */
const LONGEST_NODE_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock and Node's timers, without Node's limit of 24.8 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    let handle: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      const stepMs = Math.min(remainingMs, LONGEST_NODE_TIMEOUT_MS);
      handle = setTimeout(() => (remainingMs > stepMs ? arm(remainingMs - stepMs) : callback()), Math.max(0, stepMs));
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};
