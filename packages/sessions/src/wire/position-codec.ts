import { StreamPosition, type U64 } from "@s2kit/core";
import type { ProtoReader } from "./proto-reader.js";

/** Decodes a StreamPosition submessage that lies from the cursor to `end`. Missing fields are zero. */
export function readPosition(reader: ProtoReader, end: number): StreamPosition {
  const outerEnd = reader.end;
  reader.end = end;
  let seqNum: U64 = 0;
  let timestamp: U64 = 0;
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag === 0x08) seqNum = reader.u64();
    else if (tag === 0x10) timestamp = reader.u64();
    else reader.skip(tag & 7);
  }
  reader.end = outerEnd;
  return new StreamPosition(seqNum, timestamp);
}
