import { bodyText, HEADERS, type RecordShape } from "../workload.js";
import { bytesField, headerField } from "./bytes-field.js";

/** A frame with an AppendInput of `records` equal records. */
export function appendFrame(shape: RecordShape, records: number): Buffer {
  const headers = HEADERS.slice(0, shape.headers).map((header) => headerField(0x12, header));
  const record = bytesField(0x0a, Buffer.concat([...headers, bytesField(0x1a, bodyText(shape))]));
  const frame = Buffer.alloc(4 + record.length * records);
  frame.writeUIntBE(record.length * records + 1, 0, 3);
  for (let index = 0; index < records; index++) frame.set(record, 4 + index * record.length);
  return frame;
}
