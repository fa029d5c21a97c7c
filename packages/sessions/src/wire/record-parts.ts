import type { HeaderInput, U64 } from "@s2kit/core";
import { byteLength, checkU64 } from "@s2kit/core/internal";
import { Base64Bytes } from "./base64.js";
import { headerSize, messageFieldSize, writeBytes, writeHeaderField } from "./bytes-field.js";
import { allocate } from "./proto-writer.js";
import { HEADER_TAG, type RecordRows, ROW, writeRow } from "./record-table.js";
import { highHalf, lowHalf } from "./u64-halves.js";

/** A record as its parts, for one that did not come over the wire. */
export interface RecordParts {
  readonly seqNum: U64;
  readonly timestamp: U64;
  readonly headers?: readonly HeaderInput[] | undefined;
  /** Text is kept as UTF-8. Empty when left out. */
  readonly body?: string | Uint8Array | undefined;
}

/** The same, where the body may have come as base64. */
export interface ReceivedParts extends Omit<RecordParts, "body"> {
  readonly body?: string | Uint8Array | Base64Bytes | undefined;
}

/**
 * Lays records out as scanned ones are: for each the headers as protobuf fields, then the body, all in one buffer.
 *
 * @throws `invalid_argument` when a number is not a u64.
 */
export function layOut(records: readonly ReceivedParts[]): { readonly bytes: Uint8Array; readonly rows: RecordRows } {
  const lengths: number[] = [];
  let size = 0;
  for (const record of records) size += measure(record, lengths);
  const bytes = allocate(size);
  const rows: RecordRows = new Int32Array(records.length * ROW);
  let read = 0;
  const nextLength = (): number => lengths[read++] as number;
  let offset = 0;
  for (let index = 0; index < records.length; index++) {
    offset = write(records[index] as ReceivedParts, bytes, offset, nextLength, rows, index * ROW);
  }
  return { bytes, rows };
}

/** Notes the lengths of each header's name and value, and of the body. @returns The size of all. */
function measure({ headers, body }: ReceivedParts, lengths: number[]): number {
  let size = 0;
  if (headers !== undefined) {
    for (const [name, value] of headers) {
      const nameLength = byteLength(name);
      const valueLength = byteLength(value);
      lengths.push(nameLength, valueLength);
      size += messageFieldSize(headerSize(nameLength, valueLength));
    }
  }
  const bodyLength = body === undefined ? 0 : typeof body === "string" ? byteLength(body) : body.byteLength;
  lengths.push(bodyLength);
  return size + bodyLength;
}

/** Writes a record's bytes and row. @returns The offset behind it. */
function write(
  record: ReceivedParts,
  bytes: Uint8Array,
  start: number,
  nextLength: () => number,
  rows: RecordRows,
  row: number,
): number {
  const { headers, body } = record;
  const seqNum = checkU64(record.seqNum, "seqNum");
  const timestamp = checkU64(record.timestamp, "timestamp");
  let bodyStart = start;
  if (headers !== undefined) {
    for (const header of headers) {
      bodyStart = writeHeaderField(bytes, bodyStart, HEADER_TAG, header, nextLength(), nextLength(), true);
    }
  }
  const end = writeBody(bytes, bodyStart, body ?? "", nextLength());
  writeRow(
    rows,
    row,
    lowHalf(seqNum),
    highHalf(seqNum),
    lowHalf(timestamp),
    highHalf(timestamp),
    start,
    bodyStart,
    bodyStart,
    end,
  );
  return end;
}

function writeBody(bytes: Uint8Array, start: number, body: string | Uint8Array | Base64Bytes, length: number): number {
  if (!(body instanceof Base64Bytes)) return writeBytes(bytes, start, body, length, true);
  body.writeTo(bytes, start);
  return start + length;
}
