import { RangeNotSatisfiableError, type S2Error, type StreamPosition, type U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import type { WireRead } from "../transport/transport.js";
import type { RecordBatch } from "../wire/read-batch.js";

/** Records that were trimmed before they could be read. */
export interface ReadGap {
  /** The first sequence number that is missing. */
  readonly from: U64;
  /** The first sequence number that is there again. */
  readonly to: U64;
}

/**
 * How far a read has come, over all its connections: where it goes on, what is left of its limits,
 * and what the service said of the tail.
 */
export class ReadCursor {
  readonly #read: WireRead;
  #next: U64 | undefined;
  #tail: StreamPosition | undefined;
  #countLeft: number;
  #bytesLeft: number;
  /** Since when the service's `wait` runs: from reaching the tail, anew with every batch. */
  #waitingSince: number | undefined;
  /** At least one batch or heartbeat arrived. */
  #heard = false;

  constructor(read: WireRead) {
    this.#read = read;
    this.#countLeft = read.count ?? Number.POSITIVE_INFINITY;
    this.#bytesLeft = read.bytes ?? Number.POSITIVE_INFINITY;
    // A clamped start may turn out to be the tail, so it is not known before the service answers.
    if ("seqNum" in read.start && !read.clamp) this.#next = read.start.seqNum;
  }

  /** One past the last record received; `undefined` until the place of a relative start is known. */
  get next(): U64 | undefined {
    return this.#next;
  }

  /** The newest tail that the service told of. */
  get tail(): StreamPosition | undefined {
    return this.#tail;
  }

  /** Nothing ends this read but the caller. */
  get isUnbounded(): boolean {
    const { count, bytes, until, wait } = this.#read;
    return count === undefined && bytes === undefined && until === undefined && wait === undefined;
  }

  /** As many records or bytes as were asked for have arrived. */
  get isUsedUp(): boolean {
    return this.#countLeft <= 0 || this.#bytesLeft <= 0;
  }

  /** The request that goes on where this read stands. */
  nextRead(now: number): WireRead {
    const { start, clamp, until, wait } = this.#read;
    const known = this.#next !== undefined;
    return {
      start: this.#next !== undefined ? { seqNum: this.#next } : start,
      // Clamping a resumed read would hide that the stream was replaced by a shorter one.
      clamp: clamp && !known,
      count: this.#countLeft === Number.POSITIVE_INFINITY ? undefined : this.#countLeft,
      bytes: this.#bytesLeft === Number.POSITIVE_INFINITY ? undefined : this.#bytesLeft,
      until,
      wait: wait === undefined ? undefined : this.#waitLeft(wait, now),
    };
  }

  /** Accounts for a batch. Returns what is wrong with it, if anything. */
  take(batch: RecordBatch, effects: { now(): number; gap(gap: ReadGap): void }): string | undefined {
    const { tail, count } = batch;
    this.#heard = true;
    if (tail !== undefined) this.#tail = tail;
    if (count === 0) {
      // A heartbeat pins down a start that was relative to the tail: a reconnect must not start at a newer tail.
      if (tail !== undefined && this.#next === undefined) this.#next = tail.seqNumU64;
      this.#waitingSince ??= effects.now();
      return undefined;
    }
    const first = batch.firstSeqNum as U64;
    const last = batch.lastSeqNum as U64;
    const expected = this.#next;
    if (expected !== undefined && first < expected) {
      return `record ${first} came although everything before ${expected} was read already`;
    }
    if (expected !== undefined && first > expected) effects.gap({ from: expected, to: first });
    // Records expire one by one when retention was shortened, so that a batch may have holes of its own.
    if (addU64(first, count - 1) !== last) reportHoles(batch, effects);
    this.#next = addU64(last, 1);
    this.#countLeft -= count;
    if (this.#bytesLeft !== Number.POSITIVE_INFINITY) this.#bytesLeft -= batch.meteredBytes;
    this.#waitingSince = tail === undefined ? undefined : effects.now();
    return undefined;
  }

  /**
   * A bounded read that was interrupted right at its end resumes at the tail, where the service has nothing left to give:
   * then it has everything.
   */
  endedBy(error: S2Error): boolean {
    return error instanceof RangeNotSatisfiableError && this.#heard && error.tail?.seqNumU64 === this.#next;
  }

  #waitLeft(wait: number, now: number): number {
    if (this.#waitingSince === undefined) return wait;
    return Math.max(0, wait - Math.floor((now - this.#waitingSince) / 1000));
  }
}

function reportHoles(batch: RecordBatch, effects: { gap(gap: ReadGap): void }): void {
  let expected = batch.firstSeqNum as U64;
  for (const { seqNumU64 } of batch.records) {
    if (seqNumU64 > expected) effects.gap({ from: expected, to: seqNumU64 });
    expected = addU64(seqNumU64, 1);
  }
}
