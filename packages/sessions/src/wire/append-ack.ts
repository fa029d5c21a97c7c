import { AppendAck, StreamPosition } from "@s2kit/core";
import { readPosition } from "./position-codec.js";
import { ProtoReader } from "./proto-reader.js";

const reader = new ProtoReader();
const ZERO = new StreamPosition(0, 0);

/** Decodes an AppendAck. Missing positions are zero. @throws `protocol_error`, which is never retried. */
export function decodeAppendAck(payload: Uint8Array): AppendAck {
  let start = ZERO;
  let end = ZERO;
  let tail = ZERO;
  reader.open(payload, 0, payload.byteLength);
  while (reader.position < reader.end) {
    const tag = reader.uint32();
    if (tag === 0x0a) start = readPosition(reader, reader.lengthEnd());
    else if (tag === 0x12) end = readPosition(reader, reader.lengthEnd());
    else if (tag === 0x1a) tail = readPosition(reader, reader.lengthEnd());
    else reader.skip(tag & 7);
  }
  return new AppendAck(start, end, tail);
}
