import { type AppendBatch, type AppendRecord, LIMITS } from "@s2kit/core";
import { checkFencingToken, checkRecord } from "@s2kit/core/internal";

/** Cuts records into batches as large as the limits allow, in order. A bad record throws before its batch is given out. */
export async function* cutIntoBatches(
  records: Iterable<AppendRecord> | AsyncIterable<AppendRecord>,
  options: { readonly fencingToken?: string | undefined },
): AsyncGenerator<AppendBatch, void, undefined> {
  const fencingToken = options.fencingToken === undefined ? undefined : checkFencingToken(options.fencingToken);
  let open: AppendRecord[] = [];
  let openBytes = 0;
  let index = 0;
  for await (const record of records) {
    const bytes = checkRecord(record, index++);
    if (open.length === LIMITS.batchRecords || openBytes + bytes > LIMITS.batchBytes) {
      yield { records: open, meteredBytes: openBytes, fencingToken };
      open = [];
      openBytes = 0;
    }
    open.push(record);
    openBytes += bytes;
  }
  if (open.length > 0) yield { records: open, meteredBytes: openBytes, fencingToken };
}
