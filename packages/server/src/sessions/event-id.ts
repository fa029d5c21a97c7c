import { FormatError } from "../model/format-error.js";
import { U64_MAX } from "../model/limits.js";

/** How far a logical read has come over SSE, all its connections together. */
export interface EventId {
  /** The last delivered record. */
  readonly seqNum: bigint;
  readonly records: bigint;
  /** Metered. */
  readonly bytes: bigint;
}

/** Reads `Last-Event-ID`. @throws `FormatError` unless it is exactly three integers. */
export function parseLastEventId(text: string): EventId {
  const parts = text.split(",");
  const [seqNum, records, bytes] = parts.map((part) =>
    /^\+?[0-9]+$/.test(part) ? BigInt(part.replace("+", "")) : -1n,
  );
  if (parts.length !== 3 || !isU64(seqNum) || !isU64(records) || !isU64(bytes)) {
    throw new FormatError("last-event-id must be `seq_num,records,bytes`");
  }
  return { seqNum, records, bytes };
}

/** The id of the next batch: positions move on, counts add up and stop at the largest u64. */
export function advanceEventId(id: EventId, lastSeqNum: number, records: number, bytes: number): EventId {
  return {
    seqNum: BigInt(lastSeqNum),
    records: saturatingAdd(id.records, BigInt(records)),
    bytes: saturatingAdd(id.bytes, BigInt(bytes)),
  };
}

export function formatEventId({ seqNum, records, bytes }: EventId): string {
  return `${seqNum},${records},${bytes}`;
}

function isU64(value: bigint | undefined): value is bigint {
  return value !== undefined && value >= 0n && value <= U64_MAX;
}

function saturatingAdd(left: bigint, right: bigint): bigint {
  return left > U64_MAX - right ? U64_MAX : left + right;
}
