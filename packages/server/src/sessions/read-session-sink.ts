import { negotiateFrames } from "../http/accept-encoding.js";
import type { ReadEvent } from "../read/read-session.js";
import { entryViews } from "../state/record-log.js";
import { encodeFrame } from "../wire/frame.js";
import { encodeReadBatchTail } from "../wire/messages.js";
import { SESSION_HEADERS, type SessionContext, sendTerminal, toApiError } from "./session.js";

/** Sends a read as S2S frames: one `ReadBatch` each, heartbeats without records. */
export async function runReadSession(
  { exchange, faults }: SessionContext,
  events: AsyncIterable<ReadEvent>,
): Promise<void> {
  exchange.open(200, SESSION_HEADERS);
  const compression = negotiateFrames(exchange.headers.all("accept-encoding"));
  try {
    await faults.at("after-headers");
    for await (const event of events) {
      if (exchange.finished) return;
      await faults.write(await encodeFrame(readBatchParts(event), compression));
    }
    exchange.end();
  } catch (error) {
    const failure = toApiError(error);
    if (failure !== undefined) sendTerminal(exchange, failure);
  }
}

/** The encoded `ReadBatch` of an event, in parts. */
export function readBatchParts(event: ReadEvent): Buffer[] {
  const entries = event.type === "batch" ? entryViews(event.records) : [];
  return event.tail === undefined ? entries : [...entries, encodeReadBatchTail(event.tail)];
}
