import { type AppendAck, InterferenceError, S2Error, TransportError, type U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import { repin } from "../wire/append-input.js";
import type { BatchTicket } from "./batch-ticket.js";
import { type Look, type Lookout, lookAt } from "./read-back.js";
import type { TicketQueue } from "./ticket-queue.js";

/** What to do when another writer appends in between. */
export type OnInterference =
  /** Reject this batch and all after it: they are certainly not on the stream. */
  | "fail"
  /** Go on behind the other writer's records: each batch once, in order. */
  | "rebase";

/**
 * What follows from a look: an error with which the session has to end, or going on, with or without having learnt
 * something. `rebased`: behind another writer's records.
 */
export type Decision = { readonly error: S2Error } | { readonly learnt: boolean; readonly rebased?: boolean };

/** How a look ended. */
export type LookEvent =
  | { readonly type: "looked"; readonly look: Look }
  | { readonly type: "lookFailed"; readonly error: S2Error };

/** The batches of a session that are not settled. */
export interface UnsettledBatches {
  readonly queue: TicketQueue;
  /** The oldest batch is on the stream. */
  settleFirst(ack: AppendAck): void;
}

/**
 * The exactly-once protocol: every batch is pinned to the sequence number that it must get (`match_seq_num`), a resend
 * keeps the pin, and so a request taken for dead and its resend can never both succeed. A batch is decided as soon as
 * the tail is beyond its pin: it was applied exactly if the records there are its own.
 */
export class Pinning {
  readonly #onInterference: OnInterference;
  /** What the next batch will be pinned to; unknown until the tail was looked at. */
  #next: U64 | undefined;
  /** Why the stream has to be looked at before anything is sent again. */
  #conflict: S2Error | undefined;

  constructor(onInterference: OnInterference, startSeqNum: U64 | undefined) {
    this.#onInterference = onInterference;
    this.#next = startSeqNum;
  }

  /** The stream has to be looked at before the next connection. */
  get needsLook(): boolean {
    return this.#next === undefined || this.#conflict !== undefined;
  }

  /** Pins a batch that was just submitted, if its place is known already. */
  pin(ticket: BatchTicket): void {
    if (this.#next === undefined) return;
    ticket.encoded = repin(ticket.encoded, this.#next);
    this.#next = addU64(this.#next, ticket.encoded.recordCount);
  }

  /** True when the error says that the stream is not as we expected: only a look can tell what was applied. */
  mustLookAfter(error: S2Error): boolean {
    if (error.code !== "seq_num_mismatch" && error.code !== "fencing_token_mismatch") return false;
    this.#conflict = error;
    return true;
  }

  /**
   * Where reading back has to begin: the pin of the first batch that may have been applied.
   * `undefined` when only the tail is of interest.
   */
  lookFrom(session: UnsettledBatches): U64 | undefined {
    const first = session.queue.first;
    return first?.maybeApplied === true ? first.encoded.matchSeqNum : undefined;
  }

  /**
   * Looks at the stream, as {@link lookAt} does. Here, so that a session without exactly-once delivery has no code for it.
   *
   * @param told - Called once, with what the look showed or why it failed.
   * @returns Drops the look: nothing is told any more.
   */
  look(lookout: Lookout, from: U64 | undefined, limit: number, told: (event: LookEvent) => void): () => void {
    const looking = new AbortController();
    const tell = (event: LookEvent): void => {
      if (!looking.signal.aborted) told(event);
    };
    lookAt(lookout, from, limit, looking.signal).then(
      (look) => tell({ type: "looked", look }),
      (error: unknown) => tell({ type: "lookFailed", error: asS2Error(error) }),
    );
    return () => looking.abort();
  }

  /** Decides what the look allows to decide. */
  decide(session: UnsettledBatches, look: Look): Decision {
    const conflict = this.#conflict;
    this.#conflict = undefined;
    if (this.#next === undefined) {
      this.#pinAll(session, look.tail);
      return { learnt: true };
    }
    const before = session.queue.length;
    const blocked = this.#settleApplied(session, look);
    if (blocked === "gone") return { error: undecidable() };
    const first = session.queue.first?.encoded.matchSeqNum;
    if (first !== undefined && look.tail < first && conflict?.code === "seq_num_mismatch") {
      return { error: shrunk(first, look.tail) };
    }
    // A batch is only ever sent behind those before it, so what is behind a batch that was not applied was not either.
    if (blocked !== undefined) for (let at = 0; at < session.queue.length; at++) session.queue.at(at)?.clear();
    // The token is not ours any more, so nothing of ours that is still on its way can be applied.
    if (conflict?.code === "fencing_token_mismatch") return { error: conflict };
    if (blocked === undefined) return { learnt: session.queue.length < before };
    if (this.#onInterference === "fail") return { error: new InterferenceError(blocked, look.tail, conflict) };
    this.#pinAll(session, look.tail);
    return { learnt: true, rebased: true };
  }

  /** Takes batches that are on the stream out of the queue. Returns the pin of the first that cannot get its place. */
  #settleApplied(session: UnsettledBatches, look: Look): U64 | "gone" | undefined {
    for (let ticket = session.queue.first; ticket !== undefined; ticket = session.queue.first) {
      const pin = ticket.encoded.matchSeqNum as U64;
      if (look.tail <= pin) return undefined;
      if (!ticket.maybeApplied) return pin;
      const finding = look.find(ticket);
      if (finding === "gone") return "gone";
      if (finding === "different") return pin;
      session.settleFirst(finding);
    }
    return undefined;
  }

  #pinAll(session: UnsettledBatches, from: U64): void {
    this.#next = from;
    for (let index = 0; index < session.queue.length; index++) this.pin(session.queue.at(index) as BatchTicket);
  }
}

function asS2Error(error: unknown): S2Error {
  if (S2Error.is(error)) return error;
  return new TransportError("the stream could not be read back", { code: "protocol_error", cause: error });
}

function undecidable(): S2Error {
  return new TransportError("the records that would tell whether a batch was applied were trimmed", {
    code: "undecidable",
    maybeApplied: true,
  });
}

function shrunk(expected: U64, tail: U64): S2Error {
  return new TransportError(`the tail is ${tail}, before ${expected}: the stream was replaced by another`, {
    code: "undecidable",
    maybeApplied: true,
  });
}
