import type { S2Error } from "@s2kit/core";
import { renewsToken } from "../transport/target.js";

/** After this long a service may advise once more, in milliseconds. */
const ADVICE_INTERVAL_MS = 60_000;

/**
 * How often a session moves to another connection at once, without spending its retry budget: for reconnect advice once a
 * minute; for a new token, and away from a host that drains, once for each stretch without progress.
 * A host that drains for ever is thereby met with backoff and an end, like any other failure.
 */
export class HandoverBudget {
  #advisedAt: number | undefined;
  #drained = false;
  #renewed = false;

  /** Whether advice given now shall be followed. */
  takeAdvice(now: number): boolean {
    if (this.#advisedAt !== undefined && now - this.#advisedAt < ADVICE_INTERVAL_MS) return false;
    this.#advisedAt = now;
    return true;
  }

  /** Whether this error is answered by connecting at once. */
  takeFreeTry(error: S2Error): boolean {
    if (renewsToken(error)) {
      if (this.#renewed) return false;
      this.#renewed = true;
      return true;
    }
    if (error.code !== "server_draining" || this.#drained) return false;
    this.#drained = error.retryable;
    return error.retryable;
  }

  /** Something was achieved since: the next drain is a new one, and so is the next refused token. */
  progressed(): void {
    this.#drained = false;
    this.#renewed = false;
  }
}
