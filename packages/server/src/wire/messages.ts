import type { Position } from "../model/position.js";
import type { AppendInput, AppendRecord, Header } from "../model/records.js";
import { LENGTH_DELIMITED, ProtoReader, ProtoWriter, VARINT, varintSize } from "./proto.js";

/** An acknowledged append: its first record, one past its last record, and the stream's tail. */
export interface AppendAck {
  readonly start: Position;
  readonly end: Position;
  readonly tail: Position;
}

/** A stored record, taken apart. */
export interface SequencedRecord {
  readonly seqNum: number;
  readonly timestamp: bigint;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

const EMPTY: Buffer = Buffer.alloc(0);

/** Decodes an `AppendInput`; bodies and headers are views of `buffer`. @throws `FormatError` when malformed. */
export function decodeAppendInput(buffer: Buffer): AppendInput {
  const reader = new ProtoReader(buffer);
  const records: AppendRecord[] = [];
  let matchSeqNum: bigint | undefined;
  let fencingToken: string | undefined;
  while (!reader.done) {
    const { field, type } = reader.tag();
    if (field === 1) records.push(decodeAppendRecord(reader.message(type)));
    else if (field === 2) matchSeqNum = reader.uint64(type);
    else if (field === 3) fencingToken = reader.string(type);
    else reader.skip(field, type);
  }
  return { records, matchSeqNum, fencingToken };
}

function decodeAppendRecord(reader: ProtoReader): AppendRecord {
  let timestamp: bigint | undefined;
  let headers: Header[] | undefined;
  let body = EMPTY;
  while (!reader.done) {
    const { field, type } = reader.tag();
    if (field === 1) timestamp = reader.uint64(type);
    else if (field === 2) {
      headers ??= [];
      headers.push(decodeHeader(reader.message(type)));
    } else if (field === 3) body = reader.bytes(type);
    else reader.skip(field, type);
  }
  return { timestamp, headers: headers ?? [], body };
}

function decodeHeader(reader: ProtoReader): Header {
  let name = EMPTY;
  let value = EMPTY;
  while (!reader.done) {
    const { field, type } = reader.tag();
    if (field === 1) name = reader.bytes(type);
    else if (field === 2) value = reader.bytes(type);
    else reader.skip(field, type);
  }
  return { name, value };
}

/** Encodes an `AppendAck`. */
export function encodeAppendAck(ack: AppendAck): Buffer {
  const positions = [ack.start, ack.end, ack.tail];
  const writer = new ProtoWriter(positions.reduce((sum, position) => sum + positionFieldSize(position), 0));
  positions.forEach((position, index) => {
    writePosition(writer, index + 1, position);
  });
  return writer.buffer;
}

/** Encodes field 2 of a `ReadBatch`, which may simply follow its encoded records. */
export function encodeReadBatchTail(tail: Position): Buffer {
  const writer = new ProtoWriter(positionFieldSize(tail));
  writePosition(writer, 2, tail);
  return writer.buffer;
}

function positionSize({ seqNum, timestamp }: Position): number {
  return (seqNum === 0 ? 0 : 1 + varintSize(seqNum)) + (timestamp === 0n ? 0 : 1 + varintSize(timestamp));
}

/** A position takes at most 20 bytes, so tag and length take one byte each. */
function positionFieldSize(position: Position): number {
  return 2 + positionSize(position);
}

function writePosition(writer: ProtoWriter, field: number, position: Position): void {
  writer.tag(field, LENGTH_DELIMITED);
  writer.varint(positionSize(position));
  writeIds(writer, position.seqNum, position.timestamp);
}

/** Fields 1 and 2 of a position and of a record alike; proto3 leaves zeros out. */
function writeIds(writer: ProtoWriter, seqNum: number, timestamp: bigint): void {
  if (seqNum !== 0) {
    writer.tag(1, VARINT);
    writer.varint(seqNum);
  }
  if (timestamp !== 0n) {
    writer.tag(2, VARINT);
    writer.varint(timestamp);
  }
}

/**
 * Encodes records as consecutive entries of `ReadBatch.records`. Any run of entries, followed by an optional encoded
 * tail, is a complete `ReadBatch`, so batches are cut from stored entries without encoding anything again.
 *
 * @returns The bytes, and where each entry begins; one more offset marks the end.
 */
export function encodeEntries(records: readonly SequencedRecord[]): { bytes: Buffer; offsets: number[] } {
  const sizes = records.map(recordSize);
  const total = sizes.reduce((sum, size) => sum + 1 + varintSize(size) + size, 0);
  const writer = new ProtoWriter(total);
  const offsets = records.map((record, index) => {
    const offset = writer.offset;
    writer.tag(1, LENGTH_DELIMITED);
    writer.varint(sizes[index]!);
    writeRecord(writer, record);
    return offset;
  });
  return { bytes: writer.buffer, offsets: [...offsets, total] };
}

function headerSize({ name, value }: Header): number {
  return fieldSize(name.length) + fieldSize(value.length);
}

function fieldSize(length: number): number {
  return length === 0 ? 0 : 1 + varintSize(length) + length;
}

function recordSize(record: SequencedRecord): number {
  let size = positionSize(record) + fieldSize(record.body.length);
  for (const header of record.headers) {
    const inner = headerSize(header);
    size += 1 + varintSize(inner) + inner;
  }
  return size;
}

function writeRecord(writer: ProtoWriter, record: SequencedRecord): void {
  writeIds(writer, record.seqNum, record.timestamp);
  for (const header of record.headers) {
    writer.tag(3, LENGTH_DELIMITED);
    writer.varint(headerSize(header));
    if (header.name.length > 0) writer.bytes(1, header.name);
    if (header.value.length > 0) writer.bytes(2, header.value);
  }
  if (record.body.length > 0) writer.bytes(4, record.body);
}

/** Takes one entry written by `encodeEntries` apart again. */
export function decodeEntry(buffer: Buffer, start: number, end: number): SequencedRecord {
  const entry = new ProtoReader(buffer, start, end);
  const reader = entry.message(entry.tag().type);
  let seqNum = 0;
  let timestamp = 0n;
  const headers: Header[] = [];
  let body = EMPTY;
  while (!reader.done) {
    const { field, type } = reader.tag();
    if (field === 1) seqNum = Number(reader.uint64(type));
    else if (field === 2) timestamp = reader.uint64(type);
    else if (field === 3) headers.push(decodeHeader(reader.message(type)));
    else if (field === 4) body = reader.bytes(type);
    else reader.skip(field, type);
  }
  return { seqNum, timestamp, headers, body };
}
