import { S2Error, type StreamPosition, type U64, UsageError } from "@s2kit/core";
import { printAs } from "@s2kit/core/internal";
import { scanReadBatch } from "./batch-scan.js";
import { SharedBytes } from "./bytes.js";
import { ReadRecord } from "./read-record.js";
import { type RecordRows, type RecordTable, ROW } from "./record-table.js";

const NOTHING: SharedBytes = /* @__PURE__ */ new SharedBytes(/* @__PURE__ */ new Uint8Array(0));
const NO_ROWS: RecordRows = /* @__PURE__ */ new Int32Array(0);

/**
 * Records that came together: a view of one frame. A record is made when it is looked at.
 * Without records it is a heartbeat, which only tells the tail.
 */
export class RecordBatch implements Iterable<ReadRecord> {
  /** How many records there are. */
  readonly count: number;
  /** The stream's tail, which the service tells only while the reader is at the tail. */
  readonly tail: StreamPosition | undefined;
  /** What the batch takes in memory while it is held, in bytes: the size of its payload, where it came in a frame. */
  readonly byteLength: number;
  readonly #shared: SharedBytes;
  readonly #rows: RecordRows;
  #records: readonly ReadRecord[] | undefined;
  #meteredBytes: number | undefined;

  private constructor(
    shared: SharedBytes,
    rows: RecordRows,
    records: readonly ReadRecord[] | undefined,
    tail: StreamPosition | undefined,
    byteLength: number,
  ) {
    this.#shared = shared;
    this.#rows = rows;
    this.#records = records;
    this.count = records?.length ?? rows.length / ROW;
    this.tail = tail;
    this.byteLength = byteLength;
  }

  /** @internal A view of bytes whose records were found. */
  static view(bytes: Uint8Array, table: RecordTable, tail: StreamPosition | undefined): RecordBatch {
    const { rows, headers, byteLength = bytes.byteLength } = table;
    return new RecordBatch(new SharedBytes(bytes, headers), rows, undefined, tail, byteLength);
  }

  /**
   * A batch of records that exist already.
   *
   * @param byteLength - What the batch counts against limits of memory, in bytes. Default: its metered size.
   */
  static from(records: readonly ReadRecord[], tail?: StreamPosition | undefined, byteLength?: number): RecordBatch {
    return new RecordBatch(NOTHING, NO_ROWS, [...records], tail, byteLength ?? meteredBytesOf(records));
  }

  /** All records. They are made at the first use and then kept. */
  get records(): readonly ReadRecord[] {
    if (this.#records === undefined) {
      const records: ReadRecord[] = new Array(this.count);
      for (let index = 0; index < records.length; index++) records[index] = this.#make(index);
      this.#records = records;
    }
    return this.#records;
  }

  /**
   * One record. Made anew at each call unless {@link records} was used before.
   *
   * @param index - From 0 to `count - 1`.
   * @throws `invalid_argument` for any other index.
   */
  at(index: number): ReadRecord {
    if (index >>> 0 !== index || index >= this.count) {
      throw new UsageError("index", `index must be from 0 to ${this.count - 1}, got ${index}`);
    }
    return this.#records?.[index] ?? this.#make(index);
  }

  /** Sequence number of the first record: a number when exact, else a `bigint`; `undefined` without records. */
  get firstSeqNum(): U64 | undefined {
    return this.count === 0 ? undefined : this.at(0).seqNumU64;
  }

  /** Sequence number of the last record: a number when exact, else a `bigint`; `undefined` without records. */
  get lastSeqNum(): U64 | undefined {
    return this.count === 0 ? undefined : this.at(this.count - 1).seqNumU64;
  }

  /** The sum of the records' metered sizes, in bytes. */
  get meteredBytes(): number {
    this.#meteredBytes ??= meteredBytesOf(this);
    return this.#meteredBytes;
  }

  /** Some of the records, with the same tail. Positions are as in `Array.prototype.slice`. */
  slice(start: number, end: number = this.count): RecordBatch {
    if (start === 0 && end >= this.count) return this;
    if (this.#records !== undefined) return this.#with(NO_ROWS, this.#records.slice(start, end));
    return this.#with(this.#rows.subarray(start * ROW, end * ROW), undefined);
  }

  /** The batch without its command records; itself when it has none. */
  withoutCommands(): RecordBatch {
    const kept = this.records.filter((record) => !record.isCommand);
    return kept.length === this.count ? this : this.#with(NO_ROWS, kept);
  }

  *[Symbol.iterator](): IterableIterator<ReadRecord> {
    for (let index = 0; index < this.count; index++) yield this.at(index);
  }

  /** For logs, not for storage: see {@link ReadRecord.toJSON}. */
  toJSON(): { records: readonly ReadRecord[]; tail: StreamPosition | undefined } {
    return { records: this.records, tail: this.tail };
  }

  static {
    printAs<RecordBatch>(RecordBatch.prototype, (batch) => batch.toJSON());
  }

  #make(index: number): ReadRecord {
    return ReadRecord.view(this.#shared, this.#rows, index * ROW);
  }

  #with(rows: RecordRows, records: readonly ReadRecord[] | undefined): RecordBatch {
    return new RecordBatch(this.#shared, rows, records, this.tail, this.byteLength);
  }
}

/**
 * Decodes a ReadBatch: checks all of it and finds its records, but makes none. The batch is a view of the payload.
 *
 * @throws `protocol_error`, not retryable; nothing was changed by reading.
 */
export function decodeReadBatch(payload: Uint8Array): RecordBatch {
  try {
    const table = scanReadBatch(payload);
    return RecordBatch.view(payload, table, table.tail);
  } catch (error) {
    throw S2Error.is(error) ? error.withVerdict(false) : error;
  }
}

function meteredBytesOf(records: Iterable<ReadRecord>): number {
  let bytes = 0;
  for (const record of records) bytes += record.meteredBytes;
  return bytes;
}
