import type { AppendRecord } from "@s2kit/core";
import { LinkedQueue } from "../linked-queue.js";
import { waitInQueue } from "../wait-in-queue.js";
import type { Barrier } from "./barrier.js";
import type { RecordTicket } from "./record-ticket.js";

/** A record for which there was no room when it was submitted. */
export interface WaitingRecord {
  readonly record: AppendRecord;
  /** Its metered size. */
  readonly bytes: number;
  readonly admit: (ticket: RecordTicket) => void;
  readonly refuse: (error: unknown) => void;
}

/** Somebody who wants room for a record that is yet to come. */
export interface WaitingPermit {
  /** The metered size to keep. */
  readonly bytes: number;
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
}

/** What can stand in the line. */
export type InLine = WaitingRecord | WaitingPermit | Barrier;

/** Records and permits that wait for room and flushes behind them, in the order of the calls. */
export class WaitingLine {
  readonly #queue = new LinkedQueue<InLine>();

  get isEmpty(): boolean {
    return this.#queue.size === 0;
  }

  get first(): InLine | undefined {
    return this.#queue.first;
  }

  shift(): InLine | undefined {
    return this.#queue.shift();
  }

  /**
   * Waits for room. An abort takes the record out of the line.
   *
   * @param onWithdrawn - Called after that: what stood behind the record may fit now.
   */
  join(
    record: AppendRecord,
    bytes: number,
    signal: AbortSignal | undefined,
    onWithdrawn: () => void,
  ): Promise<RecordTicket> {
    return waitInQueue<InLine, RecordTicket>(
      this.#queue,
      signal,
      (admit, refuse) => ({ record, bytes, admit, refuse }),
      onWithdrawn,
    );
  }

  /** Waits for room for a permit; as {@link join} otherwise. */
  joinForPermit(bytes: number, signal: AbortSignal | undefined, onWithdrawn: () => void): Promise<void> {
    return waitInQueue<InLine, void>(this.#queue, signal, (grant, refuse) => ({ bytes, grant, refuse }), onWithdrawn);
  }

  /** Lets a flush wait for what stands before it. */
  joinBarrier(barrier: Barrier): void {
    const place = this.#queue.push(barrier);
    barrier.leave = () => this.#queue.remove(place);
  }
}
