import { SessionClosedError, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { fromFetchError } from "../../src/pipeline/from-fetch-error.js";

const SENT_TO = "http://127.0.0.1:8080/v1/streams/s/records?seq_num=0";
const REQUEST = { method: "POST", path: "/streams/s/records" };

/** An error as a runtime makes it: what it is called, what it says, and its further properties. */
function shape(message: string, properties: object = {}, cause?: unknown): TypeError {
  return Object.assign(new TypeError(message, cause === undefined ? undefined : { cause }), properties);
}

function cause(message: string, properties: object = {}): Error {
  return Object.assign(new Error(message), properties);
}

/** Each as seen on the runtime of its name. */
const NOT_CONNECTED: [string, Error][] = [
  [
    "Node, refused",
    shape("fetch failed", {}, cause("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED", syscall: "connect" })),
  ],
  [
    "Node, no address of a host reachable",
    shape(
      "fetch failed",
      {},
      Object.assign(
        new AggregateError([
          cause("connect ETIMEDOUT 10.0.0.1", { code: "ETIMEDOUT", syscall: "connect" }),
          cause("connect ENETUNREACH ::1", { code: "ENETUNREACH", syscall: "connect" }),
        ]),
        { code: "ETIMEDOUT" },
      ),
    ),
  ],
  [
    "Node, connecting timed out in the system",
    shape("fetch failed", {}, cause("connect ETIMEDOUT", { code: "ETIMEDOUT", syscall: "connect" })),
  ],
  [
    "Node, connecting timed out in undici",
    shape("fetch failed", {}, cause("Connect Timeout Error", { code: "UND_ERR_CONNECT_TIMEOUT" })),
  ],
  [
    "Node, names not resolved for now",
    shape("fetch failed", {}, cause("getaddrinfo EAI_AGAIN x", { code: "EAI_AGAIN", syscall: "getaddrinfo" })),
  ],
  ["Bun, refused", shape("ECONNREFUSED: Unable to connect.", { code: "ECONNREFUSED", errno: 0 })],
  ["Bun before 1.3, refused", shape("Unable to connect.", { code: "ConnectionRefused" })],
];

const UNREACHABLE: [string, Error][] = [
  [
    "Node, unknown host",
    shape("fetch failed", {}, cause("getaddrinfo ENOTFOUND x", { code: "ENOTFOUND", syscall: "getaddrinfo" })),
  ],
  ["Bun, unknown host", shape("getaddrinfo ENOTFOUND x", { code: "ENOTFOUND", syscall: "getaddrinfo" })],
  [
    "Node, self-signed certificate",
    shape("fetch failed", {}, cause("self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })),
  ],
  ["Bun, self-signed certificate", shape("self signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })],
  [
    "Node, another host's certificate",
    shape("fetch failed", {}, cause("altnames", { code: "ERR_TLS_CERT_ALTNAME_INVALID" })),
  ],
  [
    "Node, no TLS on that port",
    shape("fetch failed", {}, cause("wrong version number", { code: "ERR_SSL_WRONG_VERSION_NUMBER" })),
  ],
];

const LOST: [string, Error][] = [
  [
    "Node, closed before the answer",
    shape("fetch failed", {}, cause("other side closed", { code: "UND_ERR_SOCKET", name: "SocketError" })),
  ],
  [
    "Node, reset before the answer",
    shape("fetch failed", {}, cause("read ECONNRESET", { code: "ECONNRESET", syscall: "read" })),
  ],
  ["Node, body cut", shape("terminated", {}, cause("other side closed", { code: "UND_ERR_SOCKET" }))],
  ["Node, write failed", shape("fetch failed", {}, cause("write EPIPE", { code: "EPIPE", syscall: "write" }))],
  ["Node, read timed out", shape("fetch failed", {}, cause("read ETIMEDOUT", { code: "ETIMEDOUT", syscall: "read" }))],
  ["Node, undici's own patience", shape("fetch failed", {}, cause("", { code: "UND_ERR_HEADERS_TIMEOUT" }))],
  ["Node, compressed body cut", shape("terminated", {}, cause("unexpected end of file", { code: "Z_BUF_ERROR" }))],
  ["Node, a code from the future", shape("fetch failed", {}, cause("?", { code: "UND_ERR_FUTURE" }))],
  ["Node 26, HTTP/2 reset", shape("fetch failed", {}, cause("", { code: "ERR_HTTP2_STREAM_ERROR" }))],
  ["HTTP/2 rules broken by the other end", shape("Protocol error", { code: "ERR_HTTP2_ERROR" })],
  ["Bun, closed or cut", shape("ECONNRESET: The socket connection was closed unexpectedly.", { code: "ECONNRESET" })],
  ["Deno, refused", shape("fetch failed", {}, cause("error sending request for url (http://127.0.0.1:1/)"))],
  ["Deno, body cut", shape("error reading a body from connection")],
  ["workerd, refused or cut", cause("Network connection lost.")],
  ["Chromium, refused or cut", shape("Failed to fetch")],
  ["Chromium, body cut", shape("network error")],
  ["Firefox", shape("NetworkError when attempting to fetch resource.")],
  ["Safari", shape("Load failed")],
  [
    "a parser's complaint of what a reset left",
    shape("reset", { code: "ECONNRESET" }, cause("", { code: "HPE_INVALID_EOF_STATE" })),
  ],
];

const GARBLED: [string, Error][] = [
  ["Node, not HTTP", shape("fetch failed", {}, cause("Expected HTTP/", { code: "HPE_INVALID_CONSTANT" }))],
  ["Node, not gzip", shape("terminated", {}, cause("incorrect header check", { code: "Z_DATA_ERROR" }))],
  ["Bun, not gzip", shape("ZlibError fetching", { code: "ZlibError" })],
];

const UNKNOWN: [string, unknown][] = [
  ["a mistake in a caller's fetch", shape("Cannot read properties of undefined (reading 'x')")],
  ["words that contain those of a network failure", shape("my wrapper: failed to fetch the config")],
  ["a request put together wrongly", shape("fetch failed", {}, cause("", { code: "UND_ERR_INVALID_ARG" }))],
  ["a request that somebody's dispatcher gave up", shape("aborted", { code: "UND_ERR_ABORTED" })],
  ["an answer larger than a dispatcher allows", shape("too large", { code: "UND_ERR_RES_EXCEEDED_MAX_SIZE" })],
  ["an argument of a wrong type", shape("bad", { code: "ERR_INVALID_ARG_TYPE" })],
  ["something that is no error", "nope"],
  ["nothing", undefined],
];

describe.each([true, false])("when the request can change something: %s", (mutates) => {
  test.each(NOT_CONNECTED)("nothing was sent, and trying again may help: %s", (_name, error) => {
    expect(fromFetchError(error, REQUEST, mutates, SENT_TO)).toMatchObject({
      code: "connection_failed",
      retryable: true,
      maybeApplied: false,
    });
  });

  test.each(UNREACHABLE)("nothing was sent, and trying again does not help: %s", (_name, error) => {
    expect(fromFetchError(error, REQUEST, mutates, SENT_TO)).toMatchObject({
      code: "connection_failed",
      retryable: false,
      maybeApplied: false,
    });
  });

  test.each(LOST)("it may have been received, and trying again may help: %s", (_name, error) => {
    expect(fromFetchError(error, REQUEST, mutates, SENT_TO)).toMatchObject({
      code: "connection_lost",
      retryable: true,
      maybeApplied: mutates,
    });
  });

  test.each(GARBLED)("what came breaks the protocol: %s", (_name, error) => {
    expect(fromFetchError(error, REQUEST, mutates, SENT_TO)).toMatchObject({
      code: "protocol_error",
      retryable: false,
      maybeApplied: mutates,
    });
  });

  test.each(UNKNOWN)("it is not known to be the network's failure, so it is not tried again: %s", (_name, error) => {
    expect(fromFetchError(error, REQUEST, mutates, SENT_TO)).toMatchObject({
      code: "connection_lost",
      retryable: false,
      maybeApplied: mutates,
    });
  });
});

test("keeps the runtime's error as the cause, and names the request and the code that decided", () => {
  const [, error] = NOT_CONNECTED[0] as [string, Error];
  const made = fromFetchError(error, REQUEST, true, SENT_TO);
  expect(made).toBeInstanceOf(TransportError);
  expect(made.cause).toBe(error);
  expect(made.request).toBe(REQUEST);
  expect(made.message).toBe(
    "[connection_failed] could not connect to http://127.0.0.1:8080 (ECONNREFUSED) (POST /streams/s/records)",
  );
});

test.each(["connection_failed", "request_refused"] as const)("believes a fetch that says %s by itself", (code) => {
  const said = new TransportError("the proxy refused", { code, retryable: code === "request_refused", cause: "why" });
  const error = fromFetchError(said, REQUEST, true, SENT_TO);
  expect(error).toMatchObject({
    code,
    maybeApplied: false,
    request: REQUEST,
    cause: "why",
    rawMessage: "the proxy refused",
  });
  expect(error.retryable).toBe(said.retryable);
});

test("passes on that the client is closed as it is", () => {
  const said = new SessionClosedError("the client is closed");
  expect(fromFetchError(said, REQUEST, true, SENT_TO)).toBe(said);
});

test("ends when causes go round in a circle", () => {
  const error: Error & { cause?: unknown } = new TypeError("round");
  error.cause = error;
  expect(fromFetchError(error, REQUEST, true, SENT_TO).retryable).toBe(false);
});
