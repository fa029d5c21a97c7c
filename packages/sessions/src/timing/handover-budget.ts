/** After this long a service may advise once more, in milliseconds. */
const ADVICE_INTERVAL_MS = 60_000;

/**
 * How often a session moves to another connection because the service asks for it, without spending its retry budget:
 * reconnect advice once a minute, and one `server_draining` for each stretch without progress.
 * A host that drains for ever is thereby met with backoff and an end, like any other failure.
 */
export class HandoverBudget {
  #advisedAt: number | undefined;
  #drained = false;

  /** Whether advice given now shall be followed. */
  takeAdvice(now: number): boolean {
    if (this.#advisedAt !== undefined && now - this.#advisedAt < ADVICE_INTERVAL_MS) return false;
    this.#advisedAt = now;
    return true;
  }

  /** Whether this `server_draining` is answered by reconnecting at once. */
  takeDrain(): boolean {
    if (this.#drained) return false;
    this.#drained = true;
    return true;
  }

  /** Something was achieved since: the next drain is a new one. */
  progressed(): void {
    this.#drained = false;
  }
}
