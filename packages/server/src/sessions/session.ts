import type { RequestFaults } from "../faults/request-faults.js";
import { type Exchange, PeerGoneError, type ResponseHeaders } from "../http/exchange.js";
import { ApiError, apiError } from "../model/api-error.js";
import { encodeTerminalFrame } from "../wire/frame.js";

/** The request behind a session. */
export interface SessionContext {
  readonly exchange: Exchange;
  readonly faults: RequestFaults;
}

const STREAMING_HEADERS: ResponseHeaders = {
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** The head of an S2S answer. */
export const SESSION_HEADERS: ResponseHeaders = { "content-type": "s2s/proto", ...STREAMING_HEADERS };

/** The head of an SSE answer. */
export const EVENT_STREAM_HEADERS: ResponseHeaders = { "content-type": "text/event-stream", ...STREAMING_HEADERS };

/** What to tell the client about an error; undefined when the client is the one who left. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof PeerGoneError) return undefined;
  return apiError("other", error instanceof Error ? error.message : String(error));
}

/** Ends an S2S answer with an error. */
export function sendTerminal(exchange: Exchange, error: ApiError): void {
  void exchange.write(encodeTerminalFrame(error.status, error.body));
  exchange.end();
}
