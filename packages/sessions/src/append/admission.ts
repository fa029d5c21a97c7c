import { onAbort } from "@s2kit/core/internal";

/** How much may be unacknowledged at a time. */
export interface AdmissionLimits {
  readonly maxBytes: number;
  readonly maxBatches: number;
}

interface Waiter {
  readonly bytes: number;
  readonly batches: number;
  admit(): void;
  refuse(reason: unknown): void;
}

/**
 * Capacity of an append session, granted strictly in the order of asking: a small batch never overtakes a large one.
 * Capacity is held from admission until {@link release}.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  #bytes = 0;
  #batches = 0;
  readonly #waiters: Set<Waiter> = new Set();
  #closed: { readonly reason: unknown } | undefined;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Metered bytes that are admitted and not released. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Batches that are admitted and not released. */
  get batches(): number {
    return this.#batches;
  }

  /** Callers that wait for capacity. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Whether {@link tryAcquire} would succeed now. */
  hasRoom(bytes: number): boolean {
    return this.#closed === undefined && this.#waiters.size === 0 && this.#fits(bytes, 1);
  }

  /** Takes capacity at once, unless there is too little or somebody was first. */
  tryAcquire(bytes: number): boolean {
    if (!this.hasRoom(bytes)) return false;
    this.#take(bytes, 1);
    return true;
  }

  /**
   * Takes capacity as soon as it is this caller's turn. `onAdmitted` runs in that very moment, before anyone else is admitted.
   * Rejects with `signal.reason`, or with the reason given to {@link close}.
   */
  acquire<T>(bytes: number, onAdmitted: () => T, signal?: AbortSignal | undefined): Promise<T> {
    return this.#enqueue(bytes, 1, onAdmitted, signal);
  }

  /** Resolves when everyone who asked before has been admitted or has given up. */
  turn(): Promise<void> {
    return this.#enqueue(0, 0, () => undefined, undefined);
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
    this.#batches--;
    this.#admitWaiting();
  }

  /** Refuses everyone who waits and everyone who comes, with this reason. */
  close(reason: unknown): void {
    if (this.#closed !== undefined) return;
    this.#closed = { reason };
    for (const waiter of this.#waiters) waiter.refuse(reason);
    this.#waiters.clear();
  }

  #enqueue<T>(bytes: number, batches: number, onAdmitted: () => T, signal: AbortSignal | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#closed !== undefined) return reject(this.#closed.reason);
      const waiter: Waiter = {
        bytes,
        batches,
        admit: () => {
          unlink();
          try {
            resolve(onAdmitted());
          } catch (error) {
            reject(error);
          }
        },
        refuse: (reason) => {
          unlink();
          reject(reason);
        },
      };
      this.#waiters.add(waiter);
      const unlink = onAbort(signal, (reason) => {
        this.#waiters.delete(waiter);
        reject(reason);
        // Those behind may fit where this one did not.
        this.#admitWaiting();
      });
      this.#admitWaiting();
    });
  }

  #admitWaiting(): void {
    for (const waiter of this.#waiters) {
      if (this.#closed !== undefined || !this.#fits(waiter.bytes, waiter.batches)) return;
      this.#waiters.delete(waiter);
      this.#take(waiter.bytes, waiter.batches);
      waiter.admit();
    }
  }

  #take(bytes: number, batches: number): void {
    this.#bytes += bytes;
    this.#batches += batches;
  }

  #fits(bytes: number, batches: number): boolean {
    if (batches === 0) return true;
    return this.#bytes + bytes <= this.#limits.maxBytes && this.#batches + batches <= this.#limits.maxBatches;
  }
}
