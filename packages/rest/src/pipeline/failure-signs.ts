import { type Failure, type FailureKind, type FailureSign, LOST, UNKNOWN } from "./failure-kinds.js";

const NOT_CONNECTED = { text: "could not connect", code: "connection_failed" };

/**
 * What the beginning of an error's `code` or `syscall` tells. Node and Bun give these; nobody else does.
 * The first that fits anything decides.
 */
const SIGNS: readonly (readonly [sign: RegExp, kind: FailureKind])[] = [
  [
    // Trying again does not help: there is no such host, or it is not who it should be.
    /^(?:CERT_|DEPTH_ZERO_|ENOTFOUND|ERR_SSL_WRONG_VERSION|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_)/,
    { ...NOT_CONNECTED, retryable: false },
  ],
  [
    // The last two are system calls, which come before anything can be sent.
    /^(?:ConnectionRefused|EADDRNOTAVAIL|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|FailedToOpenSocket|UND_ERR_CONNECT_|connect$|getaddrinfo$)/,
    { ...NOT_CONNECTED, retryable: true },
  ],
  [
    // Of HTTP/2: the other end broke its rules, which ends the connection.
    /^(?:ConnectionClosed|ECONN|ENET|ENOTCONN|EPIPE|EPROTO$|ESHUTDOWN|ETIMEDOUT|ERR_(?:HTTP2_(?:ERROR|GOAWAY|SESSION|STREAM)|SSL_|STREAM_PREMATURE)|UND_ERR_(?:BODY_|CLOSED|DESTROYED|HEADERS_TIMEOUT|INFO|RES_CONTENT|SOCKET)|Z_BUF_)/,
    LOST,
  ],
  [
    // An answer that is not HTTP, or not encoded as it says; `Z_BUF_ERROR` is a compressed body that ends too early.
    /^(?:HPE_|Z_(?!BUF_)|ZlibError|ZSTD_|ERR__ERROR_|UND_ERR_HEADERS_OVER)/,
    { text: "the answer cannot be read", code: "protocol_error", retryable: false },
  ],
  [
    // A request that was put together wrongly.
    /^(?:UND_)?ERR_(?:INVALID_|NOT_SUPPORTED|REQ_)/,
    UNKNOWN,
  ],
];

/** What the codes of failures tell. */
export function readSigns(failures: readonly Failure[]): FailureSign {
  const found = failures.map(({ code, syscall }) => [code, syscall].filter((sign) => typeof sign === "string"));
  for (const [pattern, kind] of SIGNS) {
    const signs = found.find((some) => some.some((sign) => pattern.test(sign)));
    if (signs !== undefined) return { kind, sign: signs.find(Boolean) };
  }
  const codes = failures.map(({ code }) => code);
  return { sign: codes.find((code): code is string => typeof code === "string" && code !== "") };
}
