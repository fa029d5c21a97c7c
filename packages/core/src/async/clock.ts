/** Time as sessions and retries see it. Injected, so that tests need not wait. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /**
   * Calls back once after `delayMs`. @returns What cancels it; safe to call at any time.
   *
   * @param keepAlive - Whether the process must not end before. Default true: somebody awaits the effect.
   */
  schedule(delayMs: number, callback: () => void, keepAlive?: boolean | undefined): () => void;
}

/** Longest delay that timers take, in milliseconds; beyond it they would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** What Node, Bun and Deno return for a timer; browsers return a number. */
interface RefTimer {
  unref(): unknown;
}

/** The runtime's own clock and timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(delayMs, callback, keepAlive = true) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    if (!keepAlive && typeof timer === "object") (timer as unknown as RefTimer).unref();
    return () => clearTimeout(timer);
  },
};
