import type { HeaderInput, U64 } from "@s2kit/core";
import { checkU64, byteLength as utf8Length } from "@s2kit/core/internal";
import { Base64Bytes } from "./base64.js";
import { allocate } from "./memory.js";
import {
  HEADER_ROW,
  type HeaderRows,
  NO_HEADERS,
  type RecordRows,
  type RecordTable,
  ROW,
  writeHeaderRow,
  writeRow,
} from "./record-table.js";
import { highHalf, lowHalf } from "./u64-halves.js";
import { writeText } from "./utf8.js";

/** A record as its parts, for one that did not come over the wire. */
export interface RecordParts {
  readonly seqNum: U64;
  readonly timestamp: U64;
  readonly headers?: readonly HeaderInput[] | undefined;
  /** Text is kept as UTF-8. Empty when left out. */
  readonly body?: string | Uint8Array | undefined;
}

/** Text, bytes, or bytes that came as base64. */
export type Content = string | Uint8Array | Base64Bytes;

/** The same, of a record that came in another form. */
export interface ReceivedParts {
  readonly seqNum: U64;
  readonly timestamp: U64;
  readonly headers?: readonly (readonly [name: Content, value: Content])[] | undefined;
  readonly body?: Content | undefined;
}

/** Records as scanned ones are. */
export interface LaidOut extends RecordTable {
  readonly bytes: Uint8Array;
}

/**
 * Lays records out as scanned ones are: the content of their headers and bodies, all in one buffer.
 *
 * @throws `invalid_argument` when a number is not a u64.
 */
export function layOut(records: readonly ReceivedParts[]): LaidOut {
  let size = 0;
  let headerCount = 0;
  for (const { headers = [], body = "" } of records) {
    for (const [name, value] of headers) size += sizeOf(name) + sizeOf(value);
    headerCount += headers.length;
    size += sizeOf(body);
  }
  const bytes = allocate(size);
  const rows: RecordRows = new Int32Array(records.length * ROW);
  const headerRows: HeaderRows = headerCount === 0 ? NO_HEADERS : new Int32Array(headerCount * HEADER_ROW);
  let row = 0;
  let headerRow = 0;
  let offset = 0;
  for (const { seqNum, timestamp, headers = [], body = "" } of records) {
    const headersStart = headerRow;
    for (const [name, value] of headers) {
      const nameEnd = write(bytes, offset, name);
      const valueEnd = write(bytes, nameEnd, value);
      writeHeaderRow(headerRows, headerRow, offset, nameEnd, nameEnd, valueEnd);
      headerRow += HEADER_ROW;
      offset = valueEnd;
    }
    const end = write(bytes, offset, body);
    const [seq, time] = [checkU64(seqNum, "seqNum"), checkU64(timestamp, "timestamp")];
    writeRow(
      rows,
      row,
      lowHalf(seq),
      highHalf(seq),
      lowHalf(time),
      highHalf(time),
      headersStart,
      headerRow,
      offset,
      end,
    );
    row += ROW;
    offset = end;
  }
  const byteLength = size + rows.byteLength + headerRows.byteLength;
  return { bytes, rows, headers: headerRows, byteLength };
}

function sizeOf(content: Content): number {
  return content instanceof Base64Bytes ? content.byteLength : utf8Length(content);
}

/** @returns The offset behind it. */
function write(target: Uint8Array, offset: number, content: Content): number {
  if (typeof content === "string") return offset + writeText(target, offset, content);
  if (content instanceof Base64Bytes) content.writeTo(target, offset);
  else target.set(content, offset);
  return offset + content.byteLength;
}
