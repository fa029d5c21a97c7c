import { varintSize, writeVarint } from "./varint.js";

/** A protobuf field of text, bytes or a submessage. */
export function bytesField(tag: number, value: Uint8Array | string): Buffer {
  const content = typeof value === "string" ? Buffer.from(value) : value;
  const field = Buffer.alloc(1 + varintSize(content.length) + content.length);
  field[0] = tag;
  field.set(content, writeVarint(field, 1, content.length));
  return field;
}

/** A header of a record: in a SequencedRecord or an AppendRecord by its tag. */
export function headerField(tag: number, [name, value]: readonly [string, string]): Buffer {
  return bytesField(tag, Buffer.concat([bytesField(0x0a, name), bytesField(0x12, value)]));
}
