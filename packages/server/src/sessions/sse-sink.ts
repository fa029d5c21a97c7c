import type { Clock } from "../clock.js";
import type { ReadEvent } from "../read/read-session.js";
import { decodeEntry } from "../wire/messages.js";
import { positionJson, type RecordFormat, readBatchJson } from "../wire/record-json.js";
import { advanceEventId, type EventId, formatEventId } from "./event-id.js";
import { EVENT_STREAM_HEADERS, type SessionContext, toApiError } from "./session.js";

export interface EventStreamOptions {
  readonly clock: Clock;
  readonly format: RecordFormat;
  /** What earlier connections of the same logical read delivered. */
  readonly resumed: EventId;
}

/** Sends a read as server-sent events: `batch`, `ping`, at most one `error`, and `[DONE]` after a normal end. */
export async function runEventStream(
  { exchange, faults }: SessionContext,
  events: AsyncIterable<ReadEvent>,
  options: EventStreamOptions,
): Promise<void> {
  exchange.open(200, EVENT_STREAM_HEADERS);
  let id = options.resumed;
  try {
    await faults.at("after-headers");
    for await (const event of events) {
      if (exchange.finished) return;
      if (event.type === "heartbeat") {
        const data = `{"timestamp":${options.clock.now()},"tail":${positionJson(event.tail)}}`;
        await faults.write(Buffer.from(`event: ping\ndata: ${data}\n\n`));
        continue;
      }
      const { records, tail } = event;
      const bytes = records.reduce((sum, record) => sum + record.meteredBytes, 0);
      id = advanceEventId(id, records[records.length - 1]!.seqNum, records.length, bytes);
      const decoded = records.map((record) => decodeEntry(record.bytes, record.start, record.end));
      const data = readBatchJson(decoded, tail, options.format);
      await faults.write(Buffer.from(`event: batch\nid: ${formatEventId(id)}\ndata: ${data}\n\n`));
    }
    void exchange.write(Buffer.from("data: [DONE]\n\n"));
    exchange.end();
  } catch (error) {
    const failure = toApiError(error);
    if (failure === undefined) return;
    const data = failure.body.replaceAll("\n", "\ndata: ");
    void exchange.write(Buffer.from(`event: error\ndata: ${data}\n\n`));
    exchange.end();
  }
}
