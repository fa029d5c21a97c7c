import { StreamPosition, type U64 } from "@s2kit/core";
import { type ProtoReader, VARINT } from "./proto-reader.js";

/** A StreamPosition while it is decoded: as protobuf has it, one that comes in several pieces is merged. */
export class PositionParts {
  #seqNum: U64 = 0;
  #timestamp: U64 = 0;

  /** Reads a submessage from the cursor up to `end`, and leaves the cursor there. */
  merge(reader: ProtoReader, end: number): void {
    const outerEnd = reader.end;
    reader.end = end;
    while (reader.position < end) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field === 1 || field === 2) {
        reader.expect(tag, VARINT);
        if (field === 1) this.#seqNum = reader.u64();
        else this.#timestamp = reader.u64();
      } else {
        reader.skip(tag);
      }
    }
    reader.end = outerEnd;
  }

  position(): StreamPosition {
    return new StreamPosition(this.#seqNum, this.#timestamp);
  }
}
