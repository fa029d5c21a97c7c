import { UsageError, usageError } from "../errors/usage-error.js";
import { checkFencingToken, MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from "../limits.js";
import { checkU64, type U64 } from "../values/u64.js";
import { type AppendRecord, checkRecord } from "./append-record.js";

/** Conditions under which a batch is applied; the service checks them before it applies anything. */
export interface AppendConditions {
  /** The sequence number that the first record must get; 0 means "the stream is still empty". */
  readonly matchSeqNum?: U64 | undefined;
  /** Must be the stream's fencing token, at most 36 bytes. Left out, any token is accepted. */
  readonly fencingToken?: string | undefined;
}

/** Records that are appended together, all or none, already checked and metered. */
export interface AppendBatch extends AppendConditions {
  readonly records: readonly AppendRecord[];
  /** The sum of the records' metered sizes, in bytes. */
  readonly meteredBytes: number;
}

/**
 * Checks records and conditions as the service would, and meters them.
 *
 * @throws `invalid_argument` unless there are 1 to 1000 good records of at most 1 MiB metered together.
 */
export function checkBatch(records: readonly AppendRecord[], conditions: AppendConditions = {}): AppendBatch {
  if (!Array.isArray(records)) throw usageError("records", "an array", records);
  if (records.length < 1 || records.length > MAX_BATCH_RECORDS) {
    throw new UsageError("records", `records must be 1 to ${MAX_BATCH_RECORDS} records, got ${records.length}`);
  }
  let meteredBytes = 0;
  for (let index = 0; index < records.length; index++) {
    meteredBytes += checkRecord(records[index] as AppendRecord, index);
  }
  if (meteredBytes > MAX_BATCH_BYTES) {
    throw new UsageError(
      "records",
      `records must be at most ${MAX_BATCH_BYTES} metered bytes together, got ${meteredBytes}`,
    );
  }
  const { matchSeqNum, fencingToken } = conditions;
  return {
    records,
    meteredBytes,
    matchSeqNum: matchSeqNum === undefined ? undefined : checkU64(matchSeqNum, "matchSeqNum"),
    fencingToken: fencingToken === undefined ? undefined : checkFencingToken(fencingToken),
  };
}
