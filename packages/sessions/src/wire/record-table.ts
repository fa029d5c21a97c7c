import type { StreamPosition } from "@s2kit/core";
import { PositionParts } from "./position-codec.js";
import { ProtoReader } from "./proto-reader.js";

const RECORD_TAG = 0x0a;
const TAIL_TAG = 0x12;
const SEQ_NUM_TAG = 0x08;
const TIMESTAMP_TAG = 0x10;
/** The tag of a header in a SequencedRecord. */
export const HEADER_TAG = 0x1a;
const BODY_TAG = 0x22;
const NAME_TAG = 0x0a;
const VALUE_TAG = 0x12;

/** Where the parts of records lie in their bytes: {@link ROW} integers for each record. */
export type RecordRows = Int32Array<ArrayBuffer>;

/** Integers of one row. Numbers are kept in halves, so that every u64 fits; positions are offsets into the bytes. */
export const ROW = 8;
export const SEQ_LOW = 0;
export const SEQ_HIGH = 1;
export const TIME_LOW = 2;
export const TIME_HIGH = 3;
/** From the first header's field to the end of the last one, with other fields in between perhaps. Equal without headers. */
export const HEADERS_START = 4;
export const HEADERS_END = 5;
export const BODY_START = 6;
export const BODY_END = 7;

/** What a ReadBatch consists of. */
export interface RecordTable {
  readonly rows: RecordRows;
  readonly tail: StreamPosition | undefined;
}

/** Rows of a batch of usual size, reused from scan to scan: what is found is copied out at the end. */
const usual: RecordRows = /* @__PURE__ */ new Int32Array(1000 * ROW);

/**
 * Goes over an encoded ReadBatch once, checks all of it, and notes where things are. Copies and creates nothing
 * for a record.
 *
 * @throws `protocol_error` when anything in it is malformed, so that looking at a record later cannot fail.
 */
export function scanReadBatch(bytes: Uint8Array): RecordTable {
  let rows = usual;
  let used = 0;
  let tail: PositionParts | undefined;
  const cursor = new ProtoReader().open(bytes, 0, bytes.byteLength);
  while (cursor.position < cursor.end) {
    const tag = cursor.tag();
    if (tag === RECORD_TAG) {
      if (used === rows.length) rows = doubled(rows);
      scanRecord(cursor, cursor.lengthEnd(), rows, used);
      used += ROW;
    } else if (tag === TAIL_TAG) {
      tail ??= new PositionParts();
      tail.merge(cursor, cursor.lengthEnd());
    } else {
      cursor.skip(tag, 2);
    }
  }
  return { rows: rows.slice(0, used), tail: tail?.position() };
}

/** Scans one SequencedRecord, from the cursor up to `end`, into a row. Leaves the cursor at `end`. */
function scanRecord(cursor: ProtoReader, end: number, rows: RecordRows, row: number): void {
  const outerEnd = cursor.end;
  cursor.end = end;
  let seqLow = 0;
  let seqHigh = 0;
  let timeLow = 0;
  let timeHigh = 0;
  let headersStart = end;
  let headersEnd = end;
  let bodyStart = end;
  let bodyEnd = end;
  while (cursor.position < end) {
    const start = cursor.position;
    const tag = cursor.tag();
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
      if (headersStart === end) headersStart = start;
      headersEnd = cursor.lengthEnd();
      checkHeader(cursor, headersEnd);
    } else {
      cursor.skip(tag, 4);
    }
  }
  cursor.end = outerEnd;
  writeRow(rows, row, seqLow, seqHigh, timeLow, timeHigh, headersStart, headersEnd, bodyStart, bodyEnd);
}

/** Fills a row; the values in the order of the columns. */
export function writeRow(
  rows: RecordRows,
  row: number,
  seqLow: number,
  seqHigh: number,
  timeLow: number,
  timeHigh: number,
  headersStart: number,
  headersEnd: number,
  bodyStart: number,
  bodyEnd: number,
): void {
  rows[row + SEQ_LOW] = seqLow;
  rows[row + SEQ_HIGH] = seqHigh;
  rows[row + TIME_LOW] = timeLow;
  rows[row + TIME_HIGH] = timeHigh;
  rows[row + HEADERS_START] = headersStart;
  rows[row + HEADERS_END] = headersEnd;
  rows[row + BODY_START] = bodyStart;
  rows[row + BODY_END] = bodyEnd;
}

function checkHeader(cursor: ProtoReader, end: number): void {
  const outerEnd = cursor.end;
  cursor.end = end;
  while (cursor.position < end) {
    const tag = cursor.tag();
    if (tag === NAME_TAG || tag === VALUE_TAG) cursor.position = cursor.lengthEnd();
    else cursor.skip(tag, 2);
  }
  cursor.end = outerEnd;
}

function doubled(full: RecordRows): RecordRows {
  const larger = new Int32Array(full.length * 2);
  larger.set(full);
  return larger;
}
