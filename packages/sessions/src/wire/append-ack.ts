import { AppendAck } from "@s2kit/core";
import { PositionParts } from "./position-codec.js";
import { BYTES, ProtoReader } from "./proto-reader.js";

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
    const field = tag >>> 3;
    if (field > 3) {
      reader.skip(tag);
      continue;
    }
    reader.expect(tag, BYTES);
    (field === 1 ? start : field === 2 ? end : tail).merge(reader, reader.lengthEnd());
  }
  return new AppendAck(start.position(), end.position(), tail.position());
}
