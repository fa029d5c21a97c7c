import { SessionClosedError } from "@s2kit/core";

/** How something that runs over a client's connections is ended together with them. */
export interface Ending<T> {
  /** Nothing is left to be ended, or to be told. */
  isOver(target: T): boolean;
  /** In an orderly way: what was taken on is completed. Rejects with a failure that nobody has seen, also an earlier one. */
  close(target: T, reason: SessionClosedError): Promise<void>;
  /** At once. */
  abort(target: T, reason: SessionClosedError): void;
}

interface Entry {
  /** Undefined when it is gone, or over. */
  open(): object | undefined;
  readonly ending: Ending<object>;
  /** Holds what it has still to send, and closes it; once that is over it has to be closed like any other. */
  feeder: Entry | undefined;
}

/** So many entries are kept before those that are over are looked for. */
const SWEEP_AT = 64;

/**
 * What runs over a client's connections, to be ended with them. Keeps nothing alive where the runtime can do that:
 * whatever has something to complete is held by its connection or its timer.
 */
export class OpenSessions {
  #entries: Entry[] = [];
  #sweepAt = SWEEP_AT;
  #isClosed = false;
  #isOver = false;

  /** How many are kept; some of them may be over. */
  get size(): number {
    return this.#entries.length;
  }

  /** For what is to be opened. @throws `session_closed` as soon as closing has begun. */
  refuseWhenClosed(): void {
    if (this.#isClosed) throw clientClosed();
  }

  /**
   * For requests. What is open makes some to its end: a connection anew, a look at the stream, the next batch.
   *
   * @throws `session_closed` once everything has ended.
   */
  refuseWhenOver(): void {
    if (this.#isOver) throw clientClosed();
  }

  /** Adds what was just opened. */
  add<T extends object>(target: T, ending: Ending<T>): void {
    if (this.#entries.length >= this.#sweepAt) {
      this.#entries = this.#entries.filter((entry) => entry.open() !== undefined);
      this.#sweepAt = Math.max(SWEEP_AT, this.#entries.length * 2);
    }
    const get = hold(target);
    const open = (): T | undefined => {
      const held = get();
      return held === undefined || ending.isOver(held) ? undefined : held;
    };
    this.#entries.push({ open, ending: ending as Ending<object>, feeder: undefined });
  }

  /** Adds what holds records for an open session and closes it when it is closed itself. */
  addFeeder<T extends object>(session: object, feeder: T, ending: Ending<T>): void {
    const fed = this.#entries.find((entry) => entry.open() === session);
    this.add(feeder, ending);
    if (fed !== undefined) fed.feeder = this.#entries.at(-1);
  }

  /**
   * Opens nothing more, and waits until everything that is open has ended in an orderly way.
   *
   * @throws The first failure that nobody has seen, after all have ended.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closing: Promise<void>[] = [];
    for (const { open, ending, feeder } of this.#entries) {
      const target = feeder?.open() === undefined ? open() : undefined;
      if (target !== undefined) closing.push(ending.close(target, clientClosed()));
    }
    const outcomes = await Promise.allSettled(closing);
    this.abort();
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }

  /** Opens nothing more, and ends everything at once. */
  abort(): void {
    this.#isClosed = true;
    this.#isOver = true;
    // In the order of opening: sessions know best what has left, and what feeds them learns it from them.
    for (const { open, ending } of this.#entries) {
      const target = open();
      if (target !== undefined) ending.abort(target, clientClosed());
    }
    this.#entries = [];
  }
}

/** The error of what is refused, or ended, because its client was closed. */
export function clientClosed(): SessionClosedError {
  return new SessionClosedError("the client is closed");
}

/** Weakly where the runtime has weak references. */
function hold<T extends object>(target: T): () => T | undefined {
  if (typeof WeakRef === "undefined") return () => target;
  const reference = new WeakRef(target);
  return () => reference.deref();
}
