// Every name here is bound by semantic versioning.

export type { AppendSessionOptions, Delivery, PolicyAppendSessionOptions } from "./append/append-options.js";
export type { AppendPermit } from "./append/append-permit.js";
export type { AppendSession } from "./append/append-session.js";
export type { AppendAbortSummary, AppendSessionState } from "./append/append-session-init.js";
export type { BatchTicket } from "./append/batch-ticket.js";
export type { OnInterference } from "./append/exactly-once.js";
export type { SubmitAllOptions } from "./append/submit-all.js";
export { WRITER_HEADER } from "./append/writer-mark.js";
export type { Ending, OpenSessions } from "./open-sessions.js";
export { CaughtUpTracker, type TrackedBatch } from "./read/caught-up-tracker.js";
export type { ReadGap } from "./read/read-cursor.js";
export type { ReadFrom, ReadRange, ReadSessionOptions } from "./read/read-options.js";
export type { ReadSession, ReadSessionState } from "./read/read-session.js";

export { openAppendSession, openPolicyAppendSession, openReadSession } from "./session-factory.js";
export type { StreamAddress } from "./stream-address.js";
export type { ConnectionOptions, Pem } from "./transport/connection-options.js";
export { createTransports } from "./transport/fetch/create-transports.js";
export { appendByFrames } from "./transport/fetch/fetch-append.js";
export { readByFrames } from "./transport/fetch/fetch-read.js";
export { appendByRequests } from "./transport/fetch/unary-append.js";
export { type AppendWay, type ReadWay, webTransports } from "./transport/fetch/web-transports.js";
export type { Http2Options } from "./transport/http2/http2-settings.js";
export { readBySse } from "./transport/sse/sse-read.js";
export type { TransportName } from "./transport/transport.js";
export type { AppendTransports, ReadTransports, TransportOptions, Transports } from "./transport/transports.js";
export { appendOnce } from "./unary/append-once.js";
export { checkTail } from "./unary/check-tail.js";
export { readOnce } from "./unary/read-once.js";
export { RecordBatch } from "./wire/read-batch.js";
export { ReadRecord, type RecordParts } from "./wire/read-record.js";
export { RecordHeader } from "./wire/record-header.js";
