import { UsageError, usageError } from "./errors/usage-error.js";
import { encodeUtf8 } from "./values/utf8.js";

/** One mebibyte, 1 048 576 bytes. */
export const MiB = 1_048_576;

/** S2's limits. Sizes are in bytes (names and tokens as UTF-8; records and batches metered). */
export const LIMITS = {
  /** Records in one batch. */
  batchRecords: 1000,
  /** Metered bytes of one batch, and of one record. */
  batchBytes: 1_048_576,
  /** Bytes of a fencing token; it may be empty. */
  fencingTokenBytes: 36,
  /** Bytes of a request token of a create call. */
  requestTokenBytes: 36,
  basinNameMinBytes: 8,
  basinNameMaxBytes: 48,
  streamNameMaxBytes: 512,
  accessTokenIdMaxBytes: 96,
  locationNameMaxBytes: 64,
  /** Characters of the `s2-encryption-key` header. */
  encryptionKeyMaxChars: 44,
  /** Items on one page of a list. */
  listPage: 1000,
  /** Records of one unary read. */
  unaryReadRecords: 1000,
  /** Metered bytes of one unary read. */
  unaryReadBytes: 1_048_576,
  /** Seconds that a unary read waits at the tail at most. */
  unaryReadWaitSecs: 60,
  /** Widest time range of a metrics request, in days. */
  metricsRangeDays: 90,
  /** Length field of one S2S frame: flag byte and payload. */
  frameBytes: 2_097_152,
} as const;

/** {@link LIMITS}.fencingTokenBytes by itself. */
export const MAX_FENCING_TOKEN_BYTES = 36;

/**
 * Checks text of so many bytes, and its form where one is given. The checks below say their limits themselves, so that a
 * program with one of them does not carry all of {@link LIMITS}.
 */
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
  return checkText(field, value, 8, 48, form, words);
}

/** A prefix of basin names, or a name to start after; may be empty. @throws `invalid_argument` */
export function checkBasinPrefix(value: unknown, field: string): string {
  const form = /^(?:[a-z0-9][a-z0-9-]*)?$/;
  return checkText(field, value, 0, 48, form, "of a-z, 0-9 and -, not beginning with -");
}

/** 1 to 512 bytes of anything but NUL; not `.` or `..`. @throws `invalid_argument` */
export function checkStreamName(value: unknown, field = "stream"): string {
  return checkSegment(field, value, 512);
}

/** A prefix of stream names, or a name to start after; may be empty, `.` or `..`. @throws `invalid_argument` */
export function checkStreamPrefix(value: unknown, field: string): string {
  return checkNoNul(field, value, 0, 512);
}

/** 1 to 96 bytes without NUL; not `.` or `..`. @throws `invalid_argument` */
export function checkAccessTokenId(value: unknown, field = "id"): string {
  return checkSegment(field, value, 96);
}

/** A prefix of access token ids, or an id to start after; may be empty. @throws `invalid_argument` */
export function checkAccessTokenIdPrefix(value: unknown, field: string): string {
  return checkNoNul(field, value, 0, 96);
}

/** 1 to 64 of `A-Z`, `a-z`, `0-9`, `:`, `.` and `-`. @throws `invalid_argument` */
export function checkLocationName(value: unknown, field = "location"): string {
  return checkText(field, value, 1, 64, /^[A-Za-z0-9:.-]+$/, "of A-Z, a-z, 0-9, :, . and -");
}

/** At most 36 bytes; may be empty. @throws `invalid_argument` */
export function checkFencingToken(value: unknown, field = "fencingToken"): string {
  return checkText(field, value, 0, MAX_FENCING_TOKEN_BYTES);
}

/** At most 36 bytes of printable ASCII (it travels in a header). @throws `invalid_argument` */
export function checkRequestToken(value: unknown, field = "requestToken"): string {
  return checkText(field, value, 0, 36, /^[\x20-\x7e]*$/, "printable ASCII");
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
