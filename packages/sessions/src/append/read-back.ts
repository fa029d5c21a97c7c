import { AppendAck, S2Error, StreamPosition, type U64 } from "@s2kit/core";
import { addU64 } from "@s2kit/core/internal";
import { appendedRecords } from "../wire/appended-records.js";
import type { RecordBatch } from "../wire/read-batch.js";
import type { ReadRecord } from "../wire/read-record.js";
import type { BatchTicket } from "./batch-ticket.js";

/** What was found at the place of a batch. */
export type Finding = AppendAck | "different" | "gone";

/** What a look at the stream showed. */
export interface Look {
  /** The tail, durable. */
  readonly tail: U64;
  /** Compares a batch with what is on the stream from its pin on. Only asked where the tail is beyond the pin. */
  find(ticket: BatchTicket): Finding;
}

/** How the stream is looked at: two plain requests. */
export interface Lookout {
  checkTail(signal: AbortSignal): Promise<StreamPosition>;
  /** Reads at most so many records from a sequence number, in one request. */
  read(from: U64, count: number, signal: AbortSignal): Promise<RecordBatch>;
}

/**
 * Looks at the stream: its tail, and, if `from` is given, the records from there to the tail or to `limit` records.
 *
 * @throws Whatever the requests throw; a place that holds nothing any more is no error.
 */
export async function lookAt(
  lookout: Lookout,
  from: U64 | undefined,
  limit: number,
  signal: AbortSignal,
): Promise<Look> {
  const tail = await lookout.checkTail(signal);
  const found = new Map<U64, ReadRecord>();
  if (from !== undefined) {
    let next = from;
    while (next < tail.seqNumU64 && found.size < limit) {
      const batch = await readOrNothing(lookout, next, Math.min(1000, limit - found.size), signal);
      if (batch === undefined || batch.count === 0) break;
      for (const record of batch.records) found.set(record.seqNumU64, record);
      next = addU64(batch.lastSeqNum as U64, 1);
    }
  }
  return { tail: tail.seqNumU64, find: (ticket) => find(ticket, found, tail) };
}

/** Everything there may have been trimmed between the two requests. */
async function readOrNothing(
  lookout: Lookout,
  from: U64,
  count: number,
  signal: AbortSignal,
): Promise<RecordBatch | undefined> {
  try {
    return await lookout.read(from, count, signal);
  } catch (error) {
    if (S2Error.is(error) && error.code === "range_not_satisfiable") return undefined;
    throw error;
  }
}

/** Compares headers and body byte for byte. Timestamps may be changed by the service and do not count. */
function find(ticket: BatchTicket, found: ReadonlyMap<U64, ReadRecord>, tail: StreamPosition): Finding {
  const pin = ticket.encoded.matchSeqNum as U64;
  let at = pin;
  let last: ReadRecord | undefined;
  for (const ours of appendedRecords(ticket.encoded)) {
    const theirs = found.get(at);
    // Beyond the tail there is nothing: a batch is applied as a whole, so this one was not.
    if (theirs === undefined) return at < tail.seqNumU64 ? "gone" : "different";
    if (!theirs.equals(ours.headers, ours.body)) return "different";
    last = theirs;
    at = addU64(at, 1);
  }
  const first = found.get(pin) as ReadRecord;
  const end = new StreamPosition(at, (last as ReadRecord).timestampU64);
  return new AppendAck(new StreamPosition(pin, first.timestampU64), end, tail.seqNumU64 === at ? end : tail);
}
