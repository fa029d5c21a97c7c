import { type RequestSummary, S2Error, TransportError } from "@s2kit/core";

/** Codes that say that no connection came about. Node and Bun give codes; nobody else does. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  "ConnectionRefused",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "FailedToOpenSocket",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** System calls that come before anything can be sent. */
const BEFORE_SENDING: ReadonlySet<string> = new Set(["connect", "getaddrinfo"]);

/** The same, and trying again does not help: there is no such host, or it is not who it should be. */
const NEVER_CONNECTS: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ENOTFOUND",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Codes of a connection that broke at some time, perhaps after the request was received. */
const LOST: ReadonlySet<string> = new Set([
  "ConnectionClosed",
  "ECONNABORTED",
  "ECONNRESET",
  "ENETDOWN",
  "ENETRESET",
  "ENOTCONN",
  "EPIPE",
  "EPROTO",
  // The other end broke the rules of HTTP/2, which ends the connection.
  "ERR_HTTP2_ERROR",
  "ERR_HTTP2_GOAWAY_SESSION",
  "ERR_HTTP2_SESSION_ERROR",
  "ERR_HTTP2_STREAM_CANCEL",
  "ERR_HTTP2_STREAM_ERROR",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ESHUTDOWN",
  "ETIMEDOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_INFO",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_SOCKET",
  // A compressed body that ends too early.
  "Z_BUF_ERROR",
]);

/** Codes of an answer that is not HTTP, or not encoded as it says. */
const GARBLED = /^(?:HPE_|Z_|ZlibError$|ZSTD_|ERR__ERROR_|UND_ERR_HEADERS_OVERFLOW$)/;

/** Codes of a request that was put together wrongly. */
const MISUSED = /^(?:ERR_INVALID_|UND_ERR_INVALID_|UND_ERR_NOT_SUPPORTED$|UND_ERR_REQ_)/;

/**
 * What runtimes say when the network fails, for those that give no code: lower-case, without a dot at the end.
 * Anything else is a mistake in somebody's program, or unknown: it is not tried again.
 */
const LOST_MESSAGES: ReadonlySet<string> = new Set([
  // The Fetch implementations of Node and Deno.
  "fetch failed",
  "terminated",
  "error reading a body from connection",
  // workerd.
  "network connection lost",
  // Chromium, for the request and for the body.
  "failed to fetch",
  "network error",
  // Firefox.
  "networkerror when attempting to fetch resource",
  "error in body stream",
  // Safari.
  "load failed",
  "the network connection was lost",
]);

/** Codes by which a `fetch` of ours says that nothing was sent. */
const UNSENT: ReadonlySet<string> = new Set(["connection_failed", "request_refused", "session_closed"]);

/** How far chains of causes are followed. */
const MAX_DEPTH = 6;

/**
 * The only place where what `fetch`, or reading its answer, rejected with becomes an S2Error.
 *
 * `connection_failed` is definite: the runtime proves that nothing was sent. Deno, workers and browsers cannot prove it;
 * with them every failure is `connection_lost`, which leaves open whether the request was received.
 */
export function fromFetchError(error: unknown, request: RequestSummary, mutates: boolean): S2Error {
  if (isUnsent(error)) return unsentError(error, request);
  const signs = signsOf(error);
  const [kind, sign] = classify(signs);
  const why = sign === undefined ? "" : ` (${sign})`;
  const init = { maybeApplied: mutates, request, cause: error };
  switch (kind) {
    case "unreachable":
    case "unconnected":
      return new TransportError(`could not connect${why}`, {
        ...init,
        code: "connection_failed",
        retryable: kind === "unconnected",
        maybeApplied: false,
      });
    case "lost":
      return new TransportError(`the connection was lost${why}`, { ...init, code: "connection_lost", retryable: true });
    case "garbled":
      return new TransportError(`the answer cannot be read${why}`, { ...init, code: "protocol_error" });
    case "unknown":
      return new TransportError(`fetch failed, and not known to be because of the network${why}`, {
        ...init,
        code: "connection_lost",
      });
  }
}

/** The `fetch` that sessions bring along knows when nothing was sent, and whether another try can help. */
function isUnsent(error: unknown): error is S2Error {
  return S2Error.is(error) && UNSENT.has(error.code);
}

function unsentError(error: S2Error, request: RequestSummary): S2Error {
  const { rawMessage, code, retryable, cause } = error;
  if (code === "session_closed") return error;
  return new TransportError(rawMessage, { code, retryable, maybeApplied: false, request, cause });
}

type Kind = "unreachable" | "unconnected" | "lost" | "garbled" | "unknown";

/** What the signs mean, and the code that decided it. */
function classify(signs: readonly Sign[]): readonly [kind: Kind, code?: string | undefined] {
  const codes = signs.flatMap(({ code }) => code ?? []);
  const codeThat = (test: (code: string) => boolean): string | undefined => codes.find(test);
  const unreachable = codeThat((code) => NEVER_CONNECTS.has(code));
  if (unreachable !== undefined) return ["unreachable", unreachable];
  const unconnected = signs.find(isUnconnected);
  if (unconnected !== undefined) return ["unconnected", unconnected.code ?? unconnected.syscall];
  const lost = codeThat((code) => LOST.has(code) || code.startsWith("ERR_SSL_"));
  if (lost !== undefined) return ["lost", lost];
  const garbled = codeThat((code) => GARBLED.test(code));
  if (garbled !== undefined) return ["garbled", garbled];
  const misused = codeThat((code) => MISUSED.test(code));
  if (misused !== undefined) return ["unknown", misused];
  const said = signs.some(({ message }) => message !== undefined && LOST_MESSAGES.has(message));
  return [said ? "lost" : "unknown", codes[0]];
}

interface Sign {
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly message: string | undefined;
}

function isUnconnected({ code, syscall }: Sign): boolean {
  return (code !== undefined && NOT_CONNECTED.has(code)) || (syscall !== undefined && BEFORE_SENDING.has(syscall));
}

/** What the error, its causes, and the failures gathered in them say. */
function signsOf(error: unknown): Sign[] {
  const signs: Sign[] = [];
  let level: unknown[] = [error];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      const { code, syscall, message, cause, errors } = value as Record<string, unknown>;
      signs.push({ code: text(code), syscall: text(syscall), message: normal(message) });
      next.push(cause);
      // Node tries every address of a host, and gathers the failures when none can be reached.
      if (Array.isArray(errors)) next.push(...errors);
    }
    level = next;
  }
  return signs;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function normal(message: unknown): string | undefined {
  return text(message)?.trim().toLowerCase().replace(/\.+$/, "");
}
