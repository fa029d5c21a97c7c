interface ImmediateTimer {
  setImmediate?(callback: () => void): unknown;
}

/** Resolves in a later turn of the event loop: by then sockets and timers have had theirs. */
export function nextTurn(): Promise<void> {
  const { setImmediate = setTimeout } = globalThis as ImmediateTimer;
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Tells when it is time for {@link nextTurn}. A loop that awaits only what is resolved already never leaves its turn of
 * the event loop: nothing it wrote gets sent, no answer is read, and what waits for answers piles up.
 */
export class FairShare {
  readonly #limit: number;
  #used = 0;

  /** @param limit - How much may be done in one turn. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Something was done. @returns Whether the turn is used up; the next one begins with this answer. */
  use(amount: number): boolean {
    this.#used += amount;
    if (this.#used < this.#limit) return false;
    this.#used = 0;
    return true;
  }
}
