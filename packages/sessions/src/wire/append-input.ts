import type { AppendBatch, AppendRecord, HeaderInput, U64 } from "@s2kit/core";
import { byteLength, timestampU64 } from "@s2kit/core/internal";
import { encodeFrameHeader, FRAME_HEADER_BYTES } from "./frame.js";
import { allocate, varintSize, writeText, writeVarint } from "./proto-writer.js";

/** A batch as it goes over the wire: once encoded, sent as often as it takes. */
export interface EncodedBatch {
  /** One S2S frame, uncompressed: its header, then the protobuf AppendInput (which is the body of a unary append). */
  readonly frame: Uint8Array;
  /** Where the records end in the frame and the conditions begin. */
  readonly recordsEnd: number;
  readonly recordCount: number;
  readonly meteredBytes: number;
  readonly matchSeqNum: U64 | undefined;
  readonly fencingToken: string | undefined;
}

/** Lengths found while measuring, in the order in which writing needs them; reused from batch to batch. */
let lengths = new Int32Array(8192);
let lengthCount = 0;

/** Encodes a batch in one pass into one buffer of exactly the right size, with the frame header in front. */
export function encodeBatch(batch: AppendBatch): EncodedBatch {
  const { records, meteredBytes, matchSeqNum, fencingToken } = batch;
  lengthCount = 0;
  let size = FRAME_HEADER_BYTES;
  for (let index = 0; index < records.length; index++) size += measureRecord(records[index] as AppendRecord, index);
  const recordsEnd = size;
  const tokenLength = fencingToken === undefined ? 0 : byteLength(fencingToken);
  const frame = allocate(recordsEnd + conditionsSize(matchSeqNum, fencingToken, tokenLength));
  encodeFrameHeader(frame, 0, frame.byteLength - FRAME_HEADER_BYTES);
  lengthCount = 0;
  let offset = FRAME_HEADER_BYTES;
  for (let index = 0; index < records.length; index++) {
    offset = writeRecord(frame, offset, records[index] as AppendRecord, index);
  }
  writeConditions(frame, offset, matchSeqNum, fencingToken, tokenLength);
  return { frame, recordsEnd, recordCount: records.length, meteredBytes, matchSeqNum, fencingToken };
}

/** A batch as one S2S frame, header included; from the fourth byte on it is the body of a unary append. */
export function encodeAppendInput(batch: AppendBatch): Uint8Array {
  return encodeBatch(batch).frame;
}

/** The same batch with another `matchSeqNum`; its records are copied as they are. */
export function repin(encoded: EncodedBatch, matchSeqNum: U64): EncodedBatch {
  const { fencingToken, recordsEnd } = encoded;
  const tokenLength = fencingToken === undefined ? 0 : byteLength(fencingToken);
  const frame = allocate(recordsEnd + conditionsSize(matchSeqNum, fencingToken, tokenLength));
  frame.set(encoded.frame.subarray(0, recordsEnd));
  encodeFrameHeader(frame, 0, frame.byteLength - FRAME_HEADER_BYTES);
  writeConditions(frame, recordsEnd, matchSeqNum, fencingToken, tokenLength);
  return { ...encoded, frame, matchSeqNum };
}

/** Bytes of the record as a field of AppendInput. Notes the lengths that writing needs. */
function measureRecord(record: AppendRecord, index: number): number {
  const at = noteLength(0);
  let size = 0;
  if (record.timestamp !== undefined) size += 1 + varintSize(timestampU64(record.timestamp, index));
  const { headers, body } = record;
  if (headers !== undefined) {
    for (const header of headers) size += measureHeader(header);
  }
  if (body !== undefined) size += bytesFieldSize(lengths[noteLength(byteLength(body))] as number);
  lengths[at] = size;
  return 1 + varintSize(size) + size;
}

function measureHeader([name, value]: HeaderInput): number {
  const at = noteLength(0);
  const nameAt = noteLength(byteLength(name));
  const valueAt = noteLength(byteLength(value));
  const size = bytesFieldSize(lengths[nameAt] as number) + bytesFieldSize(lengths[valueAt] as number);
  lengths[at] = size;
  return 1 + varintSize(size) + size;
}

/** An empty bytes field is left out, as proto3 has it. */
function bytesFieldSize(length: number): number {
  return length === 0 ? 0 : 1 + varintSize(length) + length;
}

function noteLength(length: number): number {
  if (lengthCount === lengths.length) {
    const larger = new Int32Array(lengths.length * 2);
    larger.set(lengths);
    lengths = larger;
  }
  lengths[lengthCount] = length;
  return lengthCount++;
}

function writeRecord(target: Uint8Array, start: number, record: AppendRecord, index: number): number {
  let offset = start;
  target[offset++] = 0x0a;
  offset = writeVarint(target, offset, lengths[lengthCount++] as number);
  if (record.timestamp !== undefined) {
    target[offset++] = 0x08;
    offset = writeVarint(target, offset, timestampU64(record.timestamp, index));
  }
  const { headers, body } = record;
  if (headers !== undefined) {
    for (const [name, value] of headers) {
      target[offset++] = 0x12;
      offset = writeVarint(target, offset, lengths[lengthCount++] as number);
      offset = writeBytesField(target, offset, 0x0a, name);
      offset = writeBytesField(target, offset, 0x12, value);
    }
  }
  return body === undefined ? offset : writeBytesField(target, offset, 0x1a, body);
}

function writeBytesField(target: Uint8Array, start: number, tag: number, value: string | Uint8Array): number {
  const length = lengths[lengthCount++] as number;
  if (length === 0) return start;
  target[start] = tag;
  const offset = writeVarint(target, start + 1, length);
  if (typeof value === "string") return writeText(target, offset, value, length);
  target.set(value, offset);
  return offset + length;
}

/** Conditions are written whenever they are given: an explicit zero or empty token means something. */
function conditionsSize(matchSeqNum: U64 | undefined, fencingToken: string | undefined, tokenLength: number): number {
  const matchSize = matchSeqNum === undefined ? 0 : 1 + varintSize(matchSeqNum);
  return matchSize + (fencingToken === undefined ? 0 : 1 + varintSize(tokenLength) + tokenLength);
}

function writeConditions(
  target: Uint8Array,
  start: number,
  matchSeqNum: U64 | undefined,
  fencingToken: string | undefined,
  tokenLength: number,
): void {
  let offset = start;
  if (matchSeqNum !== undefined) {
    target[offset++] = 0x10;
    offset = writeVarint(target, offset, matchSeqNum);
  }
  if (fencingToken !== undefined) {
    target[offset++] = 0x1a;
    offset = writeVarint(target, offset, tokenLength);
    if (tokenLength > 0) writeText(target, offset, fencingToken, tokenLength);
  }
}
