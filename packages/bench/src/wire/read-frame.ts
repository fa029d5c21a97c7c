import { bodyText, HEADERS, type RecordShape } from "../workload.js";
import { bytesField, headerField } from "./bytes-field.js";
import { varintSize, writeVarint } from "./varint.js";

/**
 * The first sequence number of every stream here. From this number to 268 435 455 a varint takes four bytes,
 * so that a frame can be made by writing new numbers into a copy.
 */
export const FIRST_SEQ_NUM = 2_097_152;

const SEQ_NUM_BYTES = 4;
const FRAME_HEADER_BYTES = 4;
/** Milliseconds since the epoch, the same for all records. */
const TIMESTAMP = 1_760_000_000_000;

/** A frame with a ReadBatch, encoded once. */
export class ReadFrame {
  readonly #bytes: Buffer;
  /** Where each record's sequence number stands. */
  readonly #places: Int32Array;

  constructor(shape: RecordShape, records: number) {
    const record = encodeRecord(shape);
    const field = bytesField(0x0a, record);
    const length = field.length * records + 1;
    this.#bytes = Buffer.alloc(FRAME_HEADER_BYTES + field.length * records);
    this.#bytes.writeUIntBE(length, 0, 3);
    this.#places = new Int32Array(records);
    for (let index = 0; index < records; index++) {
      const at = FRAME_HEADER_BYTES + index * field.length;
      this.#bytes.set(field, at);
      // The sequence number is the first field, behind its tag.
      this.#places[index] = at + field.length - record.length + 1;
    }
  }

  /** The frame whose first record has this sequence number; a buffer of its own. */
  at(firstSeqNum: number): Buffer {
    const frame = Buffer.allocUnsafeSlow(this.#bytes.length);
    this.#bytes.copy(frame);
    for (let index = 0; index < this.#places.length; index++) {
      writeVarint(frame, this.#places[index] as number, firstSeqNum + index);
    }
    return frame;
  }
}

/** One SequencedRecord: sequence number, timestamp, headers, body. */
function encodeRecord(shape: RecordShape): Buffer {
  const numbers = Buffer.alloc(2 + SEQ_NUM_BYTES + varintSize(TIMESTAMP));
  numbers[0] = 0x08;
  numbers[writeVarint(numbers, 1, FIRST_SEQ_NUM)] = 0x10;
  writeVarint(numbers, 2 + SEQ_NUM_BYTES, TIMESTAMP);
  return Buffer.concat([
    numbers,
    ...HEADERS.slice(0, shape.headers).map((header) => headerField(0x1a, header)),
    bytesField(0x22, bodyText(shape)),
  ]);
}
