import { APPEND_HEADER_TAG, type EncodedBatch } from "./append-input.js";
import { SharedBytes } from "./bytes.js";
import { FRAME_HEADER_BYTES } from "./frame.js";
import { ProtoReader } from "./proto-reader.js";
import { type RecordHeader, readHeaders } from "./record-header.js";

/** A record of an encoded batch, as far as it can be compared with what is read back. */
export interface AppendedRecord {
  readonly headers: readonly RecordHeader[];
  readonly body: Uint8Array;
}

const BODY_FIELD = 3;

/** The records of an encoded batch, from its bytes: what was sent, whatever the caller did to its objects since. */
export function* appendedRecords({ frame, recordsEnd }: EncodedBatch): IterableIterator<AppendedRecord> {
  const shared = new SharedBytes(frame);
  const reader = new ProtoReader().open(frame, FRAME_HEADER_BYTES, recordsEnd);
  while (reader.position < recordsEnd) {
    reader.tag();
    const end = reader.lengthEnd();
    const start = reader.position;
    yield { headers: readHeaders(shared, start, end, APPEND_HEADER_TAG), body: readBody(shared, start, end) };
    reader.position = end;
  }
}

function readBody(shared: SharedBytes, start: number, end: number): Uint8Array {
  const reader = new ProtoReader().open(shared.bytes, start, end);
  while (reader.position < end) {
    const tag = reader.tag();
    if (tag >>> 3 === BODY_FIELD) {
      const bodyEnd = reader.lengthEnd();
      return shared.view(reader.position, bodyEnd);
    }
    reader.skip(tag, 0);
  }
  return shared.view(end, end);
}
