import http, { type IncomingMessage, type ServerResponse } from "node:http";
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Writable } from "node:stream";
import { ackFrame } from "../wire/ack-frame.js";
import { ReadEvent } from "../wire/read-event.js";
import { FIRST_SEQ_NUM, ReadFrame } from "../wire/read-frame.js";
import { RecordCounter } from "../wire/record-counter.js";
import { shapeOf } from "../workload.js";
import { replay } from "./replay.js";

const WINDOW_BYTES = 16_777_216;
const HTTP2_PREFACE = "PRI * HTTP/2";

/** A request as both versions of HTTP have it. */
interface Request {
  readonly path: string;
  readonly headers: IncomingHttpHeaders | IncomingMessage["headers"];
}

/** A server that knows no streams: it replays and counts, so that it costs next to nothing. */
export interface ReplayServer {
  readonly url: string;
  readonly port: number;
  close(): void;
}

/**
 * Starts a server that speaks HTTP/1.1 and HTTP/2 on one port of 127.0.0.1.
 *
 * `GET /v1/streams/<name>/records?count=N` gives N records of the shape in the name, as S2S frames or as server-sent
 * events. `POST` to the same path is an append session, in which each frame is acknowledged by counting its records.
 */
export async function startReplayServer(): Promise<ReplayServer> {
  const one = http.createServer(answerHttp1);
  const two = http2.createServer({ settings: { initialWindowSize: WINDOW_BYTES } });
  two.on("session", (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on("error", () => undefined);
  });
  two.on("stream", answerHttp2);
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    socket.once("readable", () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      (first.toString("latin1").startsWith(HTTP2_PREFACE) ? two : one).emit("connection", socket);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answerHttp2(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  stream.on("error", () => undefined);
  const request = { path: headers[":path"] ?? "", headers };
  if (headers[":method"] === "POST") {
    stream.respond({ ":status": 200, "content-type": "s2s/proto" });
    acknowledge(stream, request.path);
    return;
  }
  stream.respond({ ":status": 200, "content-type": contentType(request) });
  read(stream, request);
}

function answerHttp1(message: IncomingMessage, response: ServerResponse): void {
  const request = { path: message.url ?? "", headers: message.headers };
  response.writeHead(200, { "content-type": contentType(request) });
  read(response, request);
}

function contentType({ headers }: Request): string {
  return wantsEvents(headers) ? "text/event-stream" : "s2s/proto";
}

function wantsEvents(headers: Request["headers"]): boolean {
  return headers.accept?.includes("text/event-stream") === true;
}

function read(target: Writable, { path, headers }: Request): void {
  const url = new URL(path, "http://bench");
  const shape = shapeOf(decodeURIComponent(url.pathname.split("/")[3] ?? ""));
  if (shape === undefined) {
    target.end();
    return;
  }
  const range = {
    first: Math.max(FIRST_SEQ_NUM, Number(url.searchParams.get("seq_num") ?? 0)),
    count: Number(url.searchParams.get("count") ?? 0),
  };
  const format = headers["s2-format"] === "base64" ? "base64" : "raw";
  replay(target, shape, range, (records) =>
    wantsEvents(headers) ? new ReadEvent(shape, records, format) : new ReadFrame(shape, records),
  );
}

/** The next sequence number of what is appended, by path: clients that reconnect hold it against what they had. */
const tails = new Map<string, number>();

/** All acknowledgements for what came in one piece go out in one piece. */
function acknowledge(stream: ServerHttp2Stream, path: string): void {
  const counter = new RecordCounter();
  let next = tails.get(path) ?? FIRST_SEQ_NUM;
  stream.on("data", (chunk: Buffer) => {
    const acks: Buffer[] = [];
    counter.push(chunk, (records) => {
      acks.push(ackFrame(next, next + records));
      next += records;
    });
    tails.set(path, next);
    if (acks.length > 0) stream.write(acks.length === 1 ? acks[0] : Buffer.concat(acks));
  });
  stream.on("end", () => stream.end());
}
