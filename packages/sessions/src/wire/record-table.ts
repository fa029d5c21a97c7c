/** Where the parts of records lie in their bytes: {@link ROW} integers for each record. */
export type RecordRows = Int32Array<ArrayBuffer>;

/** Integers of one record. Numbers are kept in halves, so that every u64 fits; positions are offsets into the bytes. */
export const ROW = 8;
export const SEQ_LOW = 0;
export const SEQ_HIGH = 1;
export const TIME_LOW = 2;
export const TIME_HIGH = 3;
/** Where the record's headers begin and end in the {@link HeaderRows}. */
export const HEADERS_START = 4;
export const HEADERS_END = 5;
export const BODY_START = 6;
export const BODY_END = 7;

/** Where names and values of headers lie in their bytes: {@link HEADER_ROW} integers for each header. */
export type HeaderRows = Int32Array<ArrayBuffer>;

/** Integers of one header: offsets into the bytes. What is empty has equal ends. */
export const HEADER_ROW = 4;
export const NAME_START = 0;
export const NAME_END = 1;
export const VALUE_START = 2;
export const VALUE_END = 3;

export const NO_HEADERS: HeaderRows = /* @__PURE__ */ new Int32Array(0);

/** Where the records of a batch are. */
export interface RecordTable {
  readonly rows: RecordRows;
  readonly headers: HeaderRows;
  /** What the records take in memory, in bytes, unless it is the size of the bytes that they lie in. */
  readonly byteLength?: number;
}

/** Fills the row of a record; the values in the order of the columns. */
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

/** Fills the row of a header; the values in the order of the columns. */
export function writeHeaderRow(
  rows: HeaderRows,
  row: number,
  nameStart: number,
  nameEnd: number,
  valueStart: number,
  valueEnd: number,
): void {
  rows[row + NAME_START] = nameStart;
  rows[row + NAME_END] = nameEnd;
  rows[row + VALUE_START] = valueStart;
  rows[row + VALUE_END] = valueEnd;
}
