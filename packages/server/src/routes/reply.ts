import type { RequestFaults } from "../faults/request-faults.js";
import { negotiateUnary } from "../http/accept-encoding.js";
import type { Exchange, ResponseHeaders } from "../http/exchange.js";
import type { ApiError } from "../model/api-error.js";
import { COMPRESSION_THRESHOLD_BYTES } from "../model/limits.js";
import { compress } from "../wire/compression.js";
import { type WritableJson, writeJson } from "../wire/json-write.js";

/** A complete answer. */
export interface Reply {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

const NO_BODY: Buffer = Buffer.alloc(0);

export function emptyReply(status: number, headers: ResponseHeaders = {}): Reply {
  return { status, headers, body: NO_BODY };
}

export function jsonReply(status: number, value: WritableJson, headers: ResponseHeaders = {}): Reply {
  return jsonTextReply(status, writeJson(value), headers);
}

/** @param text - Already serialised JSON. */
export function jsonTextReply(status: number, text: string, headers: ResponseHeaders = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: Buffer.from(text) };
}

export function protobufReply(status: number, body: Buffer): Reply {
  return { status, headers: { "content-type": "application/protobuf" }, body };
}

export function textReply(status: number, text: string, contentType = "text/plain; charset=utf-8"): Reply {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(text) };
}

/** Error bodies are always JSON, whatever the client asked for. */
export function errorReply(error: ApiError): Reply {
  return jsonTextReply(error.status, error.body);
}

/** Sends a reply, compressed if the client accepts that and the body is not small. */
export async function sendReply(exchange: Exchange, faults: RequestFaults | undefined, reply: Reply): Promise<void> {
  const { status, headers, body } = await encodeReply(exchange, reply);
  if (faults === undefined || faults.idle) {
    exchange.send(status, headers, body);
    return;
  }
  exchange.open(status, { ...headers, "content-length": String(body.length) });
  await faults.write(body);
  exchange.end();
}

async function encodeReply(exchange: Exchange, reply: Reply): Promise<Reply> {
  if (reply.body.length < COMPRESSION_THRESHOLD_BYTES) return reply;
  exchange.varyOn("accept-encoding");
  const compression = negotiateUnary(exchange.headers.all("accept-encoding"));
  if (compression === undefined) return reply;
  const body = await compress(reply.body, compression);
  return { ...reply, headers: { ...reply.headers, "content-encoding": compression }, body };
}
