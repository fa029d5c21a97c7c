import type { U64 } from "@s2kit/core";

/** The part of Node's `Buffer` that writes text faster than `TextEncoder` does. */
interface TextBuffer extends Uint8Array {
  write(text: string, offset: number, length: number, encoding: "utf8" | "latin1"): number;
}

interface BufferConstructor {
  allocUnsafeSlow(size: number): TextBuffer;
}

const NodeBuffer = (globalThis as { Buffer?: BufferConstructor }).Buffer;
const encoder = new TextEncoder();

/** A buffer of exactly `size` bytes that {@link writeText} can write to; its content is undefined until written. */
export function allocate(size: number): Uint8Array {
  return NodeBuffer === undefined ? new Uint8Array(size) : NodeBuffer.allocUnsafeSlow(size);
}

/** Writes text as UTF-8, `length` bytes of it as counted before. @returns The offset behind it. */
export const writeText: (target: Uint8Array, offset: number, text: string, length: number) => number =
  NodeBuffer === undefined
    ? (target, offset, text, length) => {
        encoder.encodeInto(text, target.subarray(offset, offset + length));
        return offset + length;
      }
    : (target, offset, text, length) => {
        // As many bytes as code units: plain ASCII, which needs no encoder.
        (target as TextBuffer).write(text, offset, length, length === text.length ? "latin1" : "utf8");
        return offset + length;
      };

/** Bytes of a varint. */
export function varintSize(value: U64): number {
  if (typeof value === "number" && value < 0x80) return 1;
  if (typeof value === "number" && value < 0x4000) return 2;
  if (typeof value === "number" && value < 0x20_0000) return 3;
  let size = 1;
  for (let rest = BigInt(value) >> 7n; rest > 0n; rest >>= 7n) size++;
  return size;
}

/** Writes a varint. @returns The offset behind it. */
export function writeVarint(target: Uint8Array, offset: number, value: U64): number {
  if (typeof value === "bigint") return writeLongVarint(target, offset, value);
  let rest = value;
  let at = offset;
  while (rest >= 0x8000_0000) {
    target[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    target[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[at++] = rest;
  return at;
}

function writeLongVarint(target: Uint8Array, offset: number, value: bigint): number {
  let rest = value;
  let at = offset;
  while (rest >= 0x80n) {
    target[at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  target[at++] = Number(rest);
  return at;
}
