import type { AppendBatch, AppendRecord } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";
import { BatchBuilder } from "./batch-builder.js";
import { type BatchOptions, meterRecord, resolveBatchOptions } from "./batch-options.js";
import { turnClock } from "./turn-clock.js";

/**
 * Cuts records that are all there into as few batches as their order and the limits allow.
 *
 * @returns No batch for no records.
 * @throws `invalid_argument` naming the index of the first bad record, or an option out of range; no batch is made then.
 */
export function batchRecords(
  records: readonly AppendRecord[],
  options: Omit<BatchOptions, "lingerMs"> = {},
): AppendBatch[] {
  if (!Array.isArray(records)) throw usageError("records", "an array", records);
  const resolved = resolveBatchOptions({ ...options, lingerMs: Number.POSITIVE_INFINITY });
  const builder = new BatchBuilder(resolved, turnClock, () => undefined);
  const batches: AppendBatch[] = [];
  for (let index = 0; index < records.length; index++) {
    const record = records[index] as AppendRecord;
    const bytes = meterRecord(record, index, resolved.maxBatchBytes);
    if (!builder.fits(bytes)) batches.push(builder.take());
    builder.push(record, bytes);
  }
  if (!builder.isEmpty) batches.push(builder.take());
  return batches;
}
