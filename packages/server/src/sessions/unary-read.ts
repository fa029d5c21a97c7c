import type { Position } from "../model/position.js";
import type { ReadEvent } from "../read/read-session.js";
import type { StoredRecord } from "../state/record-log.js";

/** The one batch that answers a unary read. */
export interface UnaryBatch {
  readonly records: readonly StoredRecord[];
  /** Present only when the batch arrived while the request was waiting for it. */
  readonly tail: Position | undefined;
}

/**
 * Gathers a read into one batch: what storage holds, or, if that is nothing and the request waits, the first batch
 * that arrives.
 */
export async function readUnary(events: AsyncIterable<ReadEvent>): Promise<UnaryBatch> {
  const records: StoredRecord[] = [];
  for await (const event of events) {
    if (event.type === "batch" && event.tail !== undefined) return event;
    if (event.type === "batch") records.push(...event.records);
    else if (records.length > 0) break;
  }
  return { records, tail: undefined };
}
