import { StreamPosition, type U64 } from "@s2kit/core";
import type { ProtoReader } from "./proto-reader.js";

const SEQ_NUM_TAG = 0x08;
const TIMESTAMP_TAG = 0x10;

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
      if (tag === SEQ_NUM_TAG) this.#seqNum = reader.u64();
      else if (tag === TIMESTAMP_TAG) this.#timestamp = reader.u64();
      else reader.skip(tag, 2);
    }
    reader.end = outerEnd;
  }

  position(): StreamPosition {
    return new StreamPosition(this.#seqNum, this.#timestamp);
  }
}
