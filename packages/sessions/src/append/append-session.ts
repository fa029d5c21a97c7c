import {
  type AppendAck,
  type AppendBatch,
  type AppendConditions,
  type AppendRecord,
  type AppendSink,
  checkBatch,
  SessionClosedError,
  type U64,
} from "@s2kit/core";
import { FairShare, nextTurn, onAbort, signalIfGiven, type Unlink } from "@s2kit/core/internal";
import { WakeTimer } from "../timing/wake-timer.js";
import type { AppendConnection, AppendTransport } from "../transport/transport.js";
import { frameMemory } from "../wire/frame-memory.js";
import { AckQueue } from "./ack-queue.js";
import { Admission } from "./admission.js";
import { type AppendEvent, AppendMachine } from "./append-machine.js";
import { AppendPermit } from "./append-permit.js";
import type {
  AppendAbortSummary,
  AppendSessionInit,
  AppendSessionState,
  ExactlyOnceInit,
} from "./append-session-init.js";
import { step } from "./append-transitions.js";
import { BatchIntake } from "./batch-intake.js";
import type { BatchTicket } from "./batch-ticket.js";
import { SessionFailure } from "./session-failure.js";
import { type SubmitAllOptions, submitAll } from "./submit-all.js";

/** How much `submit` takes on in one turn of the event loop, in bytes, and what a batch counts beside its size. */
const TURN_BYTES = 524_288;
const BATCH_COST = 1024;

/**
 * Appends batches in order over one connection at a time, without waiting for one acknowledgement before the next batch.
 * When the connection breaks, what is unacknowledged goes out again on the next one, as the retry policy allows.
 *
 * Order of calls is order on the stream. At most `maxInflightBytes` metered bytes and `maxInflightBatches` batches
 * are unacknowledged at a time; `submit` waits for room, first come first served.
 */
export class AppendSession implements AppendSink, AsyncDisposable {
  /** Which transport carries the session. */
  readonly transport: AppendTransport["name"];
  readonly #machine: AppendMachine;
  readonly #intake: BatchIntake;
  readonly #admission: Admission;
  readonly #acks: AckQueue = new AckQueue();
  readonly #timer: WakeTimer;
  readonly #turn: FairShare = new FairShare(TURN_BYTES);
  #unlinkSignal: Unlink = () => undefined;
  readonly #over: Promise<void>;
  #settleOver!: () => void;
  #connection: AppendConnection | undefined;
  #held = false;
  #cancelLook: (() => void) | undefined;
  readonly #failure: SessionFailure;
  #settledBatches = 0;
  #admittedBatches = 0;
  #flushes: { readonly target: number; readonly done: () => void }[] = [];
  #unknownAtAbort = 0;

  /** @internal */
  constructor(init: AppendSessionInit) {
    this.transport = init.transport.name;
    this.#failure = new SessionFailure(init.signal);
    this.#intake = new BatchIntake(init.exactlyOnce !== undefined, init.exactlyOnce?.mark);
    this.#admission = new Admission({ maxBytes: init.maxInflightBytes, maxBatches: init.maxInflightBatches });
    this.#over = new Promise((resolve) => {
      this.#settleOver = resolve;
    });
    this.#timer = new WakeTimer(init.clock, () => step(this.#machine, { type: "wake" }));
    this.#machine = new AppendMachine(
      {
        retry: init.retry,
        ackTimeoutMs: init.ackTimeoutMs,
        pinning: init.exactlyOnce?.pinning,
        oneAtATime: init.transport.oneAtATime,
      },
      {
        now: () => init.clock.now(),
        random: init.random,
        connect: (id) => this.#connect(init.transport, id),
        send: (ticket) => this.#connection?.send(ticket.encoded),
        finish: () => {
          this.#connection?.finish();
          // With all batches settled nothing else keeps the process alive until the service has ended the session.
          this.#holdWhileBusy();
        },
        cancel: (tooSilent) => this.#dropConnection(tooSilent),
        look: (from) => this.#look(init.exactlyOnce, from),
        cancelLook: () => this.#cancelLook?.(),
        wakeAt: (time) => this.#timer.wakeAt(time),
        spare: (frame) => init.transport.letsGoOfFrames && frameMemory.giveBack(frame),
        settled: (ticket, ack, reason) => this.#settled(ticket, ack, reason),
        over: (error) => this.#ended(error),
      },
    );
    this.#unlinkSignal = onAbort(init.signal, (reason) => step(this.#machine, { type: "abort", reason }));
  }

  /** Where the session stands. */
  get state(): AppendSessionState {
    const { state, closing } = this.#machine;
    if (state === "failed") return "failed";
    if (state === "closed") return this.#failure.happened ? "failed" : "closed";
    return closing || state === "finishing" ? "closing" : "open";
  }

  /** The newest acknowledgement. */
  get lastAck(): AppendAck | undefined {
    return this.#machine.lastAck;
  }

  /** Why the session failed or was aborted; `undefined` while it works and after an orderly close. */
  get failure(): unknown {
    return this.#failure.reason;
  }

  /** The largest batch that the session takes, in metered bytes: 1 MiB, less what `writerId` needs of it. */
  get maxBatchBytes(): number {
    return this.#intake.maxBatchBytes;
  }

  /** Metered bytes that are unacknowledged or reserved. */
  get inflightBytes(): number {
    return this.#admission.bytes;
  }

  /** Batches that are unacknowledged or reserved. */
  get inflightBatches(): number {
    return this.#admission.batches;
  }

  /**
   * Sends 1 to 1000 records (at most 1 MiB metered) as one batch, all or none. Resolves once there is room for it,
   * with a ticket whose `ack()` resolves when it is durable. Every now and then it resolves a turn of the event loop
   * later, so that a loop of submits does not keep the network from its turn.
   *
   * @throws `invalid_argument` before anything is sent; `session_closed` after `close()`; the session's failure, once it failed.
   */
  submit(
    records: readonly AppendRecord[],
    options: AppendConditions & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<BatchTicket> {
    try {
      return this.#submit(checkBatch(records, options), options.signal, true);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Sends a batch at once when there is room. @returns `undefined` when there is none, or others wait already. */
  trySubmit(records: readonly AppendRecord[], conditions?: AppendConditions): BatchTicket | undefined {
    return this.#trySubmit(checkBatch(records, conditions), true);
  }

  /** As {@link submit}, for a batch that is checked already. */
  submitBatch(batch: AppendBatch, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<BatchTicket> {
    try {
      return this.#submit(batch, options.signal, false);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As {@link trySubmit}, for a batch that is checked already. */
  trySubmitBatch(batch: AppendBatch): BatchTicket | undefined {
    return this.#trySubmit(batch, false);
  }

  /**
   * Cuts any number of records into batches as large as the limits allow and submits them in order.
   * Resolves once all are taken on. Not atomic: the first batches may be durable when a later one fails, which the
   * `maybeApplied` of the error then says. An array is checked as a whole before anything is sent.
   */
  submitAll(
    records: Iterable<AppendRecord> | AsyncIterable<AppendRecord>,
    options: SubmitAllOptions = {},
  ): Promise<BatchTicket[]> {
    return submitAll(records, options, this.#intake.mark, (batch) => this.submitBatch(batch, options));
  }

  /**
   * Waits until there is room for a batch of `meteredBytes` (and its mark, where there is a `writerId`) and keeps it.
   * The permit submits later without waiting, or gives the room back.
   *
   * @param meteredBytes - 1 to {@link maxBatchBytes}.
   */
  reserve(meteredBytes: number, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<AppendPermit> {
    try {
      signalIfGiven(options.signal);
      this.#refuseWhenOver();
      const permit = AppendPermit.for(meteredBytes, {
        hand: (batch) => this.#hand(this.#intake.ticket(batch, true, heldBytes)),
        release: () => this.#admission.release(heldBytes),
        refuseWhenOver: () => this.#refuseWhenOver(),
      });
      const heldBytes = this.#intake.permitBytes(meteredBytes);
      return this.#admission.acquire(heldBytes, () => permit, options.signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Resolves when everything submitted before this call is durable. Rejects with the session's failure otherwise. */
  async flush(): Promise<void> {
    if (!this.#failure.happened && this.#machine.state !== "closed") {
      await this.#admission.turn().catch(() => undefined);
      const target = this.#admittedBatches;
      if (this.#settledBatches < target) {
        await new Promise<void>((done) => this.#flushes.push({ target, done }));
      }
    }
    this.#failure.throwIfHappened();
  }

  /** Acknowledgements from now on, in order. Ends with the session, after an abort or failure by throwing its reason. */
  acks(): AsyncIterableIterator<AppendAck> {
    return this.#acks.subscribe();
  }

  /**
   * Takes nothing more, waits until everything taken on is durable, and ends the connection. Callers that still wait
   * for room are refused with `session_closed`. Rejects with the session's failure when it failed. Idempotent.
   */
  async close(): Promise<void> {
    await this.#drain();
    this.#failure.throwIfHappened();
  }

  /**
   * Drops everything at once. Tickets reject with `session_closed`, whose `maybeApplied` is true where a batch was sent.
   * The summary counts what is known about them.
   */
  abort(reason?: unknown): AppendAbortSummary {
    this.#failure.seen = true;
    return this.drop(new SessionClosedError("the append session was aborted", { cause: reason }));
  }

  /** Closes; throws the session's failure only if nobody has seen it yet. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#drain();
    if (!this.#failure.seen) this.#failure.throwIfHappened();
  }

  /** A Web stream of batches; its backpressure is the session's. Closing it closes the session, aborting it aborts. */
  toWritableStream(): WritableStream<readonly AppendRecord[]> {
    return new WritableStream<readonly AppendRecord[]>(
      {
        start: (controller) => {
          // Whoever waits for something to write is told as well.
          void this.#over.then(() => {
            if (!this.#failure.happened) return;
            this.#failure.told();
            controller.error(this.failure);
          });
          // The stream calls its own abort method only after a pending write or close has ended: this ends that.
          onAbort(controller.signal, (reason) => void this.abort(reason));
        },
        write: async (records) => void (await this.submit(records)),
        close: () => this.close(),
        abort: (reason) => void this.abort(reason),
      },
      { highWaterMark: 1 },
    );
  }

  #submit(batch: AppendBatch, signal: AbortSignal | undefined, fresh: boolean): Promise<BatchTicket> {
    if (signalIfGiven(signal)?.aborted) return Promise.reject(signal?.reason);
    const ticket = this.#trySubmit(batch, fresh);
    if (ticket !== undefined) {
      if (this.#turn.use(batch.meteredBytes + BATCH_COST)) return nextTurn().then(() => ticket);
      return Promise.resolve(ticket);
    }
    // Encoded before the wait, so that a caller may reuse its buffers as soon as the call returns.
    const waiting = this.#intake.ticket(batch, fresh);
    return this.#admission.acquire(waiting.heldBytes, () => this.#hand(waiting), signal);
  }

  #trySubmit(batch: AppendBatch, fresh: boolean): BatchTicket | undefined {
    this.#refuseWhenOver();
    if (!this.#admission.hasRoom(this.#intake.meteredBytes(batch))) return undefined;
    const ticket = this.#intake.ticket(batch, fresh);
    this.#admission.tryAcquire(ticket.heldBytes);
    return this.#hand(ticket);
  }

  #drain(): Promise<void> {
    this.#admission.close(new SessionClosedError("the append session is closed"));
    step(this.#machine, { type: "close" });
    return this.#over;
  }

  #hand(ticket: BatchTicket): BatchTicket {
    this.#admittedBatches++;
    step(this.#machine, { type: "submit", ticket });
    this.#holdWhileBusy();
    return ticket;
  }

  #connect(transport: AppendTransport, id: number): void {
    const tell = (event: AppendEvent, isLast = false): void => {
      if (this.#machine.connection !== id || this.#connection === undefined) return;
      if (isLast) this.#connection = undefined;
      step(this.#machine, event);
    };
    this.#held = false;
    this.#connection = transport.connect({
      connected: () => tell({ type: "connected" }),
      acked: (ack, advised) => tell({ type: "acked", ack, advised }),
      ended: () => tell({ type: "ended" }, true),
      failed: (error) => tell({ type: "failed", error }, true),
    });
    this.#holdWhileBusy();
  }

  #look(exactlyOnce: ExactlyOnceInit | undefined, from: U64 | undefined): void {
    const limit = this.#machine.queue.recordCount;
    this.#cancelLook = exactlyOnce?.pinning.look(exactlyOnce.lookout, from, limit, (event) =>
      step(this.#machine, event),
    );
  }

  #dropConnection(tooSilent?: boolean): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.cancel(tooSilent);
  }

  /** An idle session must not keep the process alive, a busy one must. */
  #holdWhileBusy(): void {
    const busy = this.#machine.queue.length > 0 || this.#machine.state === "finishing";
    this.#timer.hold(busy);
    if (busy === this.#held || this.#connection === undefined) return;
    this.#held = busy;
    this.#connection.hold(busy);
  }

  #settled(ticket: BatchTicket, ack: AppendAck | undefined, reason: unknown): void {
    this.#settledBatches++;
    if (ack !== undefined) this.#acks.push(ack);
    else {
      // Before there is room again: nobody may be let in any more.
      if (!this.#failure.happened) this.#failure.record(reason);
      this.#admission.close(this.#failure.reasonForNew);
      ticket.whenTold(this.#failure.told);
      if (ticket.maybeApplied) this.#unknownAtAbort++;
    }
    this.#admission.release(ticket.heldBytes);
    while (this.#flushes[0] !== undefined && this.#flushes[0].target <= this.#settledBatches) {
      this.#flushes.shift()?.done();
    }
    this.#holdWhileBusy();
  }

  #ended(reason: unknown): void {
    // An abort by the caller that cost nothing need not be told to anybody.
    if (!this.#failure.happened && this.#failure.isByCaller(reason)) this.#failure.told();
    if (reason !== undefined) this.#failure.record(reason);
    this.#unlinkSignal();
    this.#dropConnection();
    const { happened, reasonForNew } = this.#failure;
    this.#admission.close(happened ? reasonForNew : new SessionClosedError("the append session is closed"));
    this.#acks.end(this.#failure.reason, this.#failure.told);
    for (const flush of this.#flushes.splice(0)) flush.done();
    this.#settleOver();
  }

  /** @internal It has ended, and a failure that it ended with is known. */
  get isOver(): boolean {
    const { state } = this;
    return state === "closed" || (state === "failed" && this.#failure.seen);
  }

  /** @internal As {@link abort}, not by the session's user. */
  drop(error: SessionClosedError): AppendAbortSummary {
    const pending = this.#machine.queue.length;
    this.#unknownAtAbort = 0;
    step(this.#machine, { type: "drop", error });
    return { unknown: this.#unknownAtAbort, notApplied: pending - this.#unknownAtAbort };
  }

  #refuseWhenOver(): void {
    this.#failure.refuseIfHappened();
    if (this.state !== "open") throw new SessionClosedError("the append session is closed");
  }
}
