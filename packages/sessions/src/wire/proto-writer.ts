import type { U64 } from "@s2kit/core";
import { highHalf, lowHalf } from "./u64-halves.js";

/** Bytes of a varint. */
export function varintSize(value: U64): number {
  if (value < 0x1000_0000) return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
  if (value < 2 ** 49) return value < 2 ** 35 ? 5 : value < 2 ** 42 ? 6 : 7;
  return value < 2 ** 56 ? 8 : value < 2 ** 63 ? 9 : 10;
}

/** Writes a varint. @returns The offset behind it. */
export function writeVarint(target: Uint8Array, offset: number, value: U64): number {
  let low = lowHalf(value);
  let high = highHalf(value);
  let at = offset;
  while (high > 0) {
    target[at++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  while (low > 0x7f) {
    target[at++] = (low & 0x7f) | 0x80;
    low >>>= 7;
  }
  target[at++] = low;
  return at;
}
