import {
  type AppendAck,
  type AppendRetryPolicy,
  type ResolvedRetryPolicy,
  type S2Error,
  TransportError,
  type U64,
} from "@s2kit/core";
import { backoffMs } from "@s2kit/core/internal";
import { HandoverBudget } from "../timing/handover-budget.js";
import { renewsToken } from "../transport/target.js";
import { checkAck } from "./ack-check.js";
import type { BatchTicket } from "./batch-ticket.js";
import type { LookEvent, Pinning } from "./exactly-once.js";
import type { Look } from "./read-back.js";
import { TicketQueue } from "./ticket-queue.js";

/**
 * Where an append session stands.
 *
 * - `idle`: no connection, nothing to send.
 * - `open`: a connection is there or being made; what is submitted is sent at once.
 * - `handover`: the service asked us to move; the old connection still acknowledges, new batches wait for the next one.
 * - `waiting`: pausing before the next connection or look.
 * - `looking`: exactly-once only; the stream is read back to find out what was applied.
 * - `finishing`: everything is acknowledged, the connection is being ended in an orderly way.
 * - `closed`, `failed`: over.
 */
export type AppendState = "idle" | "open" | "handover" | "waiting" | "looking" | "finishing" | "closed" | "failed";

/** What can happen to an append session. */
export type AppendEvent =
  | { readonly type: "submit"; readonly ticket: BatchTicket }
  | { readonly type: "connected" }
  | { readonly type: "acked"; readonly ack: AppendAck; readonly advised: boolean }
  | { readonly type: "ended" }
  | { readonly type: "failed"; readonly error: S2Error }
  | LookEvent
  | { readonly type: "wake" }
  | { readonly type: "close" }
  /** The caller's reason is passed on as it is; `drop` is the same for reasons of ours, told to each batch with its verdict. */
  | { readonly type: "abort"; readonly reason: unknown }
  | { readonly type: "drop"; readonly error: S2Error };

/** What the machine asks its shell to do. Connections are named by number; events of older ones are not passed on. */
export interface AppendEffects {
  now(): number;
  random(): number;
  connect(connection: number): void;
  send(ticket: BatchTicket): void;
  /** Half-closes the current connection. */
  finish(): void;
  /** Drops the current connection; `tooSilent` when an acknowledgement is overdue there. */
  cancel(tooSilent?: boolean): void;
  /** Reads the tail, and what is on the stream from `from` on; answered by `looked` or `lookFailed`. */
  look(from: U64 | undefined): void;
  /** Drops the look under way. */
  cancelLook(): void;
  /** Delivers a `wake` at or after this time; `undefined` when there is nothing to wait for. Replaces the one before. */
  wakeAt(time: number | undefined): void;
  /** The service has taken a batch that was sent once: no connection of ours will read its frame any more. */
  spare(frame: Uint8Array): void;
  /** A batch is settled: its capacity is free again. Without an acknowledgement there is a reason, and the session is over. */
  settled(ticket: BatchTicket, ack: AppendAck | undefined, reason?: unknown): void;
  /** The session is over; `error` tells why, unless it was closed. Called once. */
  over(error: unknown): void;
}

/** What an append session is told at its start. */
export interface AppendMachineOptions {
  readonly retry: ResolvedRetryPolicy;
  /** Longest wait for an acknowledgement after a batch was sent, in milliseconds. */
  readonly ackTimeoutMs: number;
  /** Present in exactly-once sessions. */
  readonly pinning?: Pinning | undefined;
  /** Of the batches handed to a connection only the oldest can have left. Default false. */
  readonly oneAtATime?: boolean | undefined;
}

/**
 * The append session without I/O: time, chance and effects are injected. This file has what it can do;
 * when it does what is the table in `append-transitions.ts`.
 * Batches leave in the order of their submission and are settled in that order.
 */
export class AppendMachine {
  readonly queue: TicketQueue = new TicketQueue();
  readonly effects: AppendEffects;
  readonly options: AppendMachineOptions;
  readonly handovers: HandoverBudget = new HandoverBudget();
  state: AppendState = "idle";
  /** The number of the current connection; 0 before the first. */
  connection = 0;
  /** Batches at the head of the queue that were sent on the current connection. */
  inFlight = 0;
  /** Batches sent on the current connection count their time from when it was made. */
  connected = false;
  closing = false;
  /** Failures in a row: any acknowledgement starts anew. */
  failures = 0;
  /** How often in a row batches were put behind another writer's records: any acknowledgement starts anew. */
  rebases = 0;
  lastAck: AppendAck | undefined;
  /** When the current pause, handover or ending is over. */
  deadline = 0;

  constructor(options: AppendMachineOptions, effects: AppendEffects) {
    this.options = options;
    this.effects = effects;
  }

  get policy(): AppendRetryPolicy {
    // A pinned batch cannot be applied twice, so that sending it again is always safe.
    return this.options.pinning === undefined ? this.options.retry.appends : "all";
  }

  enqueue(ticket: BatchTicket): void {
    this.options.pinning?.pin(ticket);
    this.queue.push(ticket);
  }

  /** Opens a connection for what is queued; an exactly-once session first finds out where it stands, if it has to. */
  connect(): void {
    const { pinning } = this.options;
    if (pinning?.needsLook) {
      this.state = "looking";
      this.effects.wakeAt(undefined);
      return this.effects.look(pinning.lookFrom(this));
    }
    this.state = "open";
    this.connection++;
    this.connected = false;
    this.inFlight = 0;
    this.effects.wakeAt(undefined);
    this.effects.connect(this.connection);
    for (let index = 0; this.state === "open" && index < this.queue.length; index++) {
      this.send(this.queue.at(index) as BatchTicket);
    }
  }

  send(ticket: BatchTicket): void {
    ticket.connection = this.connection;
    ticket.sends++;
    ticket.sentAt = this.connected ? this.effects.now() : Number.POSITIVE_INFINITY;
    this.inFlight++;
    this.effects.send(ticket);
    if (this.inFlight === 1) this.watchHead();
  }

  /** Arms the timer for the oldest batch in flight. */
  watchHead(): void {
    const head = this.inFlight > 0 ? this.queue.first : undefined;
    const due = head === undefined ? undefined : head.sentAt + this.options.ackTimeoutMs;
    this.effects.wakeAt(due === Number.POSITIVE_INFINITY ? undefined : due);
  }

  headIsOverdue(): boolean {
    const head = this.inFlight > 0 ? this.queue.first : undefined;
    return head !== undefined && this.effects.now() - head.sentAt >= this.options.ackTimeoutMs;
  }

  /** Settles the oldest batch. Returns false when the acknowledgement cannot be right; the session has failed then. */
  takeAck(ack: AppendAck): boolean {
    const ticket = this.inFlight > 0 ? this.queue.first : undefined;
    const problem = checkAck(ack, ticket?.encoded, this.lastAck);
    if (problem !== undefined) {
      // Something became durable that does not fit: to send again could only write it twice.
      this.effects.cancel();
      this.taintInFlight();
      this.fail(new TransportError(problem, { code: "protocol_error", maybeApplied: true }));
      return false;
    }
    this.inFlight--;
    const { encoded, sends } = ticket as BatchTicket;
    this.settleFirst(ack);
    // A connection that was given up may not have let go of what it was to send.
    if (sends === 1) this.effects.spare(encoded.frame);
    return true;
  }

  /** The oldest batch is on the stream. */
  settleFirst(ack: AppendAck): void {
    const ticket = this.queue.shift() as BatchTicket;
    this.failures = 0;
    this.rebases = 0;
    this.handovers.progressed();
    this.lastAck = ack;
    ticket.settle(ack);
    this.effects.settled(ticket, ack);
  }

  /** The connection is gone. Decides between going on without one, trying again, and giving up. */
  connectionLost(error: S2Error): void {
    const sent = this.inFlight;
    if (error.maybeApplied) this.taintInFlight();
    this.inFlight = 0;
    if (this.queue.length === 0) return this.rest();
    if (this.options.pinning?.mustLookAfter(error)) return this.lookAgain(error);
    const replayable = this.policy === "all" || sent === 0 || !error.maybeApplied;
    if (replayable && this.handovers.takeFreeTry(error)) return this.connect();
    this.retry(error, replayable && !renewsToken(error));
  }

  /** Tries again after a pause, if that is allowed: to connect, or to look, without which batches stay undecided. */
  retry(error: S2Error, isAllowed = true): void {
    this.failures++;
    if (!error.retryable || !isAllowed || this.failures >= this.options.retry.maxAttempts) return this.fail(error);
    this.pause(error);
  }

  looked(pinning: Pinning, look: Look): void {
    const decision = pinning.decide(this, look);
    if ("error" in decision) return this.fail(decision.error);
    if (decision.rebased) this.rebases++;
    if (this.queue.length === 0) return this.rest();
    if (decision.learnt) return this.connect();
    // There was a conflict, yet the stream is as expected: not at full speed.
    this.retry(
      new TransportError("the stream is as expected, yet a batch was refused", {
        code: "protocol_error",
        retryable: true,
      }),
    );
  }

  /**
   * The stream is not as expected. Who was put behind another writer's records, and came too late again, waits before
   * the next look, and not after it: what the look shows is then used while it is new. It is no failure.
   */
  lookAgain(error: S2Error): void {
    if (this.rebases === 0 || error.code !== "seq_num_mismatch") return this.connect();
    this.pause(error, this.rebases);
  }

  pause(error: S2Error, retry: number = this.failures): void {
    const { effects, options } = this;
    const retryAfterMs = (error as { retryAfterMs?: number }).retryAfterMs;
    this.state = "waiting";
    this.wakeAfter(backoffMs(options.retry, retry, () => effects.random(), retryAfterMs));
  }

  wakeAfter(delayMs: number): void {
    this.deadline = this.effects.now() + delayMs;
    this.effects.wakeAt(this.deadline);
  }

  /** Nothing to do and no connection. */
  rest(): void {
    if (this.closing) return this.end("closed", undefined);
    this.state = "idle";
    this.effects.wakeAt(undefined);
  }

  /** What may have left, and is not acknowledged, may have been applied. */
  taintInFlight(): void {
    const left = this.options.oneAtATime === true ? Math.min(this.inFlight, 1) : this.inFlight;
    for (let index = 0; index < left; index++) this.queue.at(index)?.taint();
  }

  /** Everything is acknowledged: ends the connection in an orderly way. */
  finish(): void {
    this.state = "finishing";
    this.effects.finish();
    this.wakeAfter(this.options.ackTimeoutMs);
  }

  /** Gives up. */
  fail(error: S2Error): void {
    this.end(
      "failed",
      this.rejectAll((maybeApplied) => error.withVerdict(maybeApplied)),
    );
  }

  /** Drops everything at once, for a reason of ours with its verdict, or for the caller's, which is passed on unchanged. */
  drop(reasonFor: (maybeApplied: boolean) => unknown): void {
    this.letGo();
    this.end("closed", this.rejectAll(reasonFor));
  }

  /** Leaves the connection or look under way. Batches that may have left may have been applied. */
  letGo(): void {
    // Before the request is on its way nothing has left.
    if ((this.state === "open" || this.state === "handover") && this.connected) this.taintInFlight();
    if (this.state === "looking") this.effects.cancelLook();
    else if (this.state !== "idle" && this.state !== "waiting") this.effects.cancel();
  }

  /** Rejects every batch with the reason for its verdict. Returns the reason for the verdict on all of them. */
  rejectAll(reasonFor: (maybeApplied: boolean) => unknown): unknown {
    this.inFlight = 0;
    let anyMaybeApplied = false;
    for (let ticket = this.queue.shift(); ticket !== undefined; ticket = this.queue.shift()) {
      anyMaybeApplied ||= ticket.maybeApplied;
      const reason = reasonFor(ticket.maybeApplied);
      ticket.fail(reason);
      this.effects.settled(ticket, undefined, reason);
    }
    return reasonFor(anyMaybeApplied);
  }

  end(state: "closed" | "failed", error: unknown): void {
    this.state = state;
    this.effects.wakeAt(undefined);
    this.effects.over(error);
  }
}
