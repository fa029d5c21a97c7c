import { UsageError, usageError } from "./errors/usage-error.js";
import { encodeUtf8 } from "./values/utf8.js";

/** One mebibyte, 1 048 576 bytes. */
export const MiB = 1_048_576;

// One by one, so that a program carries no more of them than it uses; what they are is said in `LIMITS`.
export const MAX_BATCH_RECORDS = 1000;
export const MAX_BATCH_BYTES = 1_048_576;
export const MAX_FENCING_TOKEN_BYTES = 36;
const MAX_REQUEST_TOKEN_BYTES = 36;
const MIN_BASIN_NAME_BYTES = 8;
const MAX_BASIN_NAME_BYTES = 48;
const MAX_STREAM_NAME_BYTES = 512;
const MAX_ACCESS_TOKEN_ID_BYTES = 96;
const MAX_LOCATION_NAME_BYTES = 64;
export const MAX_ENCRYPTION_KEY_CHARS = 44;
const MAX_LIST_PAGE = 1000;
export const MAX_UNARY_READ_RECORDS = 1000;
const MAX_UNARY_READ_BYTES = 1_048_576;
export const MAX_UNARY_READ_WAIT_SECS = 60;
export const MAX_METRICS_RANGE_DAYS = 90;
export const MAX_FRAME_BYTES = 2_097_152;

/** S2's limits. Sizes are in bytes (names and tokens as UTF-8; records and batches metered). */
export const LIMITS: {
  /** Records in one batch. */
  readonly batchRecords: typeof MAX_BATCH_RECORDS;
  /** Metered bytes of one batch, and of one record. */
  readonly batchBytes: typeof MAX_BATCH_BYTES;
  /** Bytes of a fencing token; it may be empty. */
  readonly fencingTokenBytes: typeof MAX_FENCING_TOKEN_BYTES;
  /** Bytes of a request token of a create call. */
  readonly requestTokenBytes: typeof MAX_REQUEST_TOKEN_BYTES;
  readonly basinNameMinBytes: typeof MIN_BASIN_NAME_BYTES;
  readonly basinNameMaxBytes: typeof MAX_BASIN_NAME_BYTES;
  readonly streamNameMaxBytes: typeof MAX_STREAM_NAME_BYTES;
  readonly accessTokenIdMaxBytes: typeof MAX_ACCESS_TOKEN_ID_BYTES;
  readonly locationNameMaxBytes: typeof MAX_LOCATION_NAME_BYTES;
  /** Characters of the `s2-encryption-key` header. */
  readonly encryptionKeyMaxChars: typeof MAX_ENCRYPTION_KEY_CHARS;
  /** Items on one page of a list. */
  readonly listPage: typeof MAX_LIST_PAGE;
  /** Records of one unary read. */
  readonly unaryReadRecords: typeof MAX_UNARY_READ_RECORDS;
  /** Metered bytes of one unary read. */
  readonly unaryReadBytes: typeof MAX_UNARY_READ_BYTES;
  /** Seconds that a unary read waits at the tail at most. */
  readonly unaryReadWaitSecs: typeof MAX_UNARY_READ_WAIT_SECS;
  /** Widest time range of a metrics request, in days. */
  readonly metricsRangeDays: typeof MAX_METRICS_RANGE_DAYS;
  /** Length field of one S2S frame: flag byte and payload. */
  readonly frameBytes: typeof MAX_FRAME_BYTES;
} = {
  batchRecords: MAX_BATCH_RECORDS,
  batchBytes: MAX_BATCH_BYTES,
  fencingTokenBytes: MAX_FENCING_TOKEN_BYTES,
  requestTokenBytes: MAX_REQUEST_TOKEN_BYTES,
  basinNameMinBytes: MIN_BASIN_NAME_BYTES,
  basinNameMaxBytes: MAX_BASIN_NAME_BYTES,
  streamNameMaxBytes: MAX_STREAM_NAME_BYTES,
  accessTokenIdMaxBytes: MAX_ACCESS_TOKEN_ID_BYTES,
  locationNameMaxBytes: MAX_LOCATION_NAME_BYTES,
  encryptionKeyMaxChars: MAX_ENCRYPTION_KEY_CHARS,
  listPage: MAX_LIST_PAGE,
  unaryReadRecords: MAX_UNARY_READ_RECORDS,
  unaryReadBytes: MAX_UNARY_READ_BYTES,
  unaryReadWaitSecs: MAX_UNARY_READ_WAIT_SECS,
  metricsRangeDays: MAX_METRICS_RANGE_DAYS,
  frameBytes: MAX_FRAME_BYTES,
};

/** Checks text of so many bytes, and its form where one is given. */
function checkText(
  field: string,
  value: unknown,
  minBytes: number,
  maxBytes: number,
  form?: RegExp,
  formInWords = "",
): string {
  if (typeof value !== "string") throw usageError(field, "a string", value);
  const bytes = encodeUtf8(value).byteLength;
  if (bytes < minBytes || bytes > maxBytes) {
    throw new UsageError(field, `${field} must be ${minBytes} to ${maxBytes} bytes long, got ${bytes}`);
  }
  // Half of a surrogate pair has no form in UTF-8: it would arrive as something else.
  if (/\p{Surrogate}/u.test(value)) throw new UsageError(field, `${field} must be well-formed Unicode`);
  if (form?.test(value) === false) throw usageError(field, formInWords, value);
  return value;
}

function checkNoNul(field: string, value: unknown, minBytes: number, maxBytes: number): string {
  const text = checkText(field, value, minBytes, maxBytes);
  if (text.includes("\0")) throw new UsageError(field, `${field} must not contain a NUL character`);
  return text;
}

/** What stands in a path by itself. */
function checkSegment(field: string, value: unknown, maxBytes: number): string {
  const text = checkNoNul(field, value, 1, maxBytes);
  if (text === "." || text === "..") throw usageError(field, 'neither "." nor ".."', text);
  return text;
}

/** 8 to 48 of `a-z`, `0-9` and `-`, with a letter or digit at both ends. @throws `invalid_argument` */
export function checkBasinName(value: unknown, field = "basin"): string {
  const form = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
  const words = "of a-z, 0-9 and -, with a letter or digit at both ends";
  return checkText(field, value, MIN_BASIN_NAME_BYTES, MAX_BASIN_NAME_BYTES, form, words);
}

/** A prefix of basin names, or a name to start after; may be empty. @throws `invalid_argument` */
export function checkBasinPrefix(value: unknown, field: string): string {
  const form = /^(?:[a-z0-9][a-z0-9-]*)?$/;
  return checkText(field, value, 0, MAX_BASIN_NAME_BYTES, form, "of a-z, 0-9 and -, not beginning with -");
}

/** 1 to 512 bytes of anything but NUL; not `.` or `..`. @throws `invalid_argument` */
export function checkStreamName(value: unknown, field = "stream"): string {
  return checkSegment(field, value, MAX_STREAM_NAME_BYTES);
}

/** A prefix of stream names, or a name to start after; may be empty, `.` or `..`. @throws `invalid_argument` */
export function checkStreamPrefix(value: unknown, field: string): string {
  return checkNoNul(field, value, 0, MAX_STREAM_NAME_BYTES);
}

/** 1 to 96 bytes without NUL; not `.` or `..`. @throws `invalid_argument` */
export function checkAccessTokenId(value: unknown, field = "id"): string {
  return checkSegment(field, value, MAX_ACCESS_TOKEN_ID_BYTES);
}

/** A prefix of access token ids, or an id to start after; may be empty. @throws `invalid_argument` */
export function checkAccessTokenIdPrefix(value: unknown, field: string): string {
  return checkNoNul(field, value, 0, MAX_ACCESS_TOKEN_ID_BYTES);
}

/** 1 to 64 of `A-Z`, `a-z`, `0-9`, `:`, `.` and `-`. @throws `invalid_argument` */
export function checkLocationName(value: unknown, field = "location"): string {
  return checkText(field, value, 1, MAX_LOCATION_NAME_BYTES, /^[A-Za-z0-9:.-]+$/, "of A-Z, a-z, 0-9, :, . and -");
}

/** At most 36 bytes; may be empty. @throws `invalid_argument` */
export function checkFencingToken(value: unknown, field = "fencingToken"): string {
  return checkText(field, value, 0, MAX_FENCING_TOKEN_BYTES);
}

/** At most 36 bytes of printable ASCII (it travels in a header). @throws `invalid_argument` */
export function checkRequestToken(value: unknown, field = "requestToken"): string {
  return checkText(field, value, 0, MAX_REQUEST_TOKEN_BYTES, /^[\x20-\x7e]*$/, "printable ASCII");
}

/** A whole number in a range. @throws `invalid_argument` */
export function checkInteger(value: unknown, field: string, min: number, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw usageError(field, `a whole number from ${min} to ${max}`, value);
}

/** A duration in milliseconds above zero; `Infinity` where there shall be none. @throws `invalid_argument` */
export function checkDurationMs(value: unknown, field: string): number {
  if (typeof value === "number" && value > 0) return value;
  throw usageError(field, "a number of milliseconds above 0", value);
}
