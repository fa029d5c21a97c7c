import type { StreamPosition } from "@s2kit/core";
import { PositionParts } from "./position-codec.js";
import { ProtoReader } from "./proto-reader.js";
import {
  HEADER_ROW,
  type HeaderRows,
  type RecordRows,
  type RecordTable,
  ROW,
  writeHeaderRow,
  writeRow,
} from "./record-table.js";

const RECORD_TAG = 0x0a;
const TAIL_TAG = 0x12;
const SEQ_NUM_TAG = 0x08;
const TIMESTAMP_TAG = 0x10;
const HEADER_TAG = 0x1a;
const BODY_TAG = 0x22;
const NAME_TAG = 0x0a;
const VALUE_TAG = 0x12;

/** What a ReadBatch consists of. */
export interface ScannedBatch extends RecordTable {
  readonly tail: StreamPosition | undefined;
}

/** Rows of a batch of usual size, reused from scan to scan: what is found is copied out at the end. */
const usualRows: RecordRows = /* @__PURE__ */ new Int32Array(1000 * ROW);
const usualHeaders: HeaderRows = /* @__PURE__ */ new Int32Array(1000 * HEADER_ROW);

/** The headers of a batch while it is scanned; `used` integers are filled. */
interface FoundHeaders {
  rows: HeaderRows;
  used: number;
}

/**
 * Goes over an encoded ReadBatch once, checks all of it, and notes where things are. Copies and creates nothing
 * for a record.
 *
 * @param tagShift - What the tags of a record's fields are lower by than those of a SequencedRecord.
 * @throws `protocol_error` when anything in it is malformed, so that looking at a record later cannot fail.
 */
export function scanReadBatch(bytes: Uint8Array, tagShift = 0): ScannedBatch {
  const headers: FoundHeaders = { rows: usualHeaders, used: 0 };
  let rows = usualRows;
  let used = 0;
  let tail: PositionParts | undefined;
  const cursor = new ProtoReader().open(bytes, 0, bytes.byteLength);
  while (cursor.position < cursor.end) {
    const tag = cursor.tag();
    if (tag === RECORD_TAG) {
      if (used === rows.length) rows = doubled(rows);
      scanRecord(cursor, cursor.lengthEnd(), tagShift, headers, rows, used);
      used += ROW;
    } else if (tag === TAIL_TAG) {
      tail ??= new PositionParts();
      tail.merge(cursor, cursor.lengthEnd());
    } else {
      cursor.skip(tag, 2);
    }
  }
  return { rows: rows.slice(0, used), headers: headers.rows.slice(0, headers.used), tail: tail?.position() };
}

/** Scans one SequencedRecord, from the cursor up to `end`, into a row. Leaves the cursor at `end`. */
function scanRecord(
  cursor: ProtoReader,
  end: number,
  tagShift: number,
  headers: FoundHeaders,
  rows: RecordRows,
  row: number,
): void {
  const outerEnd = cursor.end;
  cursor.end = end;
  let seqLow = 0;
  let seqHigh = 0;
  let timeLow = 0;
  let timeHigh = 0;
  const headersStart = headers.used;
  let bodyStart = end;
  let bodyEnd = end;
  while (cursor.position < end) {
    const tag = cursor.tag() + tagShift;
    if (tag === SEQ_NUM_TAG) {
      cursor.varint();
      seqLow = cursor.low;
      seqHigh = cursor.high;
    } else if (tag === TIMESTAMP_TAG) {
      cursor.varint();
      timeLow = cursor.low;
      timeHigh = cursor.high;
    } else if (tag === BODY_TAG) {
      bodyEnd = cursor.lengthEnd();
      bodyStart = cursor.position;
      cursor.position = bodyEnd;
    } else if (tag === HEADER_TAG) {
      if (headers.used === headers.rows.length) headers.rows = doubled(headers.rows);
      scanHeader(cursor, cursor.lengthEnd(), headers.rows, headers.used);
      headers.used += HEADER_ROW;
    } else {
      cursor.skip(tag, 4);
    }
  }
  cursor.end = outerEnd;
  writeRow(rows, row, seqLow, seqHigh, timeLow, timeHigh, headersStart, headers.used, bodyStart, bodyEnd);
}

/** Scans one Header, from the cursor up to `end`, into a row. Leaves the cursor at `end`. */
function scanHeader(cursor: ProtoReader, end: number, rows: HeaderRows, row: number): void {
  const { bytes, position } = cursor;
  // Nearly all are a short name and a short value, and nothing else.
  if (bytes[position] === NAME_TAG) {
    const nameLength = bytes[position + 1] as number;
    const valueTagAt = position + 2 + nameLength;
    const valueLength = bytes[valueTagAt + 1] as number;
    if ((nameLength | valueLength) < 0x80 && bytes[valueTagAt] === VALUE_TAG && valueTagAt + 2 + valueLength === end) {
      cursor.position = end;
      return writeHeaderRow(rows, row, position + 2, valueTagAt, valueTagAt + 2, end);
    }
  }
  const outerEnd = cursor.end;
  cursor.end = end;
  let nameStart = end;
  let nameEnd = end;
  let valueStart = end;
  let valueEnd = end;
  while (cursor.position < end) {
    const tag = cursor.tag();
    if (tag === NAME_TAG) {
      nameEnd = cursor.lengthEnd();
      nameStart = cursor.position;
      cursor.position = nameEnd;
    } else if (tag === VALUE_TAG) {
      valueEnd = cursor.lengthEnd();
      valueStart = cursor.position;
      cursor.position = valueEnd;
    } else {
      cursor.skip(tag, 2);
    }
  }
  cursor.end = outerEnd;
  writeHeaderRow(rows, row, nameStart, nameEnd, valueStart, valueEnd);
}

function doubled(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(full.length * 2);
  larger.set(full);
  return larger;
}
