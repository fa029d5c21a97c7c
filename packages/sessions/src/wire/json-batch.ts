import { StreamPosition, type TransportError, type U64 } from "@s2kit/core";
import { isU64, parseJson } from "@s2kit/core/internal";
import { base64Of } from "./base64.js";
import { protocolError } from "./protocol-error.js";
import { RecordBatch } from "./read-batch.js";
import { type Content, layOut, type ReceivedParts } from "./record-parts.js";

/**
 * Decodes a ReadBatch that came as JSON with record bodies and headers in base64 (`s2-format: base64`; as text they would
 * lose what is not UTF-8): the data of an SSE `batch` event. That of a `ping` event (a tail, no records) comes out as a
 * heartbeat, as it does in frames.
 *
 * @throws `protocol_error` for what is not JSON, not a ReadBatch, or not in base64; never retryable.
 */
export function decodeJsonReadBatch(text: string): RecordBatch {
  const { records, tail } = asObject(parsed(text), "a batch");
  const table = layOut(asArray(records ?? [], "records").map(readRecord));
  return RecordBatch.view(table.bytes, table, tail === undefined || tail === null ? undefined : readPosition(tail));
}

function readRecord(value: unknown): ReceivedParts {
  const { seq_num, timestamp, headers, body } = asObject(value, "a record");
  return {
    seqNum: asU64(seq_num, "seq_num"),
    timestamp: asU64(timestamp, "timestamp"),
    headers: headers === undefined ? undefined : asArray(headers, "headers").map(readHeader),
    body: body === undefined ? undefined : readContent(body, "body"),
  };
}

function readHeader(value: unknown): readonly [name: Content, value: Content] {
  const pair = asArray(value, "a header");
  if (pair.length !== 2) throw malformed("a header is not a pair");
  return [readContent(pair[0], "a header name"), readContent(pair[1], "a header value")];
}

function readContent(value: unknown, what: string): Content {
  if (typeof value === "string") return base64Of(value);
  throw malformed(`${what} is not a string`);
}

function readPosition(value: unknown): StreamPosition {
  const { seq_num, timestamp } = asObject(value, "tail");
  return new StreamPosition(asU64(seq_num, "seq_num"), asU64(timestamp, "timestamp"));
}

/** Parses exactly, but looks for numbers beyond 2^53 − 1 only where they matter: not in the text of bodies. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return holdsRoundedNumbers(value) ? parseJson(text) : value;
  } catch (error) {
    throw malformed("a batch is not JSON", error);
  }
}

function holdsRoundedNumbers(value: unknown): boolean {
  const { records, tail } = (value ?? {}) as { records?: unknown; tail?: unknown };
  return isRounded(tail) || (Array.isArray(records) && records.some(isRounded));
}

function isRounded(value: unknown): boolean {
  const { seq_num, timestamp } = (value ?? {}) as { seq_num?: unknown; timestamp?: unknown };
  return (seq_num as number) > Number.MAX_SAFE_INTEGER || (timestamp as number) > Number.MAX_SAFE_INTEGER;
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw malformed(`${what} is not an object`);
}

function asArray(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(`${what} is not an array`);
}

function asU64(value: unknown, what: string): U64 {
  if (isU64(value)) return value;
  throw malformed(`${what} is not a u64`);
}

/** Reading changes nothing, so that nothing is ever "maybe applied". */
function malformed(message: string, cause?: unknown): TransportError {
  return protocolError(message, { maybeApplied: false, cause });
}
