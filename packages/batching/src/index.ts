// Every name here is bound by semantic versioning.
export type { BatchOptions } from "./batch/batch-options.js";
export { batchRecords } from "./batch/batch-records.js";
export { Batcher, type BatcherOptions } from "./batch/batcher.js";
export { BatchingStream } from "./batch/batching-stream.js";
export { Producer } from "./producer/producer.js";
export type { OwnedSink, ProducerOptions, ProducerState } from "./producer/producer-options.js";
export { RecordAck } from "./producer/record-ack.js";
export type { RecordPermit } from "./producer/record-permit.js";
export type { RecordTicket } from "./producer/record-ticket.js";
