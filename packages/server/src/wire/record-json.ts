import { apiError } from "../model/api-error.js";
import { FormatError } from "../model/format-error.js";
import { MAX_TOKEN_BYTES } from "../model/limits.js";
import type { Position } from "../model/position.js";
import type { AppendInput, AppendRecord, Header } from "../model/records.js";
import { decodeBase64 } from "./base64.js";
import { asArray, asObject, asString, asU64, defaulted, optional, required } from "./json-fields.js";
import { JsonObject, type JsonValue } from "./json-parse.js";
import type { AppendAck, SequencedRecord } from "./messages.js";

/** How bytes are written in JSON: as the text they are (lossy when they are not UTF-8), or as base64. */
export type RecordFormat = "raw" | "base64";

const NO_BYTES: Buffer = Buffer.alloc(0);

/**
 * Reads an `AppendInput` from JSON.
 *
 * @throws `FormatError` when its shape is wrong or the fencing token too long, 422 `invalid` on bad base64.
 */
export function parseAppendInput(value: JsonValue, format: RecordFormat): AppendInput {
  const object = asObject(value, "body");
  const records = required(object, "records", asArray).map(parseShape);
  const matchSeqNum = optional(object, "match_seq_num", asU64);
  const fencingToken = optional(object, "fencing_token", asFencingToken);
  // Bytes come second: a wrong shape anywhere wins over bad base64 anywhere.
  return { records: records.map((record) => decodeShape(record, format)), matchSeqNum, fencingToken };
}

interface RecordShape {
  readonly timestamp: bigint | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

function parseShape(value: JsonValue): RecordShape {
  if (!(value instanceof JsonObject)) throw new FormatError("a record must be an object");
  return {
    timestamp: optional(value, "timestamp", asU64),
    headers: defaulted(value, "headers", asArray, []).map(parseHeader),
    body: defaulted(value, "body", asString, ""),
  };
}

function parseHeader(value: JsonValue): readonly [string, string] {
  if (!Array.isArray(value) || value.length !== 2) throw new FormatError("a header must be an array of two strings");
  return [asString(value[0]!, "header name"), asString(value[1]!, "header value")];
}

function asFencingToken(value: JsonValue, field: string): string {
  const token = asString(value, field);
  if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) {
    throw new FormatError(`\`${field}\` is longer than ${MAX_TOKEN_BYTES} bytes`);
  }
  return token;
}

function decodeShape(shape: RecordShape, format: RecordFormat): AppendRecord {
  return {
    timestamp: shape.timestamp,
    headers: shape.headers.map(([name, value]) => ({ name: toBytes(name, format), value: toBytes(value, format) })),
    body: toBytes(shape.body, format),
  };
}

function toBytes(text: string, format: RecordFormat): Buffer {
  if (text === "") return NO_BYTES;
  if (format === "raw") return Buffer.from(text);
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw apiError("invalid", "not padded standard base64");
  return bytes;
}

/** The JSON of a `ReadBatch`. Empty headers and bodies and an absent tail are left out. */
export function readBatchJson(
  records: readonly SequencedRecord[],
  tail: Position | undefined,
  format: RecordFormat,
): string {
  const items = records.map((record) => recordJson(record, format)).join(",");
  return `{"records":[${items}]${tail === undefined ? "" : `,"tail":${positionJson(tail)}`}}`;
}

export function appendAckJson({ start, end, tail }: AppendAck): string {
  return `{"start":${positionJson(start)},"end":${positionJson(end)},"tail":${positionJson(tail)}}`;
}

export function positionJson({ seqNum, timestamp }: Position): string {
  return `{"seq_num":${seqNum},"timestamp":${timestamp}}`;
}

function recordJson({ seqNum, timestamp, headers, body }: SequencedRecord, format: RecordFormat): string {
  const headersJson = headers.length === 0 ? "" : `,"headers":[${headers.map((header) => headerJson(header, format))}]`;
  const bodyJson = body.length === 0 ? "" : `,"body":${toText(body, format)}`;
  return `{"seq_num":${seqNum},"timestamp":${timestamp}${headersJson}${bodyJson}}`;
}

function headerJson({ name, value }: Header, format: RecordFormat): string {
  return `[${toText(name, format)},${toText(value, format)}]`;
}

function toText(bytes: Buffer, format: RecordFormat): string {
  return format === "base64" ? `"${bytes.toString("base64")}"` : JSON.stringify(bytes.toString("utf8"));
}
