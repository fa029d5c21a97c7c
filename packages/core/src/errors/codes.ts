/** Codes that the service sends, by the error table of the S2 API. */
export type ServerErrorCode =
  | "bad_frame"
  | "bad_header"
  | "bad_json"
  | "bad_path"
  | "bad_proto"
  | "bad_query"
  | "decryption_failed"
  | "authn"
  | "permission_denied"
  | "quota_exhausted"
  | "access_token_not_found"
  | "basin_not_found"
  | "stream_not_found"
  | "request_timeout"
  | "resource_already_exists"
  | "basin_deletion_pending"
  | "stream_deletion_pending"
  | "transaction_conflict"
  | "invalid"
  | "rate_limited"
  | "client_hangup"
  | "other"
  | "storage"
  | "not_implemented"
  | "hot_server"
  | "server_draining"
  | "unavailable"
  | "upstream_timeout";

/** Codes for answers of the service that carry no code of their own, and for what happens on our side. */
export type ClientErrorCode =
  /** 412: the append's `matchSeqNum` was not the next sequence number. */
  | "seq_num_mismatch"
  /** 412: the append's fencing token was not the stream's. */
  | "fencing_token_mismatch"
  /** 416: the read starts at or beyond the tail. */
  | "range_not_satisfiable"
  /** The service answered with an error that has no code. */
  | "http_error"
  /** The caller's input; nothing was sent. */
  | "invalid_argument"
  /** A u64 beyond 2^53 − 1 was asked for as a number. */
  | "inexact_number"
  /** No connection could be made; nothing was sent. */
  | "connection_failed"
  /** The connection broke while a request was under way. */
  | "connection_lost"
  /** The server did not start the request (HTTP/2 REFUSED_STREAM, or GOAWAY below its stream). */
  | "request_refused"
  /** One attempt took longer than its `timeoutMs`, or an acknowledgement or heartbeat did not come in time. */
  | "timeout"
  /** The whole call took longer than its `deadlineMs`. */
  | "deadline_exceeded"
  /** The access token provider failed. */
  | "token_unavailable"
  /** What came from the server breaks the protocol: bad frame, bad acknowledgement, undecodable body. */
  | "protocol_error"
  /** An exactly-once session met another writer. */
  | "interference"
  /** An exactly-once session cannot find out whether a batch was applied: what is needed to tell is gone. */
  | "undecidable"
  /** The session, or the client with all its sessions, was closed or aborted by the caller. */
  | "session_closed";

/**
 * What went wrong. The set is open: codes that a newer service sends pass through unchanged.
 */
export type S2ErrorCode = ServerErrorCode | ClientErrorCode | (string & {});

/** What a code of the service means for the caller. */
export interface CodeMeaning {
  /** The HTTP status that belongs to the code; with another status the code proves nothing. */
  readonly status: number;
  /** Trying again can help. */
  readonly retryable: boolean;
  /** Certainly nothing was applied. */
  readonly definite: boolean;
}

const final = (status: number): CodeMeaning => ({ status, retryable: false, definite: true });
const again = (status: number): CodeMeaning => ({ status, retryable: true, definite: true });
const ambiguous = (status: number): CodeMeaning => ({ status, retryable: true, definite: false });

const MEANINGS: Readonly<Record<ServerErrorCode, CodeMeaning>> = {
  bad_frame: final(400),
  bad_header: final(400),
  bad_json: final(400),
  bad_path: final(400),
  bad_proto: final(400),
  bad_query: final(400),
  decryption_failed: final(400),
  authn: final(401),
  permission_denied: final(403),
  quota_exhausted: final(403),
  access_token_not_found: final(404),
  basin_not_found: final(404),
  stream_not_found: final(404),
  request_timeout: ambiguous(408),
  resource_already_exists: final(409),
  basin_deletion_pending: final(409),
  stream_deletion_pending: final(409),
  transaction_conflict: again(409),
  invalid: final(422),
  rate_limited: again(429),
  client_hangup: { status: 499, retryable: false, definite: false },
  other: ambiguous(500),
  storage: ambiguous(500),
  not_implemented: final(501),
  hot_server: again(502),
  server_draining: again(503),
  unavailable: ambiguous(503),
  upstream_timeout: ambiguous(504),
};

const RETRYABLE_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/** The meaning of a code that the table knows, or `undefined`. */
export function meaningOf(code: string): CodeMeaning | undefined {
  return Object.hasOwn(MEANINGS, code) ? MEANINGS[code as ServerErrorCode] : undefined;
}

/**
 * The verdict on an error answer.
 * A known code decides, but only together with its own status; without a known code the status decides,
 * and then nothing is certain about side effects.
 */
export function judge(status: number, code: string | undefined): { retryable: boolean; definite: boolean } {
  const meaning = code === undefined ? undefined : meaningOf(code);
  if (meaning === undefined) return { retryable: RETRYABLE_STATUSES.includes(status), definite: false };
  if (meaning.status !== status) return { retryable: false, definite: false };
  return { retryable: meaning.retryable, definite: meaning.definite };
}
