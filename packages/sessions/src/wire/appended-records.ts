import type { EncodedBatch } from "./append-input.js";
import { scanReadBatch } from "./batch-scan.js";
import { FRAME_HEADER_BYTES } from "./frame.js";
import { RecordBatch } from "./read-batch.js";

/** The fields of an AppendRecord are numbered from the timestamp on: one lower, which is 8 in a tag. */
const TAG_SHIFT = 8;

/** The records of an encoded batch, from its bytes: what was sent, whatever the caller did to its objects since. */
export function appendedRecords({ frame, recordsEnd }: EncodedBatch): RecordBatch {
  const bytes = frame.subarray(FRAME_HEADER_BYTES, recordsEnd);
  return RecordBatch.view(bytes, scanReadBatch(bytes, TAG_SHIFT), undefined);
}
