import { writeVarint } from "./varint.js";

/** Bytes of an acknowledgement at most: frame header, and three positions. */
const MAX_BYTES = 64;
const TIMESTAMP = 1_760_000_000_000;

/** A frame that acknowledges the records from `start` up to but not including `end`. */
export function ackFrame(start: number, end: number): Buffer {
  const frame = Buffer.alloc(MAX_BYTES);
  let at = 4;
  at = writePosition(frame, at, 0x0a, start);
  at = writePosition(frame, at, 0x12, end);
  at = writePosition(frame, at, 0x1a, end);
  frame.writeUIntBE(at - 3, 0, 3);
  return frame.subarray(0, at);
}

function writePosition(frame: Buffer, offset: number, tag: number, seqNum: number): number {
  frame[offset] = tag;
  let at = offset + 2;
  frame[at] = 0x08;
  at = writeVarint(frame, at + 1, seqNum);
  frame[at] = 0x10;
  at = writeVarint(frame, at + 1, TIMESTAMP);
  frame[offset + 1] = at - offset - 2;
  return at;
}
