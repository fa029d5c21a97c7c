import type { HeaderInput, StreamCommand, U64 } from "@s2kit/core";
import { decodeCommand, encodeUtf8, exactNumber, printAs } from "@s2kit/core/internal";
import { ProtoReader } from "./proto-reader.js";
import { RecordHeader } from "./record-header.js";
import { readText } from "./text.js";

/** A record as its parts, for records that did not come as protobuf. */
export interface RecordParts {
  readonly seqNum: U64;
  readonly timestamp: U64;
  readonly headers?: readonly HeaderInput[] | undefined;
  readonly body?: string | Uint8Array | undefined;
}

interface DecodedParts {
  readonly seqNum: U64;
  readonly timestamp: U64;
  readonly headers: readonly RecordHeader[];
  readonly body: string | Uint8Array;
}

const reader = new ProtoReader();
const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * A record that was read: a light view over the frame that it came in. Body, text and headers are decoded when they are
 * looked at. A view keeps its whole frame (up to 2 MiB) in memory: {@link detach} what you keep for long.
 */
export class ReadRecord {
  // Plain properties, not #private ones: there may be millions of these, and plain ones are set up faster.
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly end: number;
  private readonly bodyStart: number;
  private readonly bodyEnd: number;
  private readonly hasHeaders: boolean;
  private readonly parts: DecodedParts | undefined;
  /** The sequence number: a number when exact, else a `bigint`. */
  readonly seqNumU64: U64;
  /** The timestamp: a number when exact, else a `bigint`. */
  readonly timestampU64: U64;

  /** @internal Use {@link ReadRecord.view} or {@link ReadRecord.from}. */
  private constructor(bytes: Uint8Array, start: number, end: number, parts: DecodedParts | undefined) {
    let seqNum: U64 = 0;
    let timestamp: U64 = 0;
    let bodyStart = 0;
    let bodyEnd = 0;
    let hasHeaders = false;
    if (parts === undefined) {
      reader.open(bytes, start, end);
      while (reader.position < end) {
        const tag = reader.uint32();
        if (tag === 0x08) seqNum = reader.u64();
        else if (tag === 0x10) timestamp = reader.u64();
        else if (tag === 0x22) {
          bodyEnd = reader.lengthEnd();
          bodyStart = reader.position;
          reader.position = bodyEnd;
        } else {
          if (tag === 0x1a) hasHeaders = true;
          reader.skip(tag & 7);
        }
      }
    } else {
      seqNum = parts.seqNum;
      timestamp = parts.timestamp;
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.bodyStart = bodyStart;
    this.bodyEnd = bodyEnd;
    this.hasHeaders = hasHeaders;
    this.parts = parts;
    this.seqNumU64 = seqNum;
    this.timestampU64 = timestamp;
  }

  /** @internal A view over an encoded SequencedRecord. @throws `protocol_error` when it is malformed. */
  static view(bytes: Uint8Array, start: number, end: number): ReadRecord {
    return new ReadRecord(bytes, start, end, undefined);
  }

  /** A record from its parts. */
  static from(parts: RecordParts): ReadRecord {
    const { seqNum, timestamp, headers = [], body = NOTHING } = parts;
    return new ReadRecord(NOTHING, 0, 0, {
      seqNum,
      timestamp,
      headers: headers.map(([name, value]) => new RecordHeader(bytesOf(name), bytesOf(value))),
      body,
    });
  }

  /** The sequence number. @throws `inexact_number` above 2^53 − 1: use {@link seqNumBig}. */
  get seqNum(): number {
    return typeof this.seqNumU64 === "number" ? this.seqNumU64 : exactNumber(this.seqNumU64, "seqNum");
  }

  /** The sequence number, exact for every u64. */
  get seqNumBig(): bigint {
    return BigInt(this.seqNumU64);
  }

  /** The timestamp, by convention milliseconds since the epoch. @throws `inexact_number` above 2^53 − 1. */
  get timestamp(): number {
    return typeof this.timestampU64 === "number" ? this.timestampU64 : exactNumber(this.timestampU64, "timestamp");
  }

  /** The timestamp, exact for every u64. */
  get timestampBig(): bigint {
    return BigInt(this.timestampU64);
  }

  /** The body: a view of the frame, not a copy. */
  get body(): Uint8Array {
    const { parts } = this;
    if (parts === undefined) return this.bytes.subarray(this.bodyStart, this.bodyEnd);
    return typeof parts.body === "string" ? encodeUtf8(parts.body) : parts.body;
  }

  /** The body as UTF-8 text; what is not UTF-8 becomes U+FFFD. Decoded anew at each call. */
  text(): string {
    const { parts } = this;
    if (parts === undefined) return readText(this.bytes, this.bodyStart, this.bodyEnd);
    return typeof parts.body === "string" ? parts.body : readText(parts.body, 0, parts.body.byteLength);
  }

  /** The body parsed as JSON, by `JSON.parse` and its rules for numbers. @throws `SyntaxError` */
  json<T = unknown>(): T {
    return JSON.parse(this.text()) as T;
  }

  /** Headers in order, duplicates included. Decoded anew at each call. */
  get headers(): readonly RecordHeader[] {
    if (this.parts !== undefined) return this.parts.headers;
    if (!this.hasHeaders) return [];
    const headers: RecordHeader[] = [];
    const { bytes } = this;
    const fields = new ProtoReader();
    fields.open(bytes, this.start, this.end);
    while (fields.position < this.end) {
      const tag = fields.uint32();
      if (tag !== 0x1a) {
        fields.skip(tag & 7);
        continue;
      }
      const end = fields.lengthEnd();
      headers.push(readHeader(bytes, fields.position, end));
      fields.position = end;
    }
    return headers;
  }

  /** The value of the first header with this name, as text. */
  header(name: string): string | undefined {
    return this.headers.find((header) => header.name === name)?.value;
  }

  /** The value of the first header with this name, as bytes. */
  headerBytes(name: string): Uint8Array | undefined {
    return this.headers.find((header) => header.name === name)?.valueBytes;
  }

  /** The record is a command (fence, trim): it has exactly one header, with an empty name. */
  get isCommand(): boolean {
    if (this.parts === undefined && !this.hasHeaders) return false;
    const { headers } = this;
    return headers.length === 1 && headers[0]?.nameBytes.byteLength === 0;
  }

  /** What the command asks for; `undefined` for other records and for commands that this version does not know. */
  get command(): StreamCommand | undefined {
    const { headers } = this;
    const [header] = headers;
    if (headers.length !== 1 || header === undefined || header.nameBytes.byteLength > 0) return undefined;
    return decodeCommand(header.valueBytes, this.body);
  }

  /** The metered size in bytes: 8, plus 2 for each header, plus header names, header values and body. */
  get meteredBytes(): number {
    let bytes = 8 + (this.parts === undefined ? this.bodyEnd - this.bodyStart : this.body.byteLength);
    if (this.parts === undefined && !this.hasHeaders) return bytes;
    for (const { nameBytes, valueBytes } of this.headers) bytes += 2 + nameBytes.byteLength + valueBytes.byteLength;
    return bytes;
  }

  /** The same record in memory of its own, so that its frame can be freed. */
  detach(): ReadRecord {
    if (this.parts !== undefined) return this;
    const copy = this.bytes.slice(this.start, this.end);
    return ReadRecord.view(copy, 0, copy.byteLength);
  }

  /** Headers and body are the same, byte for byte. */
  equals(headers: readonly RecordHeader[], body: Uint8Array): boolean {
    const ours = this.headers;
    return (
      ours.length === headers.length &&
      sameBytes(this.body, body) &&
      ours.every((header, index) => {
        const other = headers[index] as RecordHeader;
        return sameBytes(header.nameBytes, other.nameBytes) && sameBytes(header.valueBytes, other.valueBytes);
      })
    );
  }

  /** For logs: the body as text. Not a lossless form. */
  toJSON(): { seqNum: number | string; timestamp: number | string; headers: readonly RecordHeader[]; body: string } {
    return {
      seqNum: typeof this.seqNumU64 === "number" ? this.seqNumU64 : this.seqNumU64.toString(),
      timestamp: typeof this.timestampU64 === "number" ? this.timestampU64 : this.timestampU64.toString(),
      headers: this.headers,
      body: this.text(),
    };
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

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? encodeUtf8(value) : value;
}

function readHeader(bytes: Uint8Array, start: number, end: number): RecordHeader {
  let name = NOTHING;
  let value = NOTHING;
  const fields = new ProtoReader();
  fields.open(bytes, start, end);
  while (fields.position < end) {
    const tag = fields.uint32();
    if (tag !== 0x0a && tag !== 0x12) {
      fields.skip(tag & 7);
      continue;
    }
    const valueEnd = fields.lengthEnd();
    const view = bytes.subarray(fields.position, valueEnd);
    fields.position = valueEnd;
    if (tag === 0x0a) name = view;
    else value = view;
  }
  return new RecordHeader(name, value);
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.byteLength !== right.byteLength) return false;
  for (let index = 0; index < left.byteLength; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}
