import { type RequestSummary, S2Error, type S2ErrorCode, TransportError } from "@s2kit/core";

/** What a failure is, and how it is known. */
interface Kind {
  /** Fits the beginning of an error's `code` or `syscall`. Node and Bun give these; nobody else does. */
  readonly signs: RegExp;
  readonly text: string;
  readonly code: S2ErrorCode;
  readonly retryable: boolean;
}

const LOST: Kind = {
  // The connection broke at some time, perhaps after the request was received. Of HTTP/2: the other end broke its
  // rules, which ends the connection.
  signs:
    /^(?:ConnectionClosed|ECONN|ENET|ENOTCONN|EPIPE|EPROTO$|ESHUTDOWN|ETIMEDOUT|ERR_(?:HTTP2_(?:ERROR|GOAWAY|SESSION|STREAM)|SSL_|STREAM_PREMATURE)|UND_ERR_(?:BODY_|CLOSED|DESTROYED|HEADERS_TIMEOUT|INFO|RES_CONTENT|SOCKET)|Z_BUF_)/,
  text: "the connection was lost",
  code: "connection_lost",
  retryable: true,
};

const UNKNOWN: Kind = {
  // A request that was put together wrongly.
  signs: /^(?:UND_)?ERR_(?:INVALID_|NOT_SUPPORTED|REQ_)/,
  text: "fetch failed, and not known to be because of the network",
  code: "connection_lost",
  retryable: false,
};

const NOT_CONNECTED = { text: "could not connect", code: "connection_failed" };

/** The first that fits anything decides. */
const KINDS: readonly Kind[] = [
  {
    // Trying again does not help: there is no such host, or it is not who it should be.
    signs: /^(?:CERT_|DEPTH_ZERO_|ENOTFOUND|ERR_SSL_WRONG_VERSION|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_)/,
    ...NOT_CONNECTED,
    retryable: false,
  },
  {
    // The last two are system calls, which come before anything can be sent.
    signs:
      /^(?:ConnectionRefused|EADDRNOTAVAIL|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|FailedToOpenSocket|UND_ERR_CONNECT_|connect$|getaddrinfo$)/,
    ...NOT_CONNECTED,
    retryable: true,
  },
  LOST,
  {
    // An answer that is not HTTP, or not encoded as it says; `Z_BUF_ERROR` is a compressed body that ends too early.
    signs: /^(?:HPE_|Z_(?!BUF_)|ZlibError|ZSTD_|ERR__ERROR_|UND_ERR_HEADERS_OVER)/,
    text: "the answer cannot be read",
    code: "protocol_error",
    retryable: false,
  },
  UNKNOWN,
];

/**
 * What runtimes say when the network fails, for those that give no code. In this order: Node and Deno; workerd, and
 * Safari; Chromium, for the request and for the body, and Firefox; Firefox for the body; Safari.
 * Anything else is a mistake in somebody's program, or unknown: it is not tried again.
 */
const LOST_MESSAGE =
  /^\s*(?:fetch failed|terminated|error reading a body from connection|(?:the )?network connection (?:was )?lost|failed to fetch|network ?error(?: when attempting to fetch resource)?|error in body stream|load failed)[.\s]*$/i;

/** How far chains of causes are followed. */
const MAX_DEPTH = 6;

/**
 * The only place where what `fetch`, or reading its answer, rejected with becomes an S2Error.
 *
 * `connection_failed` is definite: the runtime proves that nothing was sent. Deno, workers and browsers cannot prove it;
 * with them every failure is `connection_lost`, which leaves open whether the request was received.
 */
export function fromFetchError(error: unknown, request: RequestSummary, mutates: boolean, url: string): S2Error {
  if (S2Error.is(error)) {
    const { rawMessage, code, retryable, cause } = error;
    if (code === "session_closed") return error;
    // The `fetch` that sessions bring along knows when nothing was sent, and whether another try can help.
    if (code === "connection_failed" || code === "request_refused") {
      return new TransportError(rawMessage, { code, retryable, request, cause });
    }
  }
  const found = failuresIn(error);
  const [{ text, code, retryable }, sign] = kindOf(found);
  const where = code === "connection_failed" ? ` to ${new URL(url).origin}` : "";
  return new TransportError(sign ? `${text}${where} (${sign})` : text, {
    code,
    retryable,
    maybeApplied: mutates && code !== "connection_failed",
    request,
    cause: error,
  });
}

/** What the failures mean, and the code that decided it. */
function kindOf(failures: readonly Failure[]): readonly [kind: Kind, sign: string] {
  for (const kind of KINDS) {
    const failure = failures.find(({ code, syscall }) => kind.signs.test(code) || kind.signs.test(syscall));
    if (failure !== undefined) return [kind, failure.code || failure.syscall];
  }
  const said = failures.some(({ message }) => LOST_MESSAGE.test(message));
  return [said ? LOST : UNKNOWN, failures.find(({ code }) => code)?.code ?? ""];
}

/** What an error says; empty text where it says nothing. */
interface Failure {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

/** The error, its causes, and the failures gathered in them: the nearest first. */
function failuresIn(error: unknown): Failure[] {
  const failures: Failure[] = [];
  let level = [error];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    level = level.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      const { code, syscall, message, cause, errors } = value as Record<string, unknown>;
      failures.push({ code: textOf(code), syscall: textOf(syscall), message: textOf(message) });
      // Node tries every address of a host, and gathers the failures when none can be reached.
      return [cause, ...(Array.isArray(errors) ? errors : [])];
    });
  }
  return failures;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
