import {
  type AppendAck,
  type AppendRecord,
  type AppendSink,
  type AppendTicket,
  SessionClosedError,
  UsageError,
} from "@s2kit/core";
import { FairShare, nextTurn, onAbort, signalIfGiven, type Unlink } from "@s2kit/core/internal";
import { meterRecord, resolveBatchOptions } from "../batch/batch-options.js";
import { turnClock } from "../batch/turn-clock.js";
import { Barrier } from "./barrier.js";
import { Failure } from "./failure.js";
import { Intake } from "./intake.js";
import { Ledger } from "./ledger.js";
import type { PendingBatch } from "./pending-batch.js";
import { Permits } from "./permits.js";
import type { OwnedSink, ProducerOptions, ProducerState } from "./producer-options.js";
import type { RecordPermit } from "./record-permit.js";
import type { RecordTicket } from "./record-ticket.js";
import { recordWritable } from "./record-writable.js";

/** How much `submit` takes on in one turn of the event loop, in bytes, and what a record counts beside its size. */
const TURN_BYTES = 524_288;
const RECORD_COST = 256;

/**
 * Appends single records as batches, with an acknowledgement for each record.
 *
 * Records go out in the order of the `submit` and `trySubmit` calls. Batches go to the sink one after the other, without
 * waiting for acknowledgements. What the sink has no room for is held here: at most one batch that waits and one that
 * fills, so at most 2 × `maxBatchBytes` metered bytes and 2 × `maxBatchRecords` records. Beyond that `submit` waits.
 * Permits of {@link reserve} are for at most one batch more, all together.
 *
 * Records are not copied: leave their bytes alone until they are acknowledged.
 *
 * The first failure is final. It ends what is held, and `submit`, `flush` and `close` report it from then on.
 */
export class Producer implements AsyncDisposable {
  readonly #maxBatchBytes: number;
  readonly #ledger: Ledger = new Ledger();
  readonly #intake: Intake;
  readonly #permits: Permits;
  readonly #ownedSink: OwnedSink | undefined;
  readonly #turn: FairShare = new FairShare(TURN_BYTES);
  readonly #failureListeners: Set<(error: unknown) => void> = new Set();
  #state: ProducerState = "open";
  #isAborted = false;
  #closed: Promise<void> | undefined;
  /** A caller waits for {@link close}, and so learns of a failure. */
  #isCloseAwaited = false;

  /** @throws `invalid_argument` when an option is out of range. */
  constructor(sink: AppendSink, options: ProducerOptions = {}) {
    const batching = resolveBatchOptions(options, sink.maxBatchBytes);
    this.#maxBatchBytes = batching.maxBatchBytes;
    this.#ownedSink = options.ownedSink;
    this.#permits = new Permits(batching, {
      refuseWhenOver: () => this.#refuseWhenOver(),
      hasRoom: (bytes) => this.#intake.hasRoom(bytes),
      waitForRoom: (bytes, signal) => this.#intake.waitForRoom(bytes, signal),
      accept: (record, maxBytes) => this.#acceptPermitted(record, maxBytes),
    });
    this.#intake = new Intake(sink, batching, options.clock ?? turnClock, this.#ledger, {
      onTaken: (pending, ticket) => this.#onTaken(pending, ticket),
      onRefused: (pending, error) => this.#onRefused(pending, error),
    });
  }

  get state(): ProducerState {
    return this.#state;
  }

  /** The acknowledgement of the newest batch that is durable together with everything before it. */
  get lastAck(): AppendAck | undefined {
    return this.#ledger.lastAck;
  }

  /** What ended the producer: the sink's first error, or the reason of its abort. */
  get failure(): unknown {
    return this.#ledger.failure?.cause;
  }

  /**
   * Takes a record on. Resolves at once while there is room, and waits in line while there is none. Every now and then
   * it resolves a turn of the event loop later, so that a loop of submits does not keep the network from its turn.
   *
   * @param options - Aborting the signal while the record waits takes it back; afterwards it has no effect.
   * @throws `invalid_argument` for a bad record, which leaves the others alone; `session_closed` once closed; the
   * producer's failure; `signal.reason`. In all these cases the record was not and will not be sent.
   */
  submit(record: AppendRecord, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<RecordTicket> {
    const { signal } = options;
    try {
      if (signalIfGiven(signal)?.aborted) return Promise.reject(signal?.reason);
      const bytes = this.#check(record);
      const ticket = this.#intake.accept(record, bytes);
      if (ticket === undefined) return this.#intake.wait(record, bytes, signal);
      if (this.#turn.use(bytes + RECORD_COST)) return nextTurn().then(() => ticket);
      return Promise.resolve(ticket);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes a record on if that is possible at once, without making a promise.
   *
   * @returns `undefined` when there is no room, or others wait already.
   * @throws As {@link submit} rejects.
   */
  trySubmit(record: AppendRecord): RecordTicket | undefined {
    const bytes = this.#check(record);
    return this.#intake.accept(record, bytes);
  }

  /**
   * Keeps room for one record of at most `meteredBytes`, to be submitted later without waiting. Waits as {@link submit}
   * does, and while all permits that are not used or given back add up to a batch already. A flush and a close do not
   * wait for permits.
   *
   * @param meteredBytes - 8 to `maxBatchBytes`: what `meteredBytes(record)` of the record will be at most.
   * @param options - Aborting the signal ends the wait.
   * @throws `invalid_argument`; `session_closed` once closed; the producer's failure; `signal.reason`.
   */
  reserve(meteredBytes: number, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<RecordPermit> {
    return this.#permits.reserve(meteredBytes, options.signal);
  }

  /**
   * Sends what is held without waiting for more, and resolves when everything that was submitted before is durable.
   * Records submitted later neither delay it nor are delayed by it. Resolves at once when there is nothing to wait for.
   *
   * @param options - Aborting the signal ends the wait and nothing else.
   * @throws The producer's first failure, when something before the flush failed; `signal.reason`.
   */
  flush(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { signal } = options;
    try {
      if (signalIfGiven(signal)?.aborted) return Promise.reject(signal?.reason);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#flush(new Barrier(), signal);
  }

  /**
   * Takes no further records, sends what is held or waits in line, and resolves when all of it is durable. Every call
   * gets the same promise. There is no time limit beyond the sink's own: {@link abort} ends a close that takes too long.
   *
   * @throws The producer's first failure, after everything has settled; what closing the owned sink throws.
   */
  close(): Promise<void> {
    this.#isCloseAwaited = true;
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  /**
   * Gives up at once: what is held or waits in line is not sent, and every open ticket, flush and close rejects with
   * `reason`. Records that the sink has taken may still become durable. Without effect once closed or aborted.
   *
   * @param reason - Passed on unchanged. Default: `session_closed`, with `maybeApplied` true for each record that the
   * sink had taken.
   */
  abort(reason?: unknown): void {
    if (this.#state === "closed" || this.#isAborted) return;
    this.#isAborted = true;
    this.#fail(
      reason === undefined
        ? Failure.ofSink(new SessionClosedError("the producer was aborted"))
        : Failure.ofCaller(reason),
    );
    (this.#ledger.failure as Failure).seen = true;
    for (const pending of this.#ledger.inSinksHands()) this.#abandon(pending);
    this.#ownedSink?.abort(this.failure);
  }

  /** Closes; throws the producer's failure only if the caller has not seen it yet. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#finish();
    await this.#closed.catch((error: unknown) => {
      if (!this.#isCloseAwaited && this.#ledger.failure?.seen !== true) throw error;
    });
  }

  /**
   * A stream that submits what is written to it, and makes its writer wait while there is no room. Closing it closes
   * the producer, aborting it aborts the producer, and a failure of the producer ends it. A bad record ends the stream
   * too, as any failed write does, but not the producer.
   */
  toWritableStream(): WritableStream<AppendRecord> {
    return recordWritable(this, (callback) => this.#onFailure(callback));
  }

  #flush(barrier: Barrier, signal?: AbortSignal | undefined): Promise<void> {
    barrier.onSettled = onAbort(signal, (reason) => {
      barrier.leave?.();
      barrier.reject(reason);
    });
    this.#intake.flush(barrier);
    return barrier.promise;
  }

  #check(record: AppendRecord): number {
    this.#refuseWhenOver();
    return meterRecord(record, 0, this.#maxBatchBytes);
  }

  #refuseWhenOver(): void {
    if (this.#state === "open") return;
    const { failure } = this.#ledger;
    if (failure !== undefined) {
      failure.seen = true;
      throw failure.toError(false);
    }
    throw new SessionClosedError("the producer is closed and takes no further records");
  }

  /** Takes a record for which room was kept. */
  #acceptPermitted(record: AppendRecord, maxBytes: number): RecordTicket {
    const bytes = this.#check(record);
    if (bytes > maxBytes) {
      throw new UsageError("record", `record must be at most ${maxBytes} metered bytes (the permit's), got ${bytes}`);
    }
    return this.#intake.acceptPermitted(record, bytes);
  }

  #onTaken(pending: PendingBatch, ticket: AppendTicket): void {
    pending.hand();
    if (this.#isAborted) {
      this.#abandon(pending);
      return;
    }
    ticket.ack().then(
      (ack) => this.#onAck(pending, ack),
      (error: unknown) => this.#onAckFailed(pending, error),
    );
  }

  #onRefused(pending: PendingBatch, error: unknown): void {
    this.#fail(Failure.ofSink(error));
    this.#ledger.fail(pending, (this.#ledger.failure as Failure).toError(false));
  }

  #onAck(pending: PendingBatch, ack: AppendAck): void {
    // An aborted producer has given its answer already.
    if (pending.stage !== "settled") this.#ledger.acknowledge(pending, ack);
  }

  #onAckFailed(pending: PendingBatch, error: unknown): void {
    if (pending.stage === "settled") return;
    this.#fail(Failure.ofSink(error));
    this.#ledger.fail(pending, error);
  }

  #abandon(pending: PendingBatch): void {
    this.#ledger.fail(pending, (this.#ledger.failure as Failure).toError(true));
  }

  /** Ends everything that the sink has not taken. What it has taken keeps its own outcome. */
  #fail(failure: Failure): void {
    if (this.#ledger.failure !== undefined) return;
    this.#ledger.recordFailure(failure);
    this.#state = "failed";
    this.#permits.refuseAll(failure.toError(false));
    this.#intake.drop(failure);
    failure.seen ||= this.#failureListeners.size > 0;
    for (const listener of this.#failureListeners) listener(failure.cause);
  }

  #onFailure(callback: (error: unknown) => void): Unlink {
    const { failure } = this.#ledger;
    if (failure !== undefined) {
      callback(failure.cause);
      return () => undefined;
    }
    this.#failureListeners.add(callback);
    return () => this.#failureListeners.delete(callback);
  }

  async #finish(): Promise<void> {
    if (this.#state === "open") this.#state = "closing";
    this.#permits.refuseAll(new SessionClosedError("the producer is closed and takes no further records"));
    try {
      await this.#flush(new Barrier(true));
    } catch (error) {
      // The first failure is what the caller wants to know of; the sink is closed all the same.
      if (!this.#isAborted) await this.#ownedSink?.close().catch(() => undefined);
      throw error;
    }
    try {
      await this.#ownedSink?.close();
    } catch (error) {
      this.#fail(Failure.ofSink(error));
      throw error;
    }
    if (this.#state === "closing") this.#state = "closed";
  }
}
