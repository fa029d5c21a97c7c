import type { RequestSummary } from "@s2kit/core";
import { S2Error, TransportError } from "@s2kit/core";

/** HTTP/2 error codes that decide something for us (RFC 9113, section 7). */
export const NO_ERROR = 0;
export const REFUSED_STREAM = 7;
export const CANCEL = 8;

/** Failures to connect that will not go away by trying again: unknown names, and certificates that do not check out. */
const PERMANENT =
  /^(ENOTFOUND|ERR_INVALID_URL|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH)/;

/**
 * The server did not accept the client's certificate, or misses one. With TLS 1.3 the client hears of it only after it
 * took the connection for made and has sent requests; a server that refuses the handshake reads none of them.
 */
const CERTIFICATE_REFUSED = /^ERR_SSL_\w+_ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/;

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** No connection could be made, so nothing was sent. */
export function connectError(origin: string, error: unknown): S2Error {
  if (S2Error.is(error)) return error;
  const code = codeOf(error);
  return new TransportError(`could not connect to ${origin}${code === "" ? "" : `: ${code}`}`, {
    code: "connection_failed",
    retryable: !PERMANENT.test(code),
    maybeApplied: false,
    cause: error,
  });
}

/** The connection took too long to be made. */
export function connectTimeout(origin: string, timeoutMs: number): S2Error {
  return new TransportError(`could not connect to ${origin} within ${timeoutMs} ms`, {
    code: "connection_failed",
    retryable: true,
    maybeApplied: false,
  });
}

/** The connection broke under a request because the server refused the client's certificate; undefined for any other cause. */
export function handshakeError(request: RequestSummary, cause: unknown): S2Error | undefined {
  const code = codeOf(cause);
  if (!CERTIFICATE_REFUSED.test(code)) return undefined;
  return new TransportError(`the server refused the client's certificate: ${code}`, {
    code: "connection_failed",
    retryable: false,
    maybeApplied: false,
    request,
    cause,
  });
}

/** What streams are told of a connection that was ended from this side. */
export function destroyedError(why: string): Error {
  return Object.assign(new Error(why), { code: "ERR_HTTP2_SESSION_ERROR" });
}

/** The first that came was not HTTP/2: another kind of server answers there, or a proxy that is in between. */
export function foreignError(request: RequestSummary, mutates: boolean, cause: unknown): S2Error | undefined {
  if (codeOf(cause) !== "ERR_HTTP2_ERROR") return undefined;
  return new TransportError('the server does not speak HTTP/2; transport "fetch" and "sse" do without it', {
    code: "protocol_error",
    retryable: false,
    maybeApplied: mutates,
    request,
    cause,
  });
}

/** The connection broke under a request. */
export function lostError(request: RequestSummary, mutates: boolean, rstCode: number, cause?: unknown): S2Error {
  const refused = handshakeError(request, cause);
  if (refused !== undefined) return refused;
  const code = codeOf(cause);
  const detail = code === "" ? `HTTP/2 code ${rstCode}` : code;
  return new TransportError(`the connection was lost (${detail})`, {
    code: "connection_lost",
    retryable: true,
    maybeApplied: mutates,
    request,
    cause,
  });
}

/** The server did not begin to process the request, by HTTP/2's own rule. */
export function refusedError(request: RequestSummary, cause?: unknown): S2Error {
  return new TransportError("the server refused the request before it processed anything", {
    code: "request_refused",
    retryable: true,
    maybeApplied: false,
    request,
    cause,
  });
}
