import { FormatError } from "../model/format-error.js";

/** How a protobuf field is laid out on the wire. */
export type WireType = 0 | 1 | 2 | 5;

export const VARINT = 0;
export const LENGTH_DELIMITED = 2;

/** Groups are long obsolete, but a decoder has to step over them. */
const START_GROUP = 3;
const END_GROUP = 4;
const MAX_GROUP_DEPTH = 100;

/** Reads protobuf fields from a buffer without copying. Every method throws `FormatError` on malformed input. */
export class ProtoReader {
  readonly #buffer: Buffer;
  readonly #end: number;
  #at: number;

  constructor(buffer: Buffer, start = 0, end: number = buffer.length) {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The next field's number and wire type. */
  tag(): { field: number; type: number } {
    const key = this.#smallVarint();
    const field = key >>> 3;
    if (field === 0) throw new FormatError("protobuf: field number 0");
    return { field, type: key & 7 };
  }

  uint64(type: number): bigint {
    if (type !== VARINT) throw new FormatError("protobuf: expected a varint");
    return this.#varint();
  }

  /** A view of a length-delimited field. */
  bytes(type: number): Buffer {
    const [start, end] = this.#range(type);
    return this.#buffer.subarray(start, end);
  }

  string(type: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes(type));
    } catch (error) {
      if (error instanceof FormatError) throw error;
      throw new FormatError("protobuf: string is not UTF-8");
    }
  }

  message(type: number): ProtoReader {
    const [start, end] = this.#range(type);
    return new ProtoReader(this.#buffer, start, end);
  }

  /** Passes over the value of a field that nobody asked for. */
  skip(field: number, type: number, depth = 0): void {
    switch (type) {
      case VARINT:
        this.#varint();
        return;
      case 1:
        this.#advance(8);
        return;
      case LENGTH_DELIMITED:
        this.#range(type);
        return;
      case START_GROUP:
        this.#skipGroup(field, depth + 1);
        return;
      case 5:
        this.#advance(4);
        return;
      default:
        throw new FormatError(`protobuf: unsupported wire type ${type}`);
    }
  }

  #skipGroup(group: number, depth: number): void {
    if (depth > MAX_GROUP_DEPTH) throw new FormatError("protobuf: groups nested too deeply");
    for (;;) {
      const { field, type } = this.tag();
      if (type === END_GROUP && field === group) return;
      this.skip(field, type, depth);
    }
  }

  #range(type: number): [start: number, end: number] {
    if (type !== LENGTH_DELIMITED) throw new FormatError("protobuf: expected a length-delimited value");
    const length = this.#smallVarint();
    const start = this.#at;
    this.#advance(length);
    return [start, this.#at];
  }

  #advance(bytes: number): void {
    if (bytes > this.#end - this.#at) throw new FormatError("protobuf: truncated");
    this.#at += bytes;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new FormatError("protobuf: truncated");
    return this.#buffer[this.#at++]!;
  }

  /** A varint that fits 32 bits: a tag or a length. */
  #smallVarint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > 0xffffffff) break;
        return value;
      }
    }
    throw new FormatError("protobuf: tag or length out of range");
  }

  #varint(): bigint {
    let low = 0;
    for (let factor = 1; factor <= 2 ** 42; factor *= 128) {
      const byte = this.#byte();
      low += (byte & 0x7f) * factor;
      if (byte < 0x80) return BigInt(low);
    }
    // The first seven bytes carry 49 bits; three more bytes carry the remaining 15.
    let value = BigInt(low);
    for (let shift = 49n; shift <= 63n; shift += 7n) {
      const byte = this.#byte();
      if (shift === 63n && byte > 1) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new FormatError("protobuf: varint longer than 64 bits");
  }
}

/** Bytes that a varint takes. */
export function varintSize(value: number | bigint): number {
  let rest = Number(value);
  if (rest >= Number.MAX_SAFE_INTEGER) return bigVarintSize(BigInt(value));
  let size = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    size++;
  }
  return size;
}

function bigVarintSize(value: bigint): number {
  let size = 1;
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) size++;
  return size;
}

/** Writes protobuf fields into a buffer that is already large enough. */
export class ProtoWriter {
  readonly buffer: Buffer;
  #at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  /** Where the next byte goes. */
  get offset(): number {
    return this.#at;
  }

  varint(value: number | bigint): void {
    if (typeof value === "bigint" && value > BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#bigVarint(value);
      return;
    }
    let rest = Number(value);
    while (rest >= 128) {
      this.buffer[this.#at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.#at++] = rest;
  }

  tag(field: number, type: WireType): void {
    this.buffer[this.#at++] = (field << 3) | type;
  }

  raw(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A length-delimited field. */
  bytes(field: number, bytes: Uint8Array): void {
    this.tag(field, LENGTH_DELIMITED);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 128n) {
      this.buffer[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.#at++] = Number(rest);
  }
}
