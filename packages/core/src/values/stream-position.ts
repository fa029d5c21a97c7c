import { exactNumber } from "../errors/inexact-number-error.js";
import { printAs } from "./inspect.js";
import type { U64 } from "./u64.js";

/**
 * A place on a stream: a sequence number, and the timestamp that belongs to it.
 * For a tail: the sequence number that the next record gets, and the timestamp of the last record.
 */
export class StreamPosition {
  readonly #seqNum: U64;
  readonly #timestamp: U64;

  constructor(seqNum: U64, timestamp: U64) {
    this.#seqNum = seqNum;
    this.#timestamp = timestamp;
  }

  /** The sequence number. @throws `inexact_number` above 2^53 − 1: use {@link seqNumBig}. */
  get seqNum(): number {
    return exactNumber(this.#seqNum, "seqNum");
  }

  /** The sequence number, exact for every u64. */
  get seqNumBig(): bigint {
    return BigInt(this.#seqNum);
  }

  /** The timestamp, by convention milliseconds since the epoch. @throws `inexact_number` above 2^53 − 1. */
  get timestamp(): number {
    return exactNumber(this.#timestamp, "timestamp");
  }

  /** The timestamp, exact for every u64. */
  get timestampBig(): bigint {
    return BigInt(this.#timestamp);
  }

  /** The sequence number as a number when exact, else as a `bigint`. */
  get seqNumU64(): U64 {
    return this.#seqNum;
  }

  /** The timestamp as a number when exact, else as a `bigint`. */
  get timestampU64(): U64 {
    return this.#timestamp;
  }

  /** Numbers where they are exact, decimal strings otherwise. */
  toJSON(): { seqNum: number | string; timestamp: number | string } {
    return { seqNum: jsonU64(this.#seqNum), timestamp: jsonU64(this.#timestamp) };
  }

  static {
    printAs<StreamPosition>(StreamPosition.prototype, (position) => ({
      seqNum: position.#seqNum,
      timestamp: position.#timestamp,
    }));
  }
}

function jsonU64(value: U64): number | string {
  return typeof value === "number" ? value : value.toString();
}
