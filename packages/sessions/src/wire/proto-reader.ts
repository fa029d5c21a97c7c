import type { U64 } from "@s2kit/core";
import { protocolError } from "./protocol-error.js";
import { joinHalves } from "./u64-halves.js";
import { readVarint, truncated } from "./varint.js";

// Wire types of protobuf. Groups (3 and 4) are not among them.
const VARINT = 0;
const BYTES = 2;
const FIXED64 = 1;
const FIXED32 = 5;

const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

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
    readVarint(this);
  }

  /** Reads a varint: a number where that is exact, else a `bigint`. */
  u64(): U64 {
    this.varint();
    return joinHalves(this.low, this.high);
  }

  /** Reads a field's number and wire type, joined as they are on the wire. */
  tag(): number {
    if (this.position < this.end) {
      const byte = this.bytes[this.position] as number;
      if (byte < 0x80) {
        this.position++;
        return byte;
      }
    }
    this.varint();
    if (this.high !== 0) throw protocolError("a protobuf field has an impossible number");
    return this.low >>> 0;
  }

  /** Reads a length and checks that so many bytes are there. @returns Where they end. */
  lengthEnd(): number {
    this.varint();
    const length = this.low >>> 0;
    if (this.high !== 0 || length > this.end - this.position) throw truncated();
    return this.position + length;
  }

  /**
   * Skips a field that this version does not know.
   *
   * @param knownFields - The fields from 1 to this are known: they only get here with a wire type that is not theirs.
   *   There is no field 0.
   */
  skip(tag: number, knownFields: number): void {
    if (tag >>> 3 <= knownFields) {
      throw protocolError(`protobuf field ${tag >>> 3} has the wire type ${tag & 7}, which is not its own`);
    }
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

  #advance(count: number): void {
    if (count > this.end - this.position) throw truncated();
    this.position += count;
  }
}
