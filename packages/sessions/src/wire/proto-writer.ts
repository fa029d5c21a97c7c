import type { U64 } from "@s2kit/core";
import { highHalf, lowHalf } from "./u64-halves.js";

interface Allocator {
  allocUnsafe(size: number): Uint8Array;
  allocUnsafeSlow(size: number): Uint8Array;
}

const NodeBuffer = (globalThis as { Buffer?: Allocator }).Buffer;

/** From this size on it is worth not having the memory zeroed, in bytes. */
const LARGE = 4096;

/** A buffer of its own, of exactly `size` bytes. The content is undefined: every byte must be written. */
export function allocate(size: number): Uint8Array {
  return NodeBuffer === undefined || size < LARGE ? new Uint8Array(size) : NodeBuffer.allocUnsafeSlow(size);
}

/**
 * As {@link allocate}, but small pieces are cut from memory that others use too, because a buffer of its own costs
 * the collector more than filling it does. Only for bytes that are not given away.
 */
export function allocateShared(size: number): Uint8Array {
  return NodeBuffer === undefined || size >= LARGE ? allocate(size) : NodeBuffer.allocUnsafe(size);
}

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
