import { SessionClosedError, type StreamPosition } from "@s2kit/core";
import { onAbort, type Unlink } from "@s2kit/core/internal";

interface Waiter {
  resolve(tail: StreamPosition): void;
  reject(reason: unknown): void;
  readonly unlink: Unlink;
}

/**
 * Whether the consumer has been given everything up to a tail that the service told of.
 * Moves with what is handed out, not with what has arrived.
 */
export class CaughtUp {
  #tail: StreamPosition | undefined;
  #waiters: Waiter[] = [];
  #over: { readonly reason: unknown } | undefined;

  get isCaughtUp(): boolean {
    return this.#tail !== undefined;
  }

  /** Callers that wait. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /**
   * Resolves with the tail that was reached; at once when nothing is behind it now.
   *
   * @param signal - Ends this wait, and nothing is left of it.
   */
  wait(signal?: AbortSignal | undefined): Promise<StreamPosition> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#tail !== undefined) return Promise.resolve(this.#tail);
    if (this.#over !== undefined) return Promise.reject(this.#over.reason);
    return new Promise((resolve, reject) => {
      const unlink = onAbort(signal, (reason) => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(reason);
      });
      const waiter: Waiter = { resolve, reject, unlink };
      this.#waiters.push(waiter);
    });
  }

  reached(tail: StreamPosition): void {
    if (this.#over !== undefined) return;
    this.#tail = tail;
    for (const waiter of this.#settled()) waiter.resolve(tail);
  }

  behind(): void {
    if (this.#over === undefined) this.#tail = undefined;
  }

  /**
   * Nothing comes any more. Who is caught up stays so when there is no reason; everyone else is told that it is over.
   *
   * @param reason - What the session failed with: nobody will be caught up any more.
   */
  end(reason?: unknown): void {
    if (this.#over !== undefined) return;
    const failed = reason !== undefined;
    if (failed) this.#tail = undefined;
    const told = failed ? reason : new SessionClosedError("the read session ended before it reached the tail");
    this.#over = { reason: told };
    for (const waiter of this.#settled()) waiter.reject(told);
  }

  /** Takes all who wait from the list. */
  #settled(): Waiter[] {
    for (const { unlink } of this.#waiters) unlink();
    return this.#waiters.splice(0);
  }
}
