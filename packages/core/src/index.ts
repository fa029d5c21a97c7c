// Every name here is bound by semantic versioning.
export type { AppendSink, AppendTicket } from "./append-sink.js";
export { type Clock, systemClock } from "./async/clock.js";
export { DEFAULT_ACCOUNT_ENDPOINT, DEFAULT_BASIN_ENDPOINT, type EndpointOptions } from "./endpoints/endpoints.js";
export { type EnvironmentOptions, readEnvironment } from "./endpoints/environment.js";
export {
  ApiError,
  type ApiErrorInit,
  FencingTokenMismatchError,
  RangeNotSatisfiableError,
  SeqNumMismatchError,
} from "./errors/api-error.js";
export type { ClientErrorCode, S2ErrorCode, ServerErrorCode } from "./errors/codes.js";
export { InexactNumberError } from "./errors/inexact-number-error.js";
export { InterferenceError } from "./errors/interference-error.js";
export { type RequestSummary, S2Error, type S2ErrorInit } from "./errors/s2-error.js";
export { SessionClosedError } from "./errors/session-closed-error.js";
export { TransportError } from "./errors/transport-error.js";
export { UsageError } from "./errors/usage-error.js";
export { LIMITS, MiB } from "./limits.js";
export { randomToken } from "./random-token.js";
export { AppendAck } from "./records/append-ack.js";
export { type AppendBatch, type AppendConditions, checkBatch } from "./records/append-batch.js";
export { AppendRecord, type HeaderInput, maxBodyBytes, meteredBytes } from "./records/append-record.js";
export type { StreamCommand } from "./records/command.js";
export {
  type AppendRetryPolicy,
  DEFAULT_RETRY_POLICY,
  type ResolvedRetryPolicy,
  type RetryOption,
  type RetryPolicy,
} from "./retry/retry-policy.js";
export { StreamPosition } from "./values/stream-position.js";
export { MAX_U64, type U64 } from "./values/u64.js";
