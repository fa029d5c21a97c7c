import assert from "node:assert/strict";
import type { JsonInput } from "../wire/exact-json.js";
import type { Exchange, HeaderValues, Reply } from "../wire/http-client.js";
import {
  type AppendAck,
  type AppendInput,
  decodeReadBatch,
  encodeAppendInput,
  type Position,
  type ReadBatch,
  type RecordInput,
} from "../wire/messages.js";
import { S2sSession } from "../wire/s2s-session.js";
import { SseStream } from "../wire/sse-stream.js";
import type { BasinHandle, StreamInfo } from "./basin-handle.js";
import type { CaseContext, RequestOptions } from "./case-context.js";
import { expectStatus } from "./expectations.js";
import { type QueryValues, queryText } from "./query.js";

const PROTOBUF = "application/protobuf";

/** Requests about one stream. Nothing is checked here unless a method says so. */
export class StreamHandle {
  readonly basin: BasinHandle;
  readonly name: string;

  constructor(basin: BasinHandle, name: string) {
    this.basin = basin;
    this.name = name;
  }

  get context(): CaseContext {
    return this.basin.context;
  }

  get path(): string {
    return `/v1/streams/${encodeURIComponent(this.name)}`;
  }

  get recordsPath(): string {
    return `${this.path}/records`;
  }

  request(method: string, path: string, options: RequestOptions = {}): Promise<Reply> {
    return this.basin.request(method, path, options);
  }

  /** POST with the stream's name and `members` beside it. */
  create(members: Record<string, JsonInput | undefined> = {}, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.request("POST", "/v1/streams", { json: { stream: this.name, ...members }, headers });
  }

  /** PUT with a bare configuration; without one nothing is sent, not even a content type. */
  ensure(config?: JsonInput | undefined): Promise<Reply> {
    return this.request("PUT", this.path, { json: config });
  }

  reconfigure(patch: JsonInput): Promise<Reply> {
    return this.request("PATCH", this.path, { json: patch });
  }

  config(): Promise<Reply> {
    return this.request("GET", this.path);
  }

  delete(): Promise<Reply> {
    return this.request("DELETE", this.path);
  }

  checkTail(headers?: HeaderValues | undefined): Promise<Reply> {
    return this.request("GET", `${this.recordsPath}/tail`, { headers });
  }

  /** The tail. Fails unless the request succeeds. */
  async tail(): Promise<Position> {
    const reply = await this.checkTail();
    expectStatus(reply, 200);
    return reply.json<{ tail: Position }>().tail;
  }

  /** This stream's entry in the list of streams, or undefined. */
  async listed(): Promise<StreamInfo | undefined> {
    const reply = await this.basin.listStreams({ prefix: this.name });
    expectStatus(reply, 200);
    return reply.json<{ streams: StreamInfo[] }>().streams.find(({ name }) => name === this.name);
  }

  /** Appends JSON as it is given, valid or not. */
  append(input: JsonInput, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.request("POST", this.recordsPath, { json: input, headers });
  }

  /** Appends records of the given bodies. Fails unless that succeeds. */
  appendBodies(...bodies: string[]): Promise<AppendAck> {
    return this.appendRecords(bodies.map((body) => ({ body })));
  }

  /** Appends records as JSON. Fails unless that succeeds. */
  async appendRecords(records: readonly JsonInput[], conditions: Record<string, JsonInput> = {}): Promise<AppendAck> {
    const reply = await this.append({ records, ...conditions });
    expectStatus(reply, 200);
    return reply.json<AppendAck>();
  }

  /** Appends protobuf; answers JSON unless `headers` ask otherwise. */
  appendMessage(input: AppendInput, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.appendProtobuf(encodeAppendInput(input), headers);
  }

  /** Appends bytes that claim to be protobuf. */
  appendProtobuf(body: Uint8Array, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.request("POST", this.recordsPath, { body, headers: { "content-type": PROTOBUF, ...headers } });
  }

  /** Reads JSON. */
  read(query: QueryValues = {}, headers?: HeaderValues | undefined): Promise<Reply> {
    return this.request("GET", `${this.recordsPath}${queryText(query)}`, { headers });
  }

  /** Reads a batch as JSON. Fails unless that succeeds. */
  async readBatch(query: QueryValues = {}, headers?: HeaderValues | undefined): Promise<ReadBatch> {
    const reply = await this.read(query, headers);
    expectStatus(reply, 200);
    return reply.json<ReadBatch>();
  }

  /** Reads a batch as protobuf. Fails unless that succeeds. */
  async readMessage(query: QueryValues = {}, headers?: HeaderValues | undefined): Promise<ReadBatch> {
    const reply = await this.read(query, { accept: PROTOBUF, ...headers });
    expectStatus(reply, 200);
    assert.equal(reply.headers["content-type"], PROTOBUF);
    return decodeReadBatch(reply.body);
  }

  /** The bodies of a read; an empty body is the empty string. */
  async bodies(query: QueryValues = { seq_num: 0 }): Promise<string[]> {
    return bodiesOf(await this.readBatch(query));
  }

  /** Opens an S2S append session. */
  openAppend(headers?: HeaderValues | undefined): S2sSession {
    return new S2sSession(this.open("POST", this.recordsPath, { "content-type": "s2s/proto", ...headers }));
  }

  /** Opens an S2S read session. */
  openRead(query: QueryValues = {}, headers?: HeaderValues | undefined): S2sSession {
    const exchange = this.open("GET", `${this.recordsPath}${queryText(query)}`, {
      "content-type": "s2s/proto",
      ...headers,
    });
    exchange.end();
    return new S2sSession(exchange);
  }

  /** Opens an SSE read. */
  openSse(query: QueryValues = {}, headers?: HeaderValues | undefined): SseStream {
    const exchange = this.open("GET", `${this.recordsPath}${queryText(query)}`, {
      accept: "text/event-stream",
      ...headers,
    });
    exchange.end();
    return new SseStream(exchange);
  }

  /** Begins a request with the basin's header; it is abandoned after the case. */
  open(method: string, path: string, headers?: HeaderValues | undefined): Exchange {
    const exchange = this.context.open(method, path, { "s2-basin": this.basin.name, ...headers });
    this.context.defer(() => exchange.abandon());
    return exchange;
  }
}

/** The bodies of a batch; an empty body is the empty string. */
export function bodiesOf({ records }: ReadBatch): string[] {
  return records.map(({ body = "" }) => body);
}

/** A record of exactly `bytes` metered bytes: eight for the record, the rest body. */
export function recordOfSize(bytes: number): { body: string } {
  return { body: "x".repeat(bytes - 8) };
}

/** A `fence` command. */
export function fence(token: string): { headers: [[string, string]]; body: string } {
  return { headers: [["", "fence"]], body: token };
}

/** A `trim` command for protobuf and S2S. */
export function trim(seqNum: number | bigint): RecordInput {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt(seqNum));
  return { headers: [["", "trim"]], body };
}

/** A `trim` command for JSON with `s2-format: base64`. */
export function trimBase64(seqNum: number | bigint): { headers: [[string, string]]; body: string } {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt(seqNum));
  return { headers: [["", Buffer.from("trim").toString("base64")]], body: body.toString("base64") };
}

/** A well-formed `s2-encryption-key`: 32 bytes that all have the value `fill`. */
export function encryptionKey(fill: number): string {
  return Buffer.alloc(32, fill).toString("base64");
}
