import { type AppendBatch, type AppendRecord, S2Error } from "@s2kit/core";
import { abortable, signalIfGiven } from "@s2kit/core/internal";
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
  const { signal } = options;
  const tickets: BatchTicket[] = [];
  const batches = cutIntoBatches(records, options, mark);
  try {
    signalIfGiven(signal);
    if (Array.isArray(records)) {
      for (const batch of await collect(batches)) tickets.push(await submit(batch));
      return tickets;
    }
    for (;;) {
      const { done, value } = await abortable(batches.next(), signal);
      if (done) return tickets;
      tickets.push(await submit(value));
    }
  } catch (error) {
    const ended = batches.return().catch(() => undefined);
    // After an abort the source may be waited for still: it would have to give its next record first.
    if (!signal?.aborted) await ended;
    if (!S2Error.is(error) || error === signal?.reason) throw error;
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
