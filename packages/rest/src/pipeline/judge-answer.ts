import { type RequestSummary, type S2Error, TransportError } from "@s2kit/core";
import { errorFromAnswer, parseRetryAfter } from "@s2kit/core/internal";
import { readAtMost } from "./read-at-most.js";

/** At most this much of an error body is read, in bytes. */
const MAX_ERROR_BYTES = 65_536;

const JSON_TYPE = "application/json";

/** What was asked, as far as it matters for judging the answer. */
export interface Question {
  readonly summary: RequestSummary;
  /** The request can change something. */
  readonly mutates: boolean;
  /** The `accept` header; absent means JSON. */
  readonly accept: string | undefined;
}

/**
 * Lets a success pass.
 *
 * @throws The typed error for any other answer; `protocol_error` for a redirect.
 */
export async function checkSuccess(response: Response, question: Question): Promise<void> {
  if (response.ok) return;
  const { summary, mutates } = question;
  // Browsers show a redirect that they were told not to follow as an opaque answer with status 0.
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    discard(response);
    throw protocolError("the service answered with a redirect, which is not followed", question);
  }
  const { bytes, lost } = await readAtMost(response, MAX_ERROR_BYTES);
  const body = new TextDecoder().decode(bytes);
  const retryAfterMs = parseRetryAfter((name) => response.headers.get(name), Date.now());
  throw errorFromAnswer({
    status: response.status,
    body,
    bodyLost: lost,
    request: summary,
    retryAfterMs,
    mutates,
  });
}

/**
 * Refuses a success that is something else than what was asked for, such as the page of a proxy.
 *
 * @throws `protocol_error`
 */
export function checkContentType(response: Response, question: Question): void {
  const type = essence(response.headers.get("content-type"));
  if (type === undefined || isExpected(type, essence(question.accept) ?? JSON_TYPE)) return;
  discard(response);
  throw protocolError(`the service answered with ${type}`, question);
}

/** An answer that breaks the protocol. Never retried; whatever was asked for may have been done. */
export function protocolError(message: string, { summary, mutates }: Question, cause?: unknown): S2Error {
  return new TransportError(message, { code: "protocol_error", maybeApplied: mutates, request: summary, cause });
}

/** Lets go of an answer that nobody will read, so that its connection is free. */
export function discard(response: Response): void {
  // One that was read already cannot be cancelled, and need not be.
  response.body?.cancel().catch(() => undefined);
}

function isExpected(type: string, accept: string): boolean {
  if (accept === JSON_TYPE || accept === "*/*") return type === JSON_TYPE || type.endsWith("+json");
  if (accept === "application/protobuf") return /^(?:application\/(?:x-)?protobuf|s2s\/proto)$/.test(type);
  return accept !== "text/event-stream" || type === accept;
}

/** The type of the first item, without parameters. */
function essence(value: string | null | undefined): string | undefined {
  const type = value?.split(/[;,]/, 1)[0]?.trim().toLowerCase();
  return type === "" ? undefined : type;
}
