// What the rest of this package may use of the wire format. Nothing else knows frames or protobuf.
export { decodeAppendAck } from "./append-ack.js";
export { type EncodedBatch, encodeAppendInput, encodeBatch, repin } from "./append-input.js";
export { type AppendedRecord, appendedRecords } from "./appended-records.js";
export type { CompressionAlgorithm } from "./codec.js";
export {
  checkCompression,
  compress,
  decompress,
  supportsCompression,
} from "./compression.js";
export {
  type Compression,
  compressionOf,
  decodeTerminal,
  encodeFrameHeader,
  FRAME_HEADER_BYTES,
  type Frame,
  isReconnectAdvised,
  isTerminal,
  MAX_FRAME_LENGTH,
} from "./frame.js";
export { FrameReader, type OnFrame } from "./frame-reader.js";
export { decodeJsonReadBatch, type JsonFormat } from "./json-batch.js";
export { protocolError } from "./protocol-error.js";
export { decodeReadBatch, RecordBatch } from "./read-batch.js";
export { ReadRecord, type RecordParts } from "./read-record.js";
export { RecordHeader } from "./record-header.js";
