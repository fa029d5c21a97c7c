import type { Call, HistoryEvent, Result } from "./history-event.js";

/**
 * Client ids that a history may have. Each operation whose end is unknown keeps its id for good and stays open to the
 * end, and each open one multiplies the work of whoever checks the history.
 */
export const MAX_CLIENTS = 20;

/** An operation that was started. */
export interface OpenOperation {
  readonly clientId: number;
  readonly opId: number;
}

/** Writes down what clients of one stream do, in the order in which it sees it. */
export class HistoryRecorder {
  readonly #write: (event: HistoryEvent) => void;
  readonly #unknown: HistoryEvent[] = [];
  readonly #open = new Map<number, number>();
  #clients = 0;
  #operations = 0;
  #ended = false;

  /** @param write - Gets every event, in the order of the history. */
  constructor(write: (event: HistoryEvent) => void) {
    this.#write = write;
  }

  /** Operations that were started. */
  get operations(): number {
    return this.#operations;
  }

  /** Appends that may have been applied. */
  get unknown(): number {
    return this.#unknown.length;
  }

  /** An id for a client that begins, or that goes on after it did not learn how its append ended. `undefined`: no more. */
  newClient(): number | undefined {
    return this.#clients < MAX_CLIENTS ? this.#clients++ : undefined;
  }

  /**
   * Puts what is on the stream already into one append that succeeded, because the checker begins with an empty stream.
   *
   * @throws when something was written down before.
   */
  existing(recordHashes: readonly bigint[]): void {
    const clientId = this.newClient();
    if (clientId !== 0 || this.#operations > 0) throw new Error("what exists comes first");
    const call = { recordHashes, setFencingToken: undefined, fencingToken: undefined, matchSeqNum: undefined };
    this.finish(this.start(clientId, { kind: "append", ...call }), { kind: "appended", tail: recordHashes.length });
  }

  /** Call it before anything is sent. @throws when the client has an operation open. */
  start(clientId: number, call: Call): OpenOperation {
    if (this.#open.has(clientId)) throw new Error(`client ${clientId} has an operation open`);
    const opId = this.#operations++;
    this.#open.set(clientId, opId);
    this.#write({ clientId, opId, start: call });
    return { clientId, opId };
  }

  /** Call it when the answer has come. After `maybeAppended` the client must go on under a new id. */
  finish({ clientId, opId }: OpenOperation, result: Result): void {
    if (this.#open.get(clientId) !== opId) throw new Error(`operation ${opId} of client ${clientId} is not open`);
    if (result.kind === "maybeAppended") {
      // It may take effect at any time, so that it stays open until the history ends.
      this.#unknown.push({ clientId, opId, finish: result });
      return;
    }
    this.#open.delete(clientId);
    this.#write({ clientId, opId, finish: result });
  }

  /** Ends the history. @throws when an operation has no result. */
  end(): void {
    if (this.#ended) return;
    if (this.#open.size > this.#unknown.length) throw new Error("an operation has no result yet");
    this.#ended = true;
    for (const event of this.#unknown) this.#write(event);
  }
}
