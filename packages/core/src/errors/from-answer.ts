import { parseJson } from "../values/json.js";
import { StreamPosition } from "../values/stream-position.js";
import { isU64 } from "../values/u64.js";
import { ApiError, FencingTokenMismatchError, RangeNotSatisfiableError, SeqNumMismatchError } from "./api-error.js";
import { judge, meaningOf } from "./codes.js";
import type { RequestSummary } from "./s2-error.js";

/** At most this many characters of a body that is not S2's JSON go into a message. */
const MAX_QUOTED = 500;

/** An error answer as it came: by HTTP, as a terminal frame, or as an SSE error event. */
export interface ErrorAnswer {
  readonly status: number;
  /** The whole body as text, however it was cut into pieces on the way; empty when there was none. */
  readonly body: string;
  /** The connection broke before the body was complete. */
  readonly bodyLost?: boolean | undefined;
  readonly request?: RequestSummary | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The request can change something. Otherwise `maybeApplied` is false whatever the code says. */
  readonly mutates: boolean;
}

/**
 * Turns an error answer into the one typed error for it.
 * Understands S2's JSON forms (code and message, 412 conditions, 416 tail); any other body becomes the message.
 */
export function errorFromAnswer(answer: ErrorAnswer): ApiError {
  const { status, body, request, retryAfterMs, mutates } = answer;
  const json = parseObject(body);
  // What would decide is in the part that is missing: asked again, the service says it again.
  const undecided = answer.bodyLost === true && json === undefined;
  const init = { status, request, retryAfterMs, body };
  if (status === 412 && json !== undefined) {
    const seqNum = json["seq_num_mismatch"];
    if (isU64(seqNum)) return new SeqNumMismatchError(seqNum, { ...init, code: "seq_num_mismatch" });
    const token = json["fencing_token_mismatch"];
    if (typeof token === "string") {
      return new FencingTokenMismatchError(token, { ...init, code: "fencing_token_mismatch" });
    }
  }
  if (status === 416) {
    return new RangeNotSatisfiableError(tailOf(json), { ...init, code: "range_not_satisfiable", retryable: undecided });
  }
  const code = textOf(json?.["code"]);
  const { retryable, definite } = judge(status, code);
  return new ApiError(textOf(json?.["message"]) ?? messageFromBody(body, status), {
    ...init,
    code: code ?? "http_error",
    // Of the codes with this status some are final and some are not.
    retryable: retryable || (undecided && status === 409),
    maybeApplied: mutates && !definite,
  });
}

/** The status that an error without one (an SSE error event) stands for: its code's own, else 500. */
export function statusOfErrorBody(body: string): number {
  const json = parseObject(body);
  if (json === undefined) return 500;
  if ("seq_num_mismatch" in json || "fencing_token_mismatch" in json) return 412;
  if ("tail" in json) return 416;
  const code = textOf(json["code"]);
  return (code === undefined ? undefined : meaningOf(code)?.status) ?? 500;
}

/** The object that a body is as JSON, if it is one. */
export function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value = parseJson(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tailOf(json: Record<string, unknown> | undefined): StreamPosition | undefined {
  const tail = json?.["tail"];
  if (!isObject(tail)) return undefined;
  const { seq_num: seqNum, timestamp } = tail;
  return isU64(seqNum) && isU64(timestamp) ? new StreamPosition(seqNum, timestamp) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function messageFromBody(body: string, status: number): string {
  const text = body.trim();
  if (text === "") return `the service answered with status ${status} and no body`;
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
