import type { AppendAck, AppendTicket, U64 } from "@s2kit/core";
import type { EncodedBatch } from "../wire/append-input.js";

/** What a settled ticket has in place of its batch. */
const LET_GO: EncodedBatch = {
  frame: /* @__PURE__ */ new Uint8Array(0),
  recordsEnd: 0,
  recordCount: 0,
  meteredBytes: 0,
  matchSeqNum: undefined,
  fencingToken: undefined,
};

/** The promise of an acknowledgement, for everyone who asked. */
class Waiter {
  readonly promise: Promise<AppendAck>;
  resolve!: (ack: AppendAck) => void;
  #reject!: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.#reject = reject;
    });
  }

  fail(reason: unknown): void {
    // Whoever awaits the promise sees the failure; nobody awaiting it is no reason to end the process.
    this.promise.catch(ignore);
    this.#reject(reason);
  }
}

/**
 * One batch in an append session: what is sent, where it stands, and who waits for it.
 * The promise is made only when somebody asks for it.
 */
export class BatchTicket implements AppendTicket {
  /**
   * @internal The encoded batch, kept until it is settled, because it may have to be sent again byte for byte.
   * Empty afterwards: who keeps tickets does not keep what was sent.
   */
  encoded: EncodedBatch;
  readonly meteredBytes: number;
  /** @internal The capacity that the batch takes until it is settled; a permit may have kept more than the batch needs. */
  readonly heldBytes: number;
  /** @internal The connection that it was sent on last; 0 when it waits to be sent. */
  connection = 0;
  /** @internal How often it was sent. */
  sends = 0;
  /** @internal When it was sent there; meaningless while `connection` is 0. */
  sentAt = 0;
  #maybeApplied = false;
  #ack: AppendAck | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #onTold: (() => void) | undefined;
  /** Kept when the batch itself is let go of. */
  #pinnedTo: U64 | undefined;
  #waiter: Waiter | undefined;

  /** @internal */
  constructor(encoded: EncodedBatch, heldBytes: number = encoded.meteredBytes) {
    this.encoded = encoded;
    this.meteredBytes = encoded.meteredBytes;
    this.heldBytes = heldBytes;
  }

  /** Where the batch stands. */
  get state(): "pending" | "acked" | "failed" {
    if (this.#ack !== undefined) return "acked";
    return this.#failure === undefined ? "pending" : "failed";
  }

  /**
   * The batch may be on the stream although no acknowledgement came. Worth a look after a failure:
   * it holds over all attempts, also when `ack()` rejects with the reason of an abort signal.
   */
  get maybeApplied(): boolean {
    return this.#maybeApplied;
  }

  /**
   * Exactly-once sessions: the sequence number that the batch's first record gets or would have got; `undefined` until
   * it is known. When the session gave up on a batch that may have been applied, it was applied exactly if its records
   * are there once the tail is beyond; while the tail is there, a session with this `startSeqNum` may send it again.
   */
  get pinnedTo(): U64 | undefined {
    return this.#pinnedTo ?? this.encoded.matchSeqNum;
  }

  /** @internal Calls back when somebody learns of the batch's failure, at once if they asked before. */
  whenTold(callback: () => void): void {
    if (this.#waiter !== undefined) callback();
    else this.#onTold = callback;
  }

  /** Resolves when the batch is durable. See {@link AppendTicket.ack}. */
  ack(): Promise<AppendAck> {
    if (this.#waiter === undefined) {
      if (this.#ack !== undefined) return Promise.resolve(this.#ack);
      this.#waiter = new Waiter();
      if (this.#failure !== undefined) {
        this.#onTold?.();
        this.#waiter.fail(this.#failure.reason);
      }
    }
    return this.#waiter.promise;
  }

  /** @internal An attempt ended without certainty. Sticky. */
  taint(): void {
    this.#maybeApplied = true;
  }

  /** @internal It was found out that the batch was not applied, by any attempt. */
  clear(): void {
    this.#maybeApplied = false;
  }

  /** @internal */
  settle(ack: AppendAck): void {
    this.#ack = ack;
    this.#maybeApplied = false;
    this.#pinnedTo = this.encoded.matchSeqNum;
    this.encoded = LET_GO;
    this.#waiter?.resolve(ack);
  }

  /** @internal */
  fail(reason: unknown): void {
    this.#failure = { reason };
    this.#pinnedTo = this.encoded.matchSeqNum;
    this.encoded = LET_GO;
    this.#waiter?.fail(reason);
  }
}

function ignore(): void {
  // The handler on a promise that nobody may be waiting for.
}
