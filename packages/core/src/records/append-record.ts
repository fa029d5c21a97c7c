import { UsageError, usageError } from "../errors/usage-error.js";
import { checkFencingToken, MAX_BATCH_BYTES } from "../limits.js";
import { byteLength } from "../values/byte-length.js";
import { isU64, type U64 } from "../values/u64.js";
import { encodeUtf8 } from "../values/utf8.js";
import { checkCommand } from "./command.js";

/** A header of a record. Order and duplicates are kept. The name must not be empty (except in command records). */
export type HeaderInput = readonly [name: string | Uint8Array, value: string | Uint8Array];

/** A record to append. Text is sent as UTF-8. At most 1 MiB metered. */
export interface AppendRecord {
  /** The payload; empty when left out. */
  readonly body?: string | Uint8Array | undefined;
  readonly headers?: readonly HeaderInput[] | undefined;
  /**
   * By convention milliseconds since the epoch. Whether it is required, kept or capped at the time of arrival
   * is the stream's `timestamping` configuration.
   */
  readonly timestamp?: U64 | Date | undefined;
}

/** Builders of command records: they change the stream when they are appended, and are read back like any other. */
export const AppendRecord: {
  /**
   * Sets the stream's fencing token: later appends that carry another token are refused. Empty clears it.
   * @throws `invalid_argument` when the token is longer than 36 bytes.
   */
  fence(token: string): AppendRecord;
  /**
   * Asks the service to drop records before `seqNum` (but never beyond this record itself). Takes effect soon, not at once.
   * @throws `invalid_argument` unless `seqNum` is a u64.
   */
  trim(seqNum: U64): AppendRecord;
} = {
  fence: (token) => ({ headers: [["", "fence"]], body: checkFencingToken(token, "token") }),
  trim(seqNum) {
    if (!isU64(seqNum)) throw usageError("seqNum", "a u64", seqNum);
    const body = new Uint8Array(8);
    new DataView(body.buffer).setBigUint64(0, BigInt(seqNum));
    return { headers: [["", "trim"]], body };
  },
};

/**
 * The metered size of a record in bytes, by which S2 limits and bills:
 * 8, plus 2 for each header, plus the lengths of header names, header values and body.
 */
export function meteredBytes(record: AppendRecord): number {
  const { body, headers } = record;
  let bytes = 8;
  if (body !== undefined) bytes += byteLength(body);
  if (headers !== undefined) {
    for (const [name, value] of headers) bytes += 2 + byteLength(name) + byteLength(value);
  }
  return bytes;
}

/** The largest body in bytes that fits into one record beside these headers. */
export function maxBodyBytes(headers: readonly HeaderInput[] = []): number {
  return MAX_BATCH_BYTES - meteredBytes({ headers });
}

/**
 * Checks one record as the service would, and meters it.
 *
 * @param index - Where it stands in its batch, for the message.
 * @returns Metered bytes.
 * @throws `invalid_argument` naming field, limit and value.
 */
export function checkRecord(record: AppendRecord, index: number): number {
  if (typeof record !== "object" || record === null) throw usageError(`records[${index}]`, "an object", record);
  const { body, headers, timestamp } = record;
  let bytes = 8;
  if (body !== undefined) bytes += checkedLength(body, index);
  if (timestamp !== undefined) timestampU64(timestamp, index);
  if (headers !== undefined) bytes += checkHeaders(headers, body, index);
  if (bytes > MAX_BATCH_BYTES) {
    throw new UsageError(
      `records[${index}]`,
      `records[${index}] must be at most ${MAX_BATCH_BYTES} metered bytes, got ${bytes}`,
    );
  }
  return bytes;
}

/** A record's timestamp as a u64. @throws `invalid_argument` */
export function timestampU64(timestamp: U64 | Date, index: number): U64 {
  const value = timestamp instanceof Date ? timestamp.getTime() : timestamp;
  if (isU64(value)) return value;
  throw usageError(`records[${index}].timestamp`, "a u64 or a valid Date", timestamp);
}

/** The bytes of a body, or of a header's name (`part` 0) or value (`part` 1). */
function checkedLength(value: unknown, index: number, header?: number, part?: 0 | 1): number {
  if (typeof value === "string" || value instanceof Uint8Array) return byteLength(value);
  const field = header === undefined ? "body" : `headers[${header}][${part}]`;
  throw usageError(`records[${index}].${field}`, "a string or a Uint8Array", value);
}

/** What a message needs is put together only when there is one: this runs for every header that is appended. */
function checkHeaders(headers: readonly HeaderInput[], body: string | Uint8Array | undefined, index: number): number {
  if (!Array.isArray(headers)) throw usageError(`records[${index}].headers`, "an array of [name, value]", headers);
  let bytes = 0;
  for (let at = 0; at < headers.length; at++) {
    const header: unknown = headers[at];
    if (!Array.isArray(header) || header.length !== 2) {
      throw usageError(`records[${index}].headers[${at}]`, "a pair of name and value", header);
    }
    const nameBytes = checkedLength(header[0], index, at, 0);
    bytes += 2 + nameBytes + checkedLength(header[1], index, at, 1);
    if (nameBytes === 0) {
      if (headers.length > 1) {
        const field = `records[${index}].headers[${at}]`;
        throw new UsageError(
          field,
          `${field} has an empty name: only a command record may, and it has exactly one header`,
        );
      }
      checkCommand(bytesOf(header[1] as string | Uint8Array), bytesOf(body ?? ""), index);
    }
  }
  return bytes;
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? encodeUtf8(value) : value;
}
