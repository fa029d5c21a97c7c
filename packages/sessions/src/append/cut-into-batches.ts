import type { AppendBatch, AppendRecord } from "@s2kit/core";
import { checkFencingToken, checkRecord, MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from "@s2kit/core/internal";
import type { WriterMark } from "./writer-mark.js";

/**
 * Cuts records into batches as large as the limits allow, in order. A bad record throws before its batch is given out.
 *
 * @param mark - What every batch leaves room for.
 */
export async function* cutIntoBatches(
  records: Iterable<AppendRecord> | AsyncIterable<AppendRecord>,
  options: { readonly fencingToken?: string | undefined },
  mark?: WriterMark | undefined,
): AsyncGenerator<AppendBatch, void, undefined> {
  const fencingToken = options.fencingToken === undefined ? undefined : checkFencingToken(options.fencingToken);
  const maxBytes = mark?.maxBatchBytes ?? MAX_BATCH_BYTES;
  let open: AppendRecord[] = [];
  let openBytes = 0;
  let index = 0;
  for await (const record of records) {
    const bytes = checkRecord(record, index++);
    if (open.length === MAX_BATCH_RECORDS || openBytes + bytes > maxBytes) {
      // No batch at all can hold it.
      mark?.checkRoom(`records[${index - 1}]`, bytes);
      yield { records: open, meteredBytes: openBytes, fencingToken };
      open = [];
      openBytes = 0;
    }
    open.push(record);
    openBytes += bytes;
  }
  if (open.length > 0) yield { records: open, meteredBytes: openBytes, fencingToken };
}
