import { type AppendBatch, type AppendRecord, S2Error } from "@s2kit/core";
import type { BatchTicket } from "./batch-ticket.js";
import { cutIntoBatches } from "./cut-into-batches.js";
import type { WriterMark } from "./writer-mark.js";

/** What may be said of all batches together. */
export interface SubmitAllOptions {
  readonly fencingToken?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Cuts records into batches and submits them in order. A list is cut, and thereby checked, before anything is sent.
 *
 * @throws What ended it; its verdict covers the batches that were submitted before. The reason of a signal, and what the
 *   source of the records throws by itself, are passed on unchanged.
 */
export async function submitAll(
  records: Iterable<AppendRecord> | AsyncIterable<AppendRecord>,
  options: SubmitAllOptions,
  mark: WriterMark | undefined,
  submit: (batch: AppendBatch) => Promise<BatchTicket>,
): Promise<BatchTicket[]> {
  const tickets: BatchTicket[] = [];
  try {
    const batches = cutIntoBatches(records, options, mark);
    for await (const batch of Array.isArray(records) ? await collect(batches) : batches) {
      tickets.push(await submit(batch));
    }
    return tickets;
  } catch (error) {
    if (!S2Error.is(error) || error === options.signal?.reason) throw error;
    throw error.withVerdict(error.maybeApplied || tickets.some(mayBeThere));
  }
}

function mayBeThere({ state, maybeApplied }: BatchTicket): boolean {
  return state !== "failed" || maybeApplied;
}

async function collect(batches: AsyncIterable<AppendBatch>): Promise<AppendBatch[]> {
  const all: AppendBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
