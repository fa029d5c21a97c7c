import type { EncodedBatch } from "./append-input.js";
import { FRAME_HEADER_BYTES } from "./frame.js";
import { ProtoReader } from "./proto-reader.js";
import { RecordHeader } from "./record-header.js";

/** A record of an encoded batch, as far as it is compared with what was read back. */
export interface AppendedRecord {
  readonly headers: readonly RecordHeader[];
  readonly body: Uint8Array;
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** The records of an encoded batch, taken from its bytes: what was sent, whatever the caller did to its objects since. */
export function* appendedRecords(encoded: EncodedBatch): IterableIterator<AppendedRecord> {
  const { frame, recordsEnd } = encoded;
  const reader = new ProtoReader();
  reader.open(frame, FRAME_HEADER_BYTES, recordsEnd);
  while (reader.position < recordsEnd) {
    reader.uint32();
    const end = reader.lengthEnd();
    yield readRecord(frame, reader.position, end);
    reader.position = end;
  }
}

function readRecord(bytes: Uint8Array, start: number, end: number): AppendedRecord {
  const reader = new ProtoReader();
  const headers: RecordHeader[] = [];
  let body = NOTHING;
  reader.open(bytes, start, end);
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag === 0x08) {
      reader.u64();
      continue;
    }
    const fieldEnd = reader.lengthEnd();
    if (tag === 0x12) headers.push(readHeader(bytes, reader.position, fieldEnd));
    else body = bytes.subarray(reader.position, fieldEnd);
    reader.position = fieldEnd;
  }
  return { headers, body };
}

function readHeader(bytes: Uint8Array, start: number, end: number): RecordHeader {
  const reader = new ProtoReader();
  const parts = [NOTHING, NOTHING];
  reader.open(bytes, start, end);
  while (reader.position < end) {
    const part = reader.uint32() === 0x0a ? 0 : 1;
    const fieldEnd = reader.lengthEnd();
    parts[part] = bytes.subarray(reader.position, fieldEnd);
    reader.position = fieldEnd;
  }
  return new RecordHeader(parts[0] as Uint8Array, parts[1] as Uint8Array);
}
