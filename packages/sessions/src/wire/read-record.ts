import type { StreamCommand, U64 } from "@s2kit/core";
import { decodeCommand, exactNumber, printAs } from "@s2kit/core/internal";
import { equalBytes, SharedBytes } from "./bytes.js";
import { RecordHeader } from "./record-header.js";
import { layOut, type RecordParts } from "./record-parts.js";
import {
  BODY_END,
  BODY_START,
  HEADER_ROW,
  HEADERS_END,
  HEADERS_START,
  type HeaderRows,
  NAME_END,
  NAME_START,
  type RecordRows,
  SEQ_HIGH,
  SEQ_LOW,
  TIME_HIGH,
  TIME_LOW,
  VALUE_START,
} from "./record-table.js";
import { equalsText } from "./text.js";
import { joinHalves } from "./u64-halves.js";

export type { RecordParts } from "./record-parts.js";

/**
 * A record that was read: a light view of the frame it came in. Numbers, text and headers are decoded when they are
 * looked at, anew each time. A view keeps its whole frame (up to 2 MiB) in memory: {@link detach} what you keep for long.
 */
export class ReadRecord {
  readonly #shared: SharedBytes;
  readonly #rows: RecordRows;
  /** Where this record's row begins in `#rows`. */
  readonly #row: number;

  private constructor(shared: SharedBytes, rows: RecordRows, row: number) {
    this.#shared = shared;
    this.#rows = rows;
    this.#row = row;
  }

  /** @internal A view of a scanned record. */
  static view(shared: SharedBytes, rows: RecordRows, row: number): ReadRecord {
    return new ReadRecord(shared, rows, row);
  }

  /** A record made from its parts, which are copied. @throws `invalid_argument` when a number is not a u64. */
  static from(parts: RecordParts): ReadRecord {
    const { bytes, rows, headers } = layOut([parts]);
    return new ReadRecord(new SharedBytes(bytes, headers), rows, 0);
  }

  /** The sequence number. @throws `inexact_number` above 2^53 − 1: use {@link seqNumBig}. */
  get seqNum(): number {
    const seqNum = this.seqNumU64;
    return typeof seqNum === "number" ? seqNum : exactNumber(seqNum, "seqNum");
  }

  /** The sequence number, exact for every u64. */
  get seqNumBig(): bigint {
    return BigInt(this.seqNumU64);
  }

  /** The sequence number: a number when exact, else a `bigint`. */
  get seqNumU64(): U64 {
    return joinHalves(this.#int(SEQ_LOW), this.#int(SEQ_HIGH));
  }

  /** The timestamp, by convention milliseconds since the epoch. @throws `inexact_number` above 2^53 − 1. */
  get timestamp(): number {
    const timestamp = this.timestampU64;
    return typeof timestamp === "number" ? timestamp : exactNumber(timestamp, "timestamp");
  }

  /** The timestamp, exact for every u64. */
  get timestampBig(): bigint {
    return BigInt(this.timestampU64);
  }

  /** The timestamp: a number when exact, else a `bigint`. */
  get timestampU64(): U64 {
    return joinHalves(this.#int(TIME_LOW), this.#int(TIME_HIGH));
  }

  /**
   * The timestamp as milliseconds since the epoch. An invalid `Date` beyond the year 275 760.
   * @throws `inexact_number` above 2^53 − 1.
   */
  get date(): Date {
    return new Date(this.timestamp);
  }

  /** The body: a view of the frame, not a copy. */
  get body(): Uint8Array {
    return this.#shared.view(this.#int(BODY_START), this.#int(BODY_END));
  }

  /** The body as UTF-8 text; what is not UTF-8 becomes U+FFFD. */
  text(): string {
    return this.#shared.text(this.#int(BODY_START), this.#int(BODY_END));
  }

  /**
   * The body parsed by `JSON.parse`, with its rules: integers beyond 2^53 are rounded. The type is the caller's claim.
   * @throws `SyntaxError` when the body is not JSON.
   */
  json<T = unknown>(): T {
    return JSON.parse(this.text()) as T;
  }

  /** Headers in order, duplicates included. */
  get headers(): readonly RecordHeader[] {
    const headers: RecordHeader[] = [];
    const end = this.#int(HEADERS_END);
    for (let row = this.#int(HEADERS_START); row < end; row += HEADER_ROW) {
      headers.push(RecordHeader.view(this.#shared, row));
    }
    return headers;
  }

  /** The value of the first header with this name, as text. Decodes nothing else. */
  header(name: string): string | undefined {
    return this.#find(name)?.value;
  }

  /** The value of the first header with this name: a view, not a copy. */
  headerBytes(name: string): Uint8Array | undefined {
    return this.#find(name)?.valueBytes;
  }

  /** The record is a command (fence, trim): it has exactly one header, with an empty name. */
  get isCommand(): boolean {
    const { headers } = this.#shared;
    const row = this.#int(HEADERS_START);
    return this.#int(HEADERS_END) - row === HEADER_ROW && headers[row + NAME_START] === headers[row + NAME_END];
  }

  /** What the command asks for; `undefined` for other records and for commands that this version does not know. */
  get command(): StreamCommand | undefined {
    const operation = this.isCommand ? this.headerBytes("") : undefined;
    return operation && decodeCommand(operation, this.body);
  }

  /** The metered size in bytes: 8, plus 2 for each header, plus header names, header values and body. */
  get meteredBytes(): number {
    let bytes = 8 + this.#int(BODY_END) - this.#int(BODY_START);
    const { headers } = this.#shared;
    const end = this.#int(HEADERS_END);
    for (let row = this.#int(HEADERS_START); row < end; row += HEADER_ROW) {
      bytes += 2 + spanOf(headers, row + NAME_START) + spanOf(headers, row + VALUE_START);
    }
    return bytes;
  }

  /** The same record in memory of its own, so that its frame can be freed. */
  detach(): ReadRecord {
    return ReadRecord.from({
      seqNum: this.seqNumU64,
      timestamp: this.timestampU64,
      headers: this.headers.map(({ nameBytes, valueBytes }) => [nameBytes, valueBytes]),
      body: this.body,
    });
  }

  /** Headers and body are the same, byte for byte. */
  equals(headers: readonly RecordHeader[], body: Uint8Array): boolean {
    const ours = this.headers;
    return (
      ours.length === headers.length &&
      equalBytes(this.body, body) &&
      ours.every((header, index) => header.equals(headers[index] as RecordHeader))
    );
  }

  /** For logs, not for storage: text in place of bytes; numbers as strings where a number is not exact. */
  toJSON(): { seqNum: number | string; timestamp: number | string; headers: [string, string][]; body: string } {
    const { seqNumU64, timestampU64 } = this;
    return {
      seqNum: typeof seqNumU64 === "number" ? seqNumU64 : seqNumU64.toString(),
      timestamp: typeof timestampU64 === "number" ? timestampU64 : timestampU64.toString(),
      headers: this.headers.map((header) => header.toJSON()),
      body: this.text(),
    };
  }

  #int(column: number): number {
    return this.#rows[this.#row + column] as number;
  }

  #find(name: string): RecordHeader | undefined {
    const { bytes, headers } = this.#shared;
    const end = this.#int(HEADERS_END);
    for (let row = this.#int(HEADERS_START); row < end; row += HEADER_ROW) {
      const nameStart = headers[row + NAME_START] as number;
      const nameEnd = headers[row + NAME_END] as number;
      if (equalsText(bytes, nameStart, nameEnd, name)) return RecordHeader.view(this.#shared, row);
    }
    return undefined;
  }

  static {
    printAs<ReadRecord>(ReadRecord.prototype, (record) => ({
      seqNum: record.seqNumU64,
      timestamp: record.timestampU64,
      headers: record.headers.map((header) => header.toJSON()),
      body: record.text(),
    }));
  }
}

/** How many bytes lie between the start that stands in this column and the end, in the next. */
function spanOf(headers: HeaderRows, column: number): number {
  return (headers[column + 1] as number) - (headers[column] as number);
}
