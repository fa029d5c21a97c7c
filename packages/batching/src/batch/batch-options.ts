import { type AppendRecord, type U64, UsageError } from "@s2kit/core";
import {
  checkFencingToken,
  checkInteger,
  checkRecord,
  checkU64,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  usageError,
} from "@s2kit/core/internal";

/** How records are collected into batches. A value out of range is refused, never adjusted. */
export interface BatchOptions {
  /**
   * How long the first record of a batch waits for company, in milliseconds; at most 2 147 483 647. Default 5.
   * `0` ends the batch with the current turn of the event loop: what one turn adds goes out together.
   * `Infinity` never ends it: only its limits, a flush or a close do.
   */
  readonly lingerMs?: number | undefined;
  /** Most records in one batch, 1 to 1000. Default 1000. */
  readonly maxBatchRecords?: number | undefined;
  /**
   * Most metered bytes in one batch, and so in one record, 8 to 1 048 576 (1 MiB). Default 1 MiB. A producer's default
   * and limit is what its sink takes, if that is less.
   */
  readonly maxBatchBytes?: number | undefined;
  /** Every batch carries this token, at most 36 bytes: it is refused when the stream's token is another. */
  readonly fencingToken?: string | undefined;
  /**
   * The sequence number that the very first record must get. Each batch then asks for the number that follows the
   * batch before it, so a write by anyone else in between makes the next batch fail with `seq_num_mismatch`.
   */
  readonly matchSeqNum?: U64 | undefined;
}

/** {@link BatchOptions}, checked and with the defaults filled in. */
export interface ResolvedBatchOptions {
  readonly lingerMs: number;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  readonly fencingToken: string | undefined;
  readonly matchSeqNum: U64 | undefined;
}

/** The metered size of a record without body and headers: no record is smaller. */
export const MIN_RECORD_BYTES = 8;

const DEFAULT_LINGER_MS = 5;
/** What timers can count; a longer delay would fire at once. */
const MAX_LINGER_MS = 2_147_483_647;

/**
 * Checks the options and fills the defaults in.
 *
 * @param largestBatch - Metered bytes, where not every batch that S2 takes can be sent.
 * @throws `invalid_argument` naming the option, its limits and the value.
 */
export function resolveBatchOptions(
  options: BatchOptions,
  largestBatch: number = MAX_BATCH_BYTES,
): ResolvedBatchOptions {
  if (typeof options !== "object" || options === null) throw usageError("options", "an object", options);
  const { lingerMs, maxBatchRecords, maxBatchBytes, fencingToken, matchSeqNum } = options;
  return {
    lingerMs: checkLingerMs(lingerMs ?? DEFAULT_LINGER_MS),
    maxBatchRecords: checkInteger(maxBatchRecords ?? MAX_BATCH_RECORDS, "maxBatchRecords", 1, MAX_BATCH_RECORDS),
    maxBatchBytes: checkInteger(maxBatchBytes ?? largestBatch, "maxBatchBytes", MIN_RECORD_BYTES, largestBatch),
    fencingToken: fencingToken === undefined ? undefined : checkFencingToken(fencingToken),
    matchSeqNum: matchSeqNum === undefined ? undefined : checkU64(matchSeqNum, "matchSeqNum"),
  };
}

/**
 * Checks one record as the service would, and that it fits into a batch of its own.
 *
 * @param index - Where it stands in its call, for the message.
 * @returns Metered bytes.
 * @throws `invalid_argument`
 */
export function meterRecord(record: AppendRecord, index: number, maxBatchBytes: number): number {
  const bytes = checkRecord(record, index);
  if (bytes <= maxBatchBytes) return bytes;
  throw new UsageError(
    `records[${index}]`,
    `records[${index}] must be at most ${maxBatchBytes} metered bytes (maxBatchBytes), got ${bytes}`,
  );
}

function checkLingerMs(value: number): number {
  if (value === Number.POSITIVE_INFINITY) return value;
  if (typeof value === "number" && value >= 0 && value <= MAX_LINGER_MS) return value;
  throw usageError("lingerMs", `a number of milliseconds from 0 to ${MAX_LINGER_MS}, or Infinity`, value);
}
