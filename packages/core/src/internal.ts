// For s2kit's own packages. Not bound by semantic versioning: do not import this elsewhere.
export { abortable, onAbort, sleep, type Unlink } from "./async/abort.js";
export { checkSignal, eitherSignal } from "./async/either-signal.js";
export { FairShare, nextTurn } from "./async/fair-share.js";
export { type Endpoint, parseEndpoint } from "./endpoints/endpoint.js";
export { type Endpoints, resolveEndpoints } from "./endpoints/endpoints.js";
export { type CodeMeaning, judge, meaningOf } from "./errors/codes.js";
export { type ErrorAnswer, errorFromAnswer, statusOfErrorBody } from "./errors/from-answer.js";
export { exactNumber } from "./errors/inexact-number-error.js";
export { usageError } from "./errors/usage-error.js";
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
} from "./limits.js";
export { checkRecord, timestampU64 } from "./records/append-record.js";
export { decodeCommand } from "./records/command.js";
export { backoffMs, parseRetryAfter } from "./retry/backoff.js";
export { resolveRetryPolicy } from "./retry/retry-policy.js";
export { printAs } from "./values/inspect.js";
export { parseJson, stringifyJson } from "./values/json.js";
export { Secret } from "./values/secret.js";
export { addU64, checkU64, compactU64, equalU64, isU64 } from "./values/u64.js";
export { byteLength, encodeUtf8, utf8Length } from "./values/utf8.js";
