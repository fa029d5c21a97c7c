import { type Fault, type FaultActionName, type FaultMoment, type FaultTarget, momentOf } from "./fault.js";

/** A fault in the script. */
export interface ScriptedFault {
  readonly fault: Fault;
  /** How often it has struck. */
  readonly injected: number;
  /** Resolves when it strikes for the first time. */
  readonly struck: Promise<void>;
  /** Takes it out of the script; what it has done stays done. */
  remove(): void;
}

/** What a fault can be aimed at. */
export interface FaultSubject {
  readonly target: FaultTarget;
  readonly basin: string | undefined;
  readonly stream: string | undefined;
  readonly protocol: "http/1.1" | "h2";
}

/**
 * What shall go wrong, and when. Faults are tried in the order in which they were pushed; at each moment of a request
 * at most one strikes, and it is used up after `count` strikes.
 *
 * ```ts
 * server.faults.push({ on: "append", at: "after-commit", action: "drop-connection" });
 * ```
 */
export class FaultScript {
  readonly #entries = new Set<Entry>();
  readonly #injected = new Map<FaultActionName, number>();

  /**
   * Adds a fault. It can strike from the next moment on, requests in progress included.
   *
   * @throws `RangeError` when one of its numbers makes no sense.
   */
  push(fault: Fault): ScriptedFault {
    validateFault(fault);
    const entry = new Entry(fault, () => this.#entries.delete(entry));
    this.#entries.add(entry);
    return entry;
  }

  /** Removes all faults that are left. */
  clear(): void {
    this.#entries.clear();
  }

  /** Faults that can still strike. */
  get pending(): number {
    return this.#entries.size;
  }

  /** How often faults have struck since the server started, by action; actions that never did are missing. */
  get injected(): Readonly<Partial<Record<FaultActionName, number>>> {
    return Object.fromEntries(this.#injected);
  }

  /** Finds what strikes now, and counts it. */
  take(subject: FaultSubject, moment: FaultMoment): Fault | undefined {
    for (const entry of this.#entries) {
      if (!entry.strikes(subject, moment)) continue;
      const { fault } = entry;
      this.#injected.set(fault.action, (this.#injected.get(fault.action) ?? 0) + 1);
      return fault;
    }
    return undefined;
  }
}

class Entry implements ScriptedFault {
  readonly fault: Fault;
  readonly struck: Promise<void>;
  readonly remove: () => void;
  #toPass: number;
  #left: number;
  #injected = 0;
  #announce: () => void = () => undefined;

  constructor(fault: Fault, remove: () => void) {
    this.fault = fault;
    this.remove = remove;
    this.#toPass = fault.after ?? 0;
    this.#left = fault.count ?? 1;
    this.struck = new Promise((resolve) => {
      this.#announce = resolve;
    });
  }

  get injected(): number {
    return this.#injected;
  }

  strikes(subject: FaultSubject, moment: FaultMoment): boolean {
    if (!this.#matches(subject, moment) || this.#left <= 0) return false;
    if (this.#toPass > 0) {
      this.#toPass--;
      return false;
    }
    this.#left--;
    this.#injected++;
    if (this.#left <= 0) this.remove();
    this.#announce();
    return true;
  }

  #matches({ target, basin, stream, protocol }: FaultSubject, moment: FaultMoment): boolean {
    const { fault } = this;
    if (momentOf(fault) !== moment) return false;
    if (fault.action === "goaway" && protocol !== "h2") return false;
    if (fault.on !== "any" && fault.on !== target) return false;
    if (fault.basin !== undefined && fault.basin !== basin) return false;
    if (fault.stream === undefined) return true;
    if (stream === undefined) return false;
    // Not `test`, which remembers where it left off when the expression is global.
    return typeof fault.stream === "string" ? fault.stream === stream : stream.search(fault.stream) >= 0;
  }
}

function validateFault(fault: Fault): void {
  const atLeast = (name: string, value: number | undefined, least: number): void => {
    if (value !== undefined && !(value >= least)) throw new RangeError(`${name} of a fault must be at least ${least}`);
  };
  atLeast("count", fault.count, 1);
  atLeast("after", fault.after, 0);
  if (fault.action === "delay") atLeast("delayMs", fault.delayMs, 0);
  if (fault.action === "slow" || fault.action === "read-slowly") {
    atLeast("pauseMs", fault.pauseMs, 0);
    atLeast("chunkBytes", fault.chunkBytes, 1);
  }
  if (fault.action === "respond" && !(fault.status >= 200 && fault.status <= 599)) {
    throw new RangeError("status of a fault must be 200 to 599");
  }
}
