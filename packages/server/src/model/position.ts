/** A place in a stream. */
export interface Position {
  /** A number is exact here: a stream assigns from 0 upwards and never gets near 2^53. */
  readonly seqNum: number;
  /** Any u64; milliseconds by convention only. */
  readonly timestamp: bigint;
}

/** The tail of a stream that was never written. */
export const ORIGIN: Position = { seqNum: 0, timestamp: 0n };
