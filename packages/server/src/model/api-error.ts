import type { Position } from "./position.js";

/** Every error code the server answers with, and the HTTP status it belongs to. */
export const STATUS_BY_CODE = {
  bad_header: 400,
  bad_path: 400,
  bad_query: 400,
  bad_json: 400,
  bad_proto: 400,
  bad_frame: 400,
  decryption_failed: 400,
  authn: 401,
  permission_denied: 403,
  basin_not_found: 404,
  stream_not_found: 404,
  access_token_not_found: 404,
  resource_already_exists: 409,
  basin_deletion_pending: 409,
  stream_deletion_pending: 409,
  invalid: 422,
  rate_limited: 429,
  other: 500,
  storage: 500,
  not_implemented: 501,
  hot_server: 502,
  unavailable: 503,
  server_draining: 503,
} as const;

/** The `code` member of an error body. */
export type ErrorCode = keyof typeof STATUS_BY_CODE;

/** An answer other than success: the status and the JSON body, the same for unary, SSE and S2S. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly status: number;
  /** Absent on 412 and 416, whose bodies carry facts in place of a code. */
  readonly code: ErrorCode | undefined;
  /** The JSON text of the body. */
  readonly body: string;

  constructor(status: number, code: ErrorCode | undefined, message: string, body: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** An error with the standard body `{"code", "message"}`. */
export function apiError(code: ErrorCode, message: string): ApiError {
  return new ApiError(STATUS_BY_CODE[code], code, message, JSON.stringify({ code, message }));
}

/** 412: the stream's fencing token is not the one the append gave. */
export function fencingTokenMismatch(current: string): ApiError {
  return new ApiError(412, undefined, "fencing token mismatch", JSON.stringify({ fencing_token_mismatch: current }));
}

/** 412: the next sequence number is not the one the append expected. */
export function seqNumMismatch(nextSeqNum: number): ApiError {
  return new ApiError(412, undefined, "sequence number mismatch", JSON.stringify({ seq_num_mismatch: nextSeqNum }));
}

/** 416: the read starts where nothing is written yet. */
export function unwrittenPosition(tail: Position): ApiError {
  const body = `{"tail":{"seq_num":${tail.seqNum},"timestamp":${tail.timestamp}}}`;
  return new ApiError(416, undefined, "read position is not written yet", body);
}
