import type { Position } from "../model/position.js";
import type { ValidRecord } from "../model/records.js";
import { encodeEntries } from "../wire/messages.js";

/** A record at rest: what reads must know about it, and where its encoded `ReadBatch` entry lies. */
export interface StoredRecord extends Position {
  readonly meteredBytes: number;
  /** When retention hides it, in milliseconds since the Unix epoch; `Infinity` keeps it for ever. */
  readonly expiresAtMs: number;
  /** Identifies the key that encrypted the record; undefined when it is plaintext. */
  readonly keyHash: string | undefined;
  /** Shared by all records of one append batch. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the records of one stream rest. The stream decides what is appended and trimmed; the log only keeps it.
 * Results may be promises, so that a log on disk fits behind the same interface.
 */
export interface RecordLog {
  /** Adds records whose sequence numbers follow the last ones. Settles when they are durable, in order of the calls. */
  append(records: readonly StoredRecord[]): undefined | Promise<void>;
  /**
   * Retained records with `from <= seqNum < to` in order, from the first that exists. Returns at least one if there
   * is any, and stops before a record that would exceed `maxRecords` or `maxBytes` (metered).
   */
  read(from: number, to: number, limit: ReadLimit): readonly StoredRecord[] | Promise<readonly StoredRecord[]>;
  /** The sequence number of the first retained, unexpired record at or after a timestamp. */
  findTimestamp(timestamp: bigint, nowMs: number): number | undefined | Promise<number | undefined>;
  /** Removes all records before a sequence number. */
  trim(before: number): void;
  /** Removes the expired records at the beginning; those between unexpired ones stay, hidden. */
  dropExpired(nowMs: number): void;
  /** When the last retained record expires: `-Infinity` when there is none. */
  lastExpiryMs(): number;
  /** Metered bytes of all retained records. */
  readonly meteredBytes: number;
}

/** How much one `RecordLog.read` may return. */
export interface ReadLimit {
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** Records that expired at or before this time are passed over. */
  readonly nowMs: number;
}

/** Gives validated records their places and encodes them once, in the form in which they are read. */
export function encodeRecords(
  records: readonly ValidRecord[],
  positions: readonly Position[],
  expiresAtMs: number,
  keyHash: string | undefined,
): StoredRecord[] {
  const sequenced = records.map(({ headers, body }, index) => {
    const { seqNum, timestamp } = positions[index]!;
    return { seqNum, timestamp, headers, body };
  });
  const { bytes, offsets } = encodeEntries(sequenced);
  return records.map((record, index) => {
    const { seqNum, timestamp } = positions[index]!;
    return {
      seqNum,
      timestamp,
      meteredBytes: record.meteredBytes,
      expiresAtMs,
      keyHash: record.command === undefined ? keyHash : undefined,
      bytes,
      start: offsets[index]!,
      end: offsets[index + 1]!,
    };
  });
}

/** The encoded entries of some records, as few views as possible. */
export function entryViews(records: readonly StoredRecord[]): Buffer[] {
  const views: Buffer[] = [];
  let from = 0;
  while (from < records.length) {
    const first = records[from]!;
    let to = from + 1;
    while (records[to]?.bytes === first.bytes && records[to]?.start === records[to - 1]!.end) to++;
    views.push(first.bytes.subarray(first.start, records[to - 1]!.end));
    from = to;
  }
  return views;
}
