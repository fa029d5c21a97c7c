import { createHash } from "node:crypto";
import type { Exchange } from "../http/exchange.js";
import { percentDecode, Query } from "../http/query.js";
import { readBody } from "../http/request-body.js";
import { ApiError, apiError } from "../model/api-error.js";
import { decodeAs, FormatError } from "../model/format-error.js";
import { MAX_TOKEN_BYTES } from "../model/limits.js";
import { type NamePart, parseBasinName, parseStreamName } from "../model/names.js";
import { parseStreamConfig, type StreamConfig } from "../model/stream-config.js";
import type { PageRequest } from "../state/name-index.js";
import type { Stream } from "../state/stream.js";
import { decodeBase64 } from "../wire/base64.js";
import { type JsonValue, parseJson } from "../wire/json-parse.js";
import type { RecordFormat } from "../wire/record-json.js";
import type { RequestContext } from "./context.js";

// Every function here reads one part of a request. The order in which a handler calls them decides which error wins
// when several parts are wrong, and that order is part of the protocol.

const JSON_TYPE = /^application\/(?:json|[^\s;,/]+\+json)$/;
const MAX_KEY_CHARACTERS = 44;
const KEY_BYTES = 32;

/** The type of a Content-Type or Accept header: its first item, without parameters, in lower case. */
export function mediaType(exchange: Exchange, header: "content-type" | "accept"): string | undefined {
  return exchange.headers.first(header)?.split(",")[0]?.split(";")[0]?.trim().toLowerCase();
}

/** A header that must be ASCII. @throws 400 `bad_header`. */
export function asciiHeader({ exchange }: RequestContext, name: string): string | undefined {
  const value = exchange.headers.first(name);
  if (value !== undefined && /[^\t\x20-\x7e]/.test(value)) throw apiError("bad_header", `${name}: not ASCII`);
  return value;
}

/** The basin that `s2-basin` names. @throws 400 `bad_header`. */
export function basinHeader(context: RequestContext): string {
  const value = asciiHeader(context, "s2-basin");
  if (value === undefined) throw apiError("bad_header", "missing header s2-basin");
  return decodeAs("bad_header", () => parseBasinName(value));
}

/** A name in the path. @throws 400 `bad_path`. */
export function pathName(context: RequestContext, index: number, parse: (text: string) => string): string {
  return decodeAs("bad_path", () => {
    const bytes = percentDecode(context.parameters[index]!);
    try {
      return parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch (error) {
      if (error instanceof FormatError) throw error;
      throw new FormatError("path is not UTF-8");
    }
  });
}

export function basinPath(context: RequestContext, index = 0): string {
  return pathName(context, index, parseBasinName);
}

/** The full name of the stream in the path. @throws 400 `bad_path`. */
export function streamPath(context: RequestContext, index = 0): string {
  return pathName(context, index, (text) => qualify(context, parseStreamName(text)));
}

/** The full name of a stream that the caller may know without its prefix. @throws `FormatError` when it is too long. */
export function qualify({ principal }: RequestContext, name: string): string {
  return principal.streamPrefix === "" ? name : parseStreamName(principal.streamPrefix + name);
}

/** `prefix`, `start_after` and `limit` of a listing. @throws 400 `bad_query`. */
export function pageRequest(context: RequestContext, parse: (text: string, part: NamePart) => string): PageRequest {
  return decodeAs("bad_query", () => {
    const query = new Query(context.query);
    return {
      prefix: parse(query.text("prefix") ?? "", "prefix"),
      startAfter: parse(query.text("start_after") ?? "", "prefix"),
      limit: query.integer("limit"),
    };
  });
}

/** `s2-request-token`, which may be empty. @throws 400 `bad_header`. */
export function requestToken(context: RequestContext): string | undefined {
  const token = asciiHeader(context, "s2-request-token");
  if (token !== undefined && Buffer.byteLength(token) > MAX_TOKEN_BYTES) {
    throw apiError("bad_header", `s2-request-token is longer than ${MAX_TOKEN_BYTES} bytes`);
  }
  return token;
}

/** `s2-format`. @throws 400 `bad_header`. */
export function recordFormat(context: RequestContext): RecordFormat {
  switch (asciiHeader(context, "s2-format")?.trim()) {
    case undefined:
    case "raw":
    case "json":
      return "raw";
    case "base64":
    case "json-binsafe":
      return "base64";
    default:
      throw apiError("bad_header", "s2-format must be raw or base64");
  }
}

/** `s2-encryption-key`, checked as far as that is possible without knowing the stream. @throws 400 `bad_header`. */
export function encryptionKey(context: RequestContext): string | undefined {
  const key = asciiHeader(context, "s2-encryption-key")?.trim();
  if (key !== undefined && (key === "" || key.length > MAX_KEY_CHARACTERS)) {
    throw apiError("bad_header", `s2-encryption-key must have 1 to ${MAX_KEY_CHARACTERS} characters`);
  }
  return key;
}

/**
 * What tells the key of an encrypted stream from other keys; undefined on a plaintext stream, which ignores the key.
 * The server keeps no key: encryption at rest cannot be seen from outside, so remembering which key was used is enough.
 *
 * @throws 400 `bad_header` when the stream is encrypted and the key is missing or not 32 bytes of base64.
 */
export function keyHashFor(stream: Stream, key: string | undefined): string | undefined {
  if (stream.cipher === undefined) return undefined;
  if (key === undefined) throw apiError("bad_header", "stream is encrypted: s2-encryption-key is required");
  const bytes = decodeBase64(key);
  if (bytes?.length !== KEY_BYTES)
    throw apiError("bad_header", `s2-encryption-key must be base64 of ${KEY_BYTES} bytes`);
  return createHash("sha256").update(bytes).digest("base64");
}

/** `s2-stream-config`, for a stream that this request may create. @throws 400 `bad_header`. */
export function streamConfigHeader(context: RequestContext): StreamConfig {
  const text = asciiHeader(context, "s2-stream-config");
  if (text === undefined) return {};
  try {
    return decodeAs("bad_header", () => parseStreamConfig(parseJson(text), "s2-stream-config"));
  } catch (error) {
    if (error instanceof ApiError && error.code === "invalid") throw apiError("bad_header", error.message);
    throw error;
  }
}

/** The body as JSON. @throws 400 `bad_json`. */
export async function jsonBody({ exchange }: RequestContext): Promise<JsonValue> {
  const type = mediaType(exchange, "content-type");
  if (type === undefined || !JSON_TYPE.test(type)) throw apiError("bad_json", "content-type must be application/json");
  const body = await readBody(exchange, "bad_json");
  return decodeAs("bad_json", () => parseJson(body));
}

/** The body as JSON, or undefined when there is no Content-Type or nothing in it. @throws 400 `bad_json`. */
export async function optionalJsonBody(context: RequestContext): Promise<JsonValue | undefined> {
  const type = mediaType(context.exchange, "content-type");
  if (type === undefined) return undefined;
  if (!JSON_TYPE.test(type)) throw apiError("bad_json", "content-type must be application/json");
  const body = await readBody(context.exchange, "bad_json");
  return body.length === 0 ? undefined : decodeAs("bad_json", () => parseJson(body));
}
