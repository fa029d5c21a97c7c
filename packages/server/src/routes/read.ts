import { Query } from "../http/query.js";
import { apiError } from "../model/api-error.js";
import { decodeAs } from "../model/format-error.js";
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, MAX_UNARY_WAIT_SECONDS } from "../model/limits.js";
import {
  hasZeroLimit,
  type ReadRequest,
  type ReadStart,
  resolveReadStart,
  validateReadRequest,
} from "../read/read-request.js";
import { type ReadEvent, ReadSession } from "../read/read-session.js";
import { type EventId, parseLastEventId } from "../sessions/event-id.js";
import { readBatchParts, runReadSession } from "../sessions/read-session-sink.js";
import { runEventStream } from "../sessions/sse-sink.js";
import { readUnary } from "../sessions/unary-read.js";
import type { Stream } from "../state/stream.js";
import type { ReadKind } from "../usage/usage-ledger.js";
import { decodeEntry } from "../wire/messages.js";
import { type RecordFormat, readBatchJson } from "../wire/record-json.js";
import { isProtobuf } from "./append.js";
import type { Handler, RequestContext } from "./context.js";
import {
  asciiHeader,
  basinHeader,
  encryptionKey,
  keyHashFor,
  mediaType,
  recordFormat,
  streamConfigHeader,
  streamPath,
} from "./extract.js";
import { jsonTextReply, protobufReply, type Reply } from "./reply.js";

const U32_MAX = 2n ** 32n - 1n;

const NOT_RESUMED: EventId = { seqNum: 0n, records: 0n, bytes: 0n };

/** GET `/v1/streams/{stream}/records`: one batch, server-sent events, or a session of framed batches. */
export const read: Handler = async (context) => {
  const { server } = context;
  const basinName = basinHeader(context);
  const name = streamPath(context);
  const parameters = readParameters(context);
  const key = encryptionKey(context);
  const streamConfig = streamConfigHeader(context);
  const mode = readMode(context);
  const format = mode === "session" ? "raw" : recordFormat(context);
  const resumed = mode === "events" ? lastEventId(context) : undefined;
  const request = readRequest(parameters, mode, resumed);
  validateReadRequest(request);
  context.principal.authorize("read", { basin: basinName, stream: name });
  const stream = server.account.basin(basinName).streamFor("read", name, streamConfig);
  const opened = await openRead(context, stream, request, keyHashFor(stream, key));
  const events = supervised(context, opened, basinName, mode === "unary" ? "unary" : "streaming");
  switch (mode) {
    case "session":
      await runReadSession(context, events);
      return undefined;
    case "events":
      await runEventStream(context, events, { clock: server.clock, format, resumed: resumed ?? NOT_RESUMED });
      return undefined;
    case "unary":
      return await unaryReply(context, events, format);
  }
};

type ReadMode = "session" | "events" | "unary";

/** The content type of the request, although it has no body, beats what it accepts. */
function readMode({ exchange }: RequestContext): ReadMode {
  if (mediaType(exchange, "content-type") === "s2s/proto") return "session";
  return mediaType(exchange, "accept") === "text/event-stream" ? "events" : "unary";
}

interface ReadParameters extends Omit<ReadRequest, "start"> {
  readonly seqNum: bigint | undefined;
  readonly timestamp: bigint | undefined;
  readonly tailOffset: bigint | undefined;
}

function readParameters(context: RequestContext): ReadParameters {
  return decodeAs("bad_query", () => {
    const query = new Query(context.query);
    const waitSeconds = query.integer("wait", U32_MAX);
    return {
      seqNum: query.integer("seq_num"),
      timestamp: query.integer("timestamp"),
      tailOffset: query.integer("tail_offset"),
      clamp: query.boolean("clamp") ?? false,
      count: query.integer("count"),
      bytes: query.integer("bytes"),
      until: query.integer("until"),
      waitSeconds: waitSeconds === undefined ? undefined : Number(waitSeconds),
    };
  });
}

function lastEventId(context: RequestContext): EventId | undefined {
  const text = asciiHeader(context, "last-event-id");
  return text === undefined ? undefined : decodeAs("bad_header", () => parseLastEventId(text));
}

/** Applies what the mode adds: the bounds of a unary read, or what earlier SSE connections already delivered. */
function readRequest(parameters: ReadParameters, mode: ReadMode, resumed: EventId | undefined): ReadRequest {
  const start = readStart(parameters);
  const { clamp, count, bytes, until, waitSeconds } = parameters;
  if (mode === "unary") {
    return {
      start,
      clamp,
      until,
      count: atMost(count, BigInt(MAX_BATCH_RECORDS)),
      bytes: atMost(bytes, BigInt(MAX_BATCH_BYTES)),
      waitSeconds: waitSeconds === undefined ? undefined : Math.min(waitSeconds, MAX_UNARY_WAIT_SECONDS),
    };
  }
  if (resumed === undefined) return { start, clamp, count, bytes, until, waitSeconds };
  return {
    start: { type: "seq-num", seqNum: resumed.seqNum + 1n },
    clamp,
    until,
    waitSeconds,
    count: count && saturatingSubtract(count, resumed.records),
    bytes: bytes && saturatingSubtract(bytes, resumed.bytes),
  };
}

/** @throws 422 `invalid` when more than one start is given. */
function readStart({ seqNum, timestamp, tailOffset }: ReadParameters): ReadStart {
  const given = [seqNum, timestamp, tailOffset].filter((value) => value !== undefined);
  if (given.length > 1) throw apiError("invalid", "give only one of seq_num, timestamp and tail_offset");
  if (seqNum !== undefined) return { type: "seq-num", seqNum };
  if (timestamp !== undefined) return { type: "timestamp", timestamp };
  return { type: "tail-offset", offset: tailOffset ?? 0n };
}

async function openRead(
  { server, exchange }: RequestContext,
  stream: Stream,
  request: ReadRequest,
  keyHash: string | undefined,
): Promise<AsyncIterable<ReadEvent>> {
  const { clock, random } = server;
  const start = hasZeroLimit(request)
    ? { seqNum: 0, tail: stream.tail }
    : await resolveReadStart(stream, request, clock.now());
  return new ReadSession(stream, request, start, { clock, random, signal: exchange.signal, keyHash }).events();
}

/** Counts what is delivered, and stops when the caller's token stops counting. */
async function* supervised(
  { server, principal }: RequestContext,
  events: AsyncIterable<ReadEvent>,
  basinName: string,
  kind: ReadKind,
): AsyncGenerator<ReadEvent, void, undefined> {
  for await (const event of events) {
    principal.assertValid();
    if (event.type === "batch") {
      const bytes = event.records.reduce((sum, record) => sum + record.meteredBytes, 0);
      server.usage.recordRead(basinName, kind, bytes);
    }
    yield event;
  }
}

async function unaryReply(
  { exchange }: RequestContext,
  events: AsyncIterable<ReadEvent>,
  format: RecordFormat,
): Promise<Reply> {
  const { records, tail } = await readUnary(events);
  if (isProtobuf(mediaType(exchange, "accept"))) {
    return protobufReply(200, Buffer.concat(readBatchParts({ type: "batch", records, tail })));
  }
  const decoded = records.map((record) => decodeEntry(record.bytes, record.start, record.end));
  return jsonTextReply(200, readBatchJson(decoded, tail, format));
}

function atMost(value: bigint | undefined, limit: bigint): bigint {
  return value === undefined || value > limit ? limit : value;
}

function saturatingSubtract(value: bigint, spent: bigint): bigint {
  return value > spent ? value - spent : 0n;
}
