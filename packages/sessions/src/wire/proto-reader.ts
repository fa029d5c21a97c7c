import type { U64 } from "@s2kit/core";
import { compactU64 } from "@s2kit/core/internal";
import { protocolError } from "./protocol-error.js";

/** Wire types of protobuf. */
export const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

/**
 * A cursor over one protobuf message. Reads nothing at or beyond `end`, whatever lengths the message declares.
 * One instance is reused for many messages: decoding allocates nothing of its own.
 */
export class ProtoReader {
  bytes: Uint8Array = EMPTY;
  position = 0;
  end = 0;

  /** Sets the cursor to a message at `start` to `end`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** A varint that must fit into 32 bits: tags and lengths. */
  uint32(): number {
    const { bytes } = this;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.position >= this.end) throw truncated();
      const byte = bytes[this.position++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) throw protocolError("a protobuf tag or length is out of range");
        return value;
      }
    }
    throw protocolError("a protobuf tag or length is too long");
  }

  /** A varint of up to 64 bits: summed up as a double while that is exact, as a bigint only beyond. */
  u64(): U64 {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 7; count++) {
      if (this.position >= this.end) throw truncated();
      const byte = bytes[this.position++] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return this.#u64Beyond49Bits(value);
  }

  /** Reads a length and checks that so many bytes are there. @returns Where they end. */
  lengthEnd(): number {
    const length = this.uint32();
    const end = this.position + length;
    if (end > this.end) throw truncated();
    return end;
  }

  /** Skips a field that this version does not know. */
  skip(wireType: number): void {
    switch (wireType) {
      case VARINT:
        this.u64();
        return;
      case FIXED64:
        return this.#advance(8);
      case BYTES:
        this.position = this.lengthEnd();
        return;
      case FIXED32:
        return this.#advance(4);
      default:
        throw protocolError(`a protobuf field has the unknown wire type ${wireType}`);
    }
  }

  #advance(count: number): void {
    if (this.position + count > this.end) throw truncated();
    this.position += count;
  }

  #u64Beyond49Bits(low49: number): U64 {
    let high = 0n;
    for (let shift = 0n; shift < 21n; shift += 7n) {
      if (this.position >= this.end) throw truncated();
      const byte = this.bytes[this.position++] as number;
      high |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (high > 0x7fffn) throw protocolError("a protobuf integer does not fit into 64 bits");
        return compactU64((high << 49n) | BigInt(low49));
      }
    }
    throw protocolError("a protobuf integer is longer than 10 bytes");
  }
}

const EMPTY = new Uint8Array(0);

function truncated(): Error {
  return protocolError("a protobuf message is truncated");
}
