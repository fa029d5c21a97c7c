import { protocolError } from "./protocol-error.js";

/** Where a varint is read, and what it is. */
export interface VarintCursor {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;
  /** The lower and upper 32 bits, as signed integers. */
  low: number;
  high: number;
}

/** Reads a varint of up to 10 bytes at the cursor, which it leaves behind it. Needless zero bytes are tolerated. */
export function readVarint(cursor: VarintCursor): void {
  const { bytes, end } = cursor;
  let at = cursor.position;
  let low = 0;
  let high = 0;
  for (let shift = 0; ; shift += 7) {
    if (at >= end) throw truncated();
    const byte = bytes[at++] as number;
    const bits = byte & 0x7f;
    if (shift < 28) {
      low |= bits << shift;
    } else if (shift === 28) {
      low |= bits << 28;
      high = bits >> 4;
    } else {
      if (shift === 63 && byte > 1) throw protocolError("a protobuf integer does not fit into 64 bits");
      high |= bits << (shift - 32);
    }
    if (byte < 0x80) break;
  }
  cursor.position = at;
  cursor.low = low;
  cursor.high = high;
}

/** For whatever ends before it should. */
export function truncated(): Error {
  return protocolError("a protobuf message is truncated");
}
