import { type AppendBatch, type AppendRecord, type HeaderInput, LIMITS, type U64, UsageError } from "@s2kit/core";
import { byteLength, timestampU64 } from "@s2kit/core/internal";
import { BatchLengths } from "./batch-lengths.js";
import { messageFieldSize, recordsChanged, writeBytes, writeBytesField, writeHeaderField } from "./bytes-field.js";
import { encodeFrameHeader, FRAME_HEADER_BYTES } from "./frame.js";
import { frameMemory } from "./frame-memory.js";
import { varintSize, writeVarint } from "./proto-writer.js";

/** A batch as it goes over the wire: encoded once, sent as often as it takes. */
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

/** Tags of an AppendInput and of its records. */
const RECORD_TAG = 0x0a;
const MATCH_SEQ_NUM_TAG = 0x10;
const FENCING_TOKEN_TAG = 0x1a;
const TIMESTAMP_TAG = 0x08;
const HEADER_TAG = 0x12;
const BODY_TAG = 0x1a;

/** What both conditions take at most: an integer of 10 bytes, a token of 36. */
const MAX_CONDITIONS = 1 + 10 + 2 + LIMITS.fencingTokenBytes;

/** Encoding never waits, so that all batches can share one. */
const lengths = /* @__PURE__ */ new BatchLengths();

/**
 * Encodes a batch into one buffer of exactly the right size, frame header included. Text is not counted beforehand
 * when all of it is ASCII, which the batch's metered size shows.
 *
 * @param fresh - The batch was checked in this very call, so that the caller's records cannot have changed since.
 * @throws `invalid_argument` when the records are not those that were metered, or take more than a frame can hold
 *   (2 MiB; only a batch near 1 MiB that consists of tiny headers does).
 */
export function encodeBatch(batch: AppendBatch, fresh = false): EncodedBatch {
  const { records, meteredBytes, matchSeqNum, fencingToken } = batch;
  let size = lengths.measure(records, true);
  if (lengths.meteredBytes !== meteredBytes) size = lengths.measure(records, false);
  if (lengths.meteredBytes !== meteredBytes) throw recordsChanged();
  checkFrameSize(size);
  const recordsEnd = FRAME_HEADER_BYTES + size;
  const frame = frameMemory.take(recordsEnd + conditionsSize(matchSeqNum, fencingToken));
  let offset = FRAME_HEADER_BYTES;
  for (let index = 0; index < records.length; index++) {
    offset = writeRecord(frame, offset, records[index] as AppendRecord, index, fresh);
  }
  if (offset !== recordsEnd) throw recordsChanged();
  finish(frame, recordsEnd, matchSeqNum, fencingToken);
  return { frame, recordsEnd, recordCount: records.length, meteredBytes, matchSeqNum, fencingToken };
}

/**
 * The same batch with another `matchSeqNum`. The records are copied as they are: the old frame stays what it was,
 * because a connection may still be sending it.
 */
export function repin(encoded: EncodedBatch, matchSeqNum: U64): EncodedBatch {
  const { fencingToken, recordsEnd } = encoded;
  const frame = frameMemory.take(recordsEnd + conditionsSize(matchSeqNum, fencingToken));
  frame.set(encoded.frame.subarray(0, recordsEnd));
  finish(frame, recordsEnd, matchSeqNum, fencingToken);
  return { ...encoded, frame, matchSeqNum };
}

/** The room for conditions is always kept, so that a batch can be pinned once it is encoded. */
function checkFrameSize(size: number): void {
  const available = LIMITS.frameBytes - 1 - MAX_CONDITIONS;
  if (size > available) {
    throw new UsageError("records", `records must take at most ${available} bytes when encoded, got ${size}`);
  }
}

function writeRecord(target: Uint8Array, start: number, record: AppendRecord, index: number, fresh: boolean): number {
  const { body, headers, timestamp } = record;
  target[start] = RECORD_TAG;
  let offset = writeVarint(target, start + 1, lengths.next());
  if (timestamp !== undefined) {
    target[offset] = TIMESTAMP_TAG;
    offset = writeVarint(target, offset + 1, timestampU64(timestamp, index));
  }
  if (headers !== undefined) {
    for (let at = 0; at < headers.length; at++) {
      const header = headers[at] as HeaderInput;
      offset = writeHeaderField(target, offset, HEADER_TAG, header, lengths.next(), lengths.next(), fresh);
    }
  }
  return body === undefined ? offset : writeBytesField(target, offset, BODY_TAG, body, lengths.next(), fresh);
}

/** Conditions are there whenever they are given: an explicit zero or empty token means something. */
function conditionsSize(matchSeqNum: U64 | undefined, fencingToken: string | undefined): number {
  const matchSize = matchSeqNum === undefined ? 0 : 1 + varintSize(matchSeqNum);
  return matchSize + (fencingToken === undefined ? 0 : messageFieldSize(byteLength(fencingToken)));
}

/** Writes the frame header, and the conditions behind the records. */
function finish(
  frame: Uint8Array,
  recordsEnd: number,
  matchSeqNum: U64 | undefined,
  fencingToken: string | undefined,
): void {
  encodeFrameHeader(frame, 0, frame.byteLength - FRAME_HEADER_BYTES);
  let offset = recordsEnd;
  if (matchSeqNum !== undefined) {
    frame[offset] = MATCH_SEQ_NUM_TAG;
    offset = writeVarint(frame, offset + 1, matchSeqNum);
  }
  if (fencingToken !== undefined) {
    frame[offset] = FENCING_TOKEN_TAG;
    const length = byteLength(fencingToken);
    writeBytes(frame, writeVarint(frame, offset + 1, length), fencingToken, length, true);
  }
}
