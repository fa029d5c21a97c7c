import type { HeaderInput, U64 } from "@s2kit/core";
import { byteLength, checkU64 } from "@s2kit/core/internal";
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

/**
 * Lays a record out as a scanned one is: the headers as protobuf fields, then the body.
 *
 * @throws `invalid_argument` when a number is not a u64.
 */
export function layOut(parts: RecordParts): { readonly bytes: Uint8Array; readonly rows: RecordRows } {
  const { headers = [], body = "" } = parts;
  const seqNum = checkU64(parts.seqNum, "seqNum");
  const timestamp = checkU64(parts.timestamp, "timestamp");
  const bodyLength = byteLength(body);
  const lengths = headers.map(([name, value]) => [byteLength(name), byteLength(value)] as const);
  const bodyStart = lengths.reduce((size, [name, value]) => size + messageFieldSize(headerSize(name, value)), 0);
  const end = bodyStart + bodyLength;
  const bytes = allocate(end);
  let offset = 0;
  for (let index = 0; index < headers.length; index++) {
    const [nameLength, valueLength] = lengths[index] as readonly [number, number];
    offset = writeHeaderField(bytes, offset, HEADER_TAG, headers[index] as HeaderInput, nameLength, valueLength);
  }
  writeBytes(bytes, offset, body, bodyLength);
  const rows: RecordRows = new Int32Array(ROW);
  // The walk over the headers must end before the body, which is no protobuf field here.
  writeRow(
    rows,
    0,
    lowHalf(seqNum),
    highHalf(seqNum),
    lowHalf(timestamp),
    highHalf(timestamp),
    0,
    bodyStart,
    bodyStart,
    end,
  );
  return { bytes, rows };
}
