// All that s2kit's packages use of this one, in one module. Not bound by semantic versioning: import the public entry elsewhere.
export type { AppendSink, AppendTicket } from "./append-sink.js";
export { abortable, onAbort, sleep, type Unlink } from "./async/abort.js";
export { type Clock, systemClock } from "./async/clock.js";
export { checkSignal, eitherSignal, signalIfGiven } from "./async/either-signal.js";
export { FairShare, nextTurn } from "./async/fair-share.js";
export {
  type CompressionAlgorithm,
  compress,
  MIN_COMPRESSED_BYTES,
  supportsCompression,
} from "./compression/compress.js";
export { zlib } from "./compression/zlib.js";
export { type Endpoint, parseEndpoint } from "./endpoints/endpoint.js";
export {
  DEFAULT_ACCOUNT_ENDPOINT,
  DEFAULT_BASIN_ENDPOINT,
  type EndpointOptions,
  type Endpoints,
  resolveEndpoints,
} from "./endpoints/endpoints.js";
export { type EnvironmentOptions, readEnvironment } from "./endpoints/environment.js";
export {
  ApiError,
  type ApiErrorInit,
  FencingTokenMismatchError,
  RangeNotSatisfiableError,
  SeqNumMismatchError,
} from "./errors/api-error.js";
export {
  type ClientErrorCode,
  type CodeMeaning,
  judge,
  meaningOf,
  type S2ErrorCode,
  type ServerErrorCode,
} from "./errors/codes.js";
export { type ErrorAnswer, errorFromAnswer, parseObject, statusOfErrorBody } from "./errors/from-answer.js";
export { exactNumber, InexactNumberError } from "./errors/inexact-number-error.js";
export { InterferenceError } from "./errors/interference-error.js";
export { type RequestSummary, S2Error, type S2ErrorInit } from "./errors/s2-error.js";
export { SessionClosedError } from "./errors/session-closed-error.js";
export { thrownHere } from "./errors/thrown-here.js";
export { TransportError } from "./errors/transport-error.js";
export { UsageError, usageError } from "./errors/usage-error.js";
export {
  checkAccessTokenId,
  checkAccessTokenIdPrefix,
  checkBasinName,
  checkBasinPrefix,
  checkDurationMs,
  checkFencingToken,
  checkInteger,
  checkLocationName,
  checkRequestToken,
  checkStreamName,
  checkStreamPrefix,
  LIMITS,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  MAX_ENCRYPTION_KEY_CHARS,
  MAX_FENCING_TOKEN_BYTES,
  MAX_FRAME_BYTES,
  MAX_METRICS_RANGE_DAYS,
  MAX_UNARY_READ_RECORDS,
  MAX_UNARY_READ_WAIT_SECS,
  MiB,
} from "./limits.js";
export { randomToken } from "./random-token.js";
export { AppendAck } from "./records/append-ack.js";
export { type AppendBatch, type AppendConditions, checkBatch } from "./records/append-batch.js";
export {
  AppendRecord,
  checkRecord,
  type HeaderInput,
  maxBodyBytes,
  meteredBytes,
  timestampU64,
} from "./records/append-record.js";
export { decodeCommand, type StreamCommand } from "./records/command.js";
export { backoffMs, parseRetryAfter } from "./retry/backoff.js";
export {
  type AppendRetryPolicy,
  DEFAULT_RETRY_POLICY,
  type ResolvedRetryPolicy,
  type RetryOption,
  type RetryPolicy,
  resolveRetryPolicy,
} from "./retry/retry-policy.js";
export { byteLength } from "./values/byte-length.js";
export { printAs } from "./values/inspect.js";
export { parseJson, stringifyJson } from "./values/json.js";
export { Secret } from "./values/secret.js";
export { StreamPosition } from "./values/stream-position.js";
export { addU64, checkU64, compactU64, equalU64, isU64, MAX_U64, type U64 } from "./values/u64.js";
export { encodeUtf8 } from "./values/utf8.js";
export { utf8Length } from "./values/utf8-length.js";
