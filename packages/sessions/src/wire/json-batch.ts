import { type HeaderInput, StreamPosition, type U64 } from "@s2kit/core";
import { isU64, parseJson } from "@s2kit/core/internal";
import { decodeBase64 } from "./base64.js";
import { protocolError } from "./protocol-error.js";
import { RecordBatch } from "./read-batch.js";
import { ReadRecord } from "./read-record.js";

/**
 * How record bodies and headers stand in JSON (the `s2-format` header): `raw` as text, which loses bytes that are not
 * UTF-8, or `base64`, which is exact.
 */
export type JsonFormat = "raw" | "base64";

/**
 * Decodes a ReadBatch that came as JSON: the body of a unary read, or the data of an SSE `batch` event.
 * The data of a `ping` event (a tail, no records) comes out as a heartbeat, as it does in frames.
 *
 * @throws `protocol_error` for what is not JSON, not a ReadBatch, or not in `format`.
 */
export function decodeJsonReadBatch(text: string, format: JsonFormat): RecordBatch {
  const batch = asObject(parsed(text), "a batch");
  const records = asArray(batch["records"] ?? [], "records").map((record) => readRecord(record, format));
  const tail = batch["tail"];
  return RecordBatch.from(
    records,
    tail === undefined || tail === null ? undefined : readPosition(asObject(tail, "tail")),
    text.length,
  );
}

function readRecord(value: unknown, format: JsonFormat): ReadRecord {
  const record = asObject(value, "a record");
  const headers = record["headers"];
  const body = record["body"];
  return ReadRecord.from({
    seqNum: asU64(record["seq_num"], "seq_num"),
    timestamp: asU64(record["timestamp"], "timestamp"),
    headers: headers === undefined ? [] : asArray(headers, "headers").map((header) => readHeader(header, format)),
    body: body === undefined ? "" : readBytes(body, format, "body"),
  });
}

function readHeader(value: unknown, format: JsonFormat): HeaderInput {
  const pair = asArray(value, "a header");
  if (pair.length !== 2) throw protocolError("a header is not a pair");
  return [readBytes(pair[0], format, "a header name"), readBytes(pair[1], format, "a header value")];
}

function readBytes(value: unknown, format: JsonFormat, what: string): string | Uint8Array {
  if (typeof value !== "string") throw protocolError(`${what} is not a string`);
  return format === "raw" ? value : decodeBase64(value);
}

function readPosition(position: Record<string, unknown>): StreamPosition {
  return new StreamPosition(asU64(position["seq_num"], "seq_num"), asU64(position["timestamp"], "timestamp"));
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw protocolError("a batch is not JSON", { cause: error });
  }
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw protocolError(`${what} is not an object`);
}

function asArray(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw protocolError(`${what} is not an array`);
}

function asU64(value: unknown, what: string): U64 {
  if (isU64(value)) return value;
  throw protocolError(`${what} is not a u64`);
}
