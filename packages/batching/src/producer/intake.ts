import type { AppendRecord, AppendSink, AppendTicket, Clock } from "@s2kit/core";
import { BatchBuilder } from "../batch/batch-builder.js";
import type { ResolvedBatchOptions } from "../batch/batch-options.js";
import { Barrier } from "./barrier.js";
import type { Failure } from "./failure.js";
import { Handover } from "./handover.js";
import type { Ledger } from "./ledger.js";
import type { PendingBatch } from "./pending-batch.js";
import { RecordTicket } from "./record-ticket.js";
import { WaitingLine } from "./waiting-line.js";

/** What becomes of the batches. */
export interface IntakeEvents {
  /** The sink has taken charge of the batch. */
  onTaken(pending: PendingBatch, ticket: AppendTicket): void;
  /** The sink did not take the batch, so the batch had no effect. */
  onRefused(pending: PendingBatch, error: unknown): void;
}

/**
 * How records get into batches and batches to the sink, in order: the line of those for which there is no room, the one
 * batch that fills, and those that wait for the sink.
 */
export class Intake {
  readonly #builder: BatchBuilder;
  readonly #handover: Handover;
  readonly #ledger: Ledger;
  readonly #line: WaitingLine = new WaitingLine();
  /** The batch that fills. */
  #open: PendingBatch | undefined;
  /** The open batch goes out as soon as no other waits for the sink. */
  #isDue = false;
  /** A flush covers the open batch: no later record may join it. */
  #isSealed = false;
  readonly #advance = (): void => this.#letIn();

  constructor(sink: AppendSink, batching: ResolvedBatchOptions, clock: Clock, ledger: Ledger, events: IntakeEvents) {
    this.#ledger = ledger;
    this.#builder = new BatchBuilder(batching, clock, () => {
      this.#isDue = true;
      this.#emitIfDue();
    });
    this.#handover = new Handover(sink, {
      onTaken: (pending, ticket) => events.onTaken(pending, ticket),
      onRefused: (pending, error) => events.onRefused(pending, error),
      onReady: this.#advance,
    });
  }

  /** There is room for a record of so many metered bytes, and nobody waits for room. */
  hasRoom(bytes: number): boolean {
    return this.#line.isEmpty && this.#fits(bytes);
  }

  /** Puts a record into the open batch; `undefined` unless there is room for it. */
  accept(record: AppendRecord, bytes: number): RecordTicket | undefined {
    if (!this.#line.isEmpty) return undefined;
    if (!this.#isSealed && this.#builder.fits(bytes)) return this.#push(record, bytes);
    return this.#handover.isWaiting ? undefined : this.#put(record, bytes);
  }

  /** Takes a record for which room was kept, whatever has happened to the open batch since. */
  acceptPermitted(record: AppendRecord, bytes: number): RecordTicket {
    // Full, or covered by a flush: the open batch goes into the queue for the sink.
    if (!this.#fits(bytes)) this.#emit();
    return this.#put(record, bytes);
  }

  /** Lets a record wait in line. */
  wait(record: AppendRecord, bytes: number, signal: AbortSignal | undefined): Promise<RecordTicket> {
    return this.#line.join(record, bytes, signal, this.#advance);
  }

  /** Waits in line for room for a permit. */
  waitForRoom(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#line.joinForPermit(bytes, signal, this.#advance);
  }

  /** Lets a barrier wait for everything that came before. */
  flush(barrier: Barrier): void {
    if (this.#line.isEmpty) this.#pass(barrier);
    else this.#line.joinBarrier(barrier);
  }

  /** Ends everything that the sink has not taken. */
  drop(failure: Failure): void {
    const neverSent = failure.toError(false);
    this.#builder.discard();
    for (const pending of this.#handover.drop()) this.#ledger.fail(pending, neverSent);
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#ledger.fail(open, neverSent);
    for (let first = this.#line.shift(); first !== undefined; first = this.#line.shift()) {
      if (first instanceof Barrier) {
        this.#pass(first);
        continue;
      }
      failure.seen = true;
      first.refuse(neverSent);
    }
    this.#handover.withdraw(failure.cause);
  }

  /** There is room for a record that is first in line. */
  #fits(bytes: number): boolean {
    return !this.#handover.isWaiting || (!this.#isSealed && this.#builder.fits(bytes));
  }

  /** Puts a record that {@link #fits} into the open batch, or into the next when this one is too full. */
  #put(record: AppendRecord, bytes: number): RecordTicket {
    if (!this.#builder.fits(bytes)) {
      this.#emit();
      if (this.#ledger.failure !== undefined) throw this.#ledger.failure.toError(false);
    }
    return this.#push(record, bytes);
  }

  /** Puts a record into the open batch, which has room for it. */
  #push(record: AppendRecord, bytes: number): RecordTicket {
    const index = this.#builder.push(record, bytes);
    this.#open ??= this.#ledger.open();
    const ticket = new RecordTicket(this.#open, index);
    if (this.#builder.isFull) {
      this.#isDue = true;
      this.#emitIfDue();
    }
    return ticket;
  }

  #emitIfDue(): void {
    if (this.#isDue && !this.#handover.isWaiting) this.#emit();
  }

  #emit(): void {
    const pending = this.#open;
    this.#isDue = false;
    this.#isSealed = false;
    if (pending === undefined) return;
    this.#open = undefined;
    this.#handover.offer(this.#builder.take(), pending);
  }

  /** Everything before the barrier is in a batch now: closes the open one, and lets the barrier wait for it. */
  #pass(barrier: Barrier): void {
    if (this.#ledger.failure !== undefined) barrier.isBroken = true;
    if (this.#open !== undefined) {
      this.#isDue = true;
      this.#isSealed = true;
      this.#emitIfDue();
    }
    this.#ledger.hold(barrier);
  }

  /** Lets in from the line whatever there is room for now. */
  #letIn(): void {
    this.#emitIfDue();
    for (let first = this.#line.first; first !== undefined; first = this.#line.first) {
      if (first instanceof Barrier) {
        this.#line.shift();
        this.#pass(first);
      } else if (this.#fits(first.bytes)) {
        this.#line.shift();
        if ("grant" in first) {
          first.grant();
          continue;
        }
        try {
          first.admit(this.#put(first.record, first.bytes));
        } catch (error) {
          first.refuse(error);
        }
      } else {
        return;
      }
    }
  }
}
