/** Time as sessions and retries see it. Injected, so that tests need not wait. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /** Calls back once after `delayMs`. @returns What cancels it; safe to call at any time. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** Longest delay that timers take, in milliseconds; beyond it they would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** The runtime's own clock and timers. A pending timer keeps the process alive: somebody awaits its effect. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    return () => clearTimeout(timer);
  },
};
