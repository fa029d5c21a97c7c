import { AppendAck } from "@s2kit/core";
import { PositionParts } from "./position-codec.js";
import { ProtoReader } from "./proto-reader.js";

const START_TAG = 0x0a;
const END_TAG = 0x12;
const TAIL_TAG = 0x1a;

/**
 * Decodes an AppendAck. Missing positions and numbers are zero.
 *
 * @throws `protocol_error` with `maybeApplied`: the batch is most likely durable, so this must never lead to a retry.
 */
export function decodeAppendAck(payload: Uint8Array): AppendAck {
  const reader = new ProtoReader().open(payload, 0, payload.byteLength);
  const start = new PositionParts();
  const end = new PositionParts();
  const tail = new PositionParts();
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === START_TAG) start.merge(reader, reader.lengthEnd());
    else if (tag === END_TAG) end.merge(reader, reader.lengthEnd());
    else if (tag === TAIL_TAG) tail.merge(reader, reader.lengthEnd());
    else reader.skip(tag, 3);
  }
  return new AppendAck(start.position(), end.position(), tail.position());
}
