import type { U64 } from "@s2kit/core";
import { protocolError } from "./protocol-error.js";
import { joinHalves } from "./u64-halves.js";

/** The wire types of protobuf that S2's messages use. */
export const VARINT = 0;
export const BYTES = 2;
const FIXED64 = 1;
const FIXED32 = 5;

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * A cursor over one protobuf message. Reads nothing at or beyond `end`, whatever lengths the message declares,
 * and is as strict as S2's own decoder: known fields must have their wire type, groups do not exist.
 */
export class ProtoReader {
  bytes: Uint8Array = NOTHING;
  position = 0;
  end = 0;
  /** The lower and upper 32 bits of the newest varint, as signed integers. */
  low = 0;
  high = 0;

  /** Sets the cursor on a message from `start` to `end`. */
  open(bytes: Uint8Array, start: number, end: number): this {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    return this;
  }

  /** Reads a varint of up to 10 bytes into {@link low} and {@link high}. Needless zero bytes are tolerated. */
  varint(): void {
    let byte = this.#byte();
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
      byte = this.#byte();
      low |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) {
      byte = this.#byte();
      low |= (byte & 0x7f) << 28;
      high = (byte & 0x7f) >> 4;
      for (let shift = 3; byte >= 0x80; shift += 7) {
        byte = this.#byte();
        if (shift === 31 && byte > 1) throw protocolError("a protobuf integer does not fit into 64 bits");
        high |= (byte & 0x7f) << shift;
      }
    }
    this.low = low;
    this.high = high;
  }

  /** Reads a varint: a number where that is exact, else a `bigint`. */
  u64(): U64 {
    this.varint();
    return joinHalves(this.low, this.high);
  }

  /** Reads a field's number and wire type, joined as they are on the wire. */
  tag(): number {
    this.varint();
    const tag = this.low >>> 0;
    if (this.high !== 0 || tag < 8) throw protocolError("a protobuf field has an impossible number");
    return tag;
  }

  /** Reads a length and checks that so many bytes are there. @returns Where they end. */
  lengthEnd(): number {
    this.varint();
    const length = this.low >>> 0;
    if (this.high !== 0 || length > this.end - this.position) throw truncated();
    return this.position + length;
  }

  /** Refuses a known field that comes with another wire type than its own. */
  expect(tag: number, wireType: number): void {
    if ((tag & 7) !== wireType) {
      throw protocolError(`protobuf field ${tag >>> 3} has the wire type ${tag & 7} instead of ${wireType}`);
    }
  }

  /** Skips a field that this version does not know. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        return;
      case BYTES:
        this.position = this.lengthEnd();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case FIXED32:
        this.#advance(4);
        return;
      default:
        throw protocolError(`a protobuf field has the unknown wire type ${tag & 7}`);
    }
  }

  #byte(): number {
    if (this.position >= this.end) throw truncated();
    return this.bytes[this.position++] as number;
  }

  #advance(count: number): void {
    if (count > this.end - this.position) throw truncated();
    this.position += count;
  }
}

function truncated(): Error {
  return protocolError("a protobuf message is truncated");
}
