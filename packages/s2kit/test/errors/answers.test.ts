import { describe, expect, test } from "vitest";
import { S2, S2Error, type S2Options, type Stream } from "../../src/index.js";
import { answeringServer, type RawAnswer } from "../support/answering-server.js";

const JSON_TYPE = "application/json";
const NOT_FOUND = '{"code":"stream_not_found","message":"no such stream"}';
const TAIL = '{"tail":{"seq_num":18446744073709551615,"timestamp":9007199254740993}}';

/** What comes over the wire, and what it is. */
const ANSWERS: readonly (readonly [name: string, answer: RawAnswer, error: object])[] = [
  ["no body", { status: 503 }, { code: "http_error", status: 503, retryable: true }],
  ["no body and a final status", { status: 403 }, { code: "http_error", status: 403, retryable: false }],
  [
    "the page of a proxy",
    { status: 502, type: "text/html", pieces: ["<html><body>Bad Gateway</body></html>"] },
    { code: "http_error", status: 502, retryable: true, message: expect.stringContaining("Bad Gateway") },
  ],
  [
    "a body in pieces",
    { status: 404, type: JSON_TYPE, pieces: [...NOT_FOUND] },
    { code: "stream_not_found", status: 404, rawMessage: "no such stream" },
  ],
  [
    "a body that breaks off",
    { status: 503, type: JSON_TYPE, pieces: ['{"code":"unavai'], cut: true },
    { code: "http_error", status: 503, retryable: true },
  ],
  [
    "JSON that says that it is something else",
    { status: 404, type: "text/plain", pieces: [NOT_FOUND] },
    { code: "stream_not_found", status: 404 },
  ],
  [
    "an error that says that it is protobuf",
    { status: 404, type: "application/protobuf", pieces: [NOT_FOUND] },
    { code: "stream_not_found", status: 404 },
  ],
  [
    "a code of tomorrow",
    { status: 418, type: JSON_TYPE, pieces: ['{"code":"of_tomorrow","message":"?"}'] },
    { code: "of_tomorrow", status: 418, retryable: false },
  ],
  [
    "another sequence number",
    { status: 412, type: JSON_TYPE, pieces: ['{"seq_num_mismatch":9007199254740993}'] },
    { name: "SeqNumMismatchError", code: "seq_num_mismatch", expectedSeqNumBig: 9007199254740993n },
  ],
  [
    "another fencing token",
    { status: 412, type: JSON_TYPE, pieces: ['{"fencing_token_mismatch":"theirs"}'] },
    { name: "FencingTokenMismatchError", code: "fencing_token_mismatch", expectedFencingToken: "theirs" },
  ],
  [
    "nothing there yet",
    { status: 416, type: JSON_TYPE, pieces: [TAIL] },
    {
      name: "RangeNotSatisfiableError",
      code: "range_not_satisfiable",
      tail: expect.objectContaining({ seqNumBig: 2n ** 64n - 1n, timestampBig: 9007199254740993n }),
    },
  ],
  [
    "a success that is a page",
    { status: 200, type: "text/html", pieces: ["<html>hello</html>"] },
    { code: "protocol_error", retryable: false },
  ],
];

/** Every path to a stream's records. */
const PATHS: readonly (readonly [
  name: string,
  protocol: "h1" | "h2",
  options: Partial<S2Options>,
  ask: (stream: Stream) => Promise<unknown>,
])[] = [
  ["one append", "h1", {}, (stream) => stream.append({ body: "x" })],
  ["one read", "h1", {}, (stream) => stream.read()],
  ["a check of the tail", "h1", {}, (stream) => stream.checkTail()],
  ["an append session over http2", "h2", { transport: "http2" }, appendInSession],
  ["an append session over fetch", "h1", { transport: "fetch" }, appendInSession],
  ["a read session over http2", "h2", { transport: "http2" }, readInSession],
  ["a read session over fetch", "h1", { transport: "fetch" }, readInSession],
  ["a read session over server-sent events", "h1", { transport: "sse" }, readInSession],
];

async function appendInSession(stream: Stream): Promise<unknown> {
  return (await stream.appendSession().submit([{ body: "x" }])).ack();
}

async function readInSession(stream: Stream): Promise<unknown> {
  for await (const record of stream.readSession()) return record;
  return undefined;
}

describe.for(PATHS)("%s", ([, protocol, options, ask]) => {
  test.for(ANSWERS)("that is answered with %s fails with the right error", async ([, answer, error]) => {
    await using server = await answeringServer(protocol, answer);
    const s2 = new S2({ accessToken: "very-secret", endpoints: server.url, retry: "never", ...options });
    const outcome = await ask(s2.basin("some-basin").stream("s")).catch((reason: unknown) => reason);
    expect(S2Error.is(outcome), String(outcome)).toBe(true);
    expect(outcome).toMatchObject(error);
    expect((outcome as S2Error).request?.path).toMatch(/^\/streams\/s\/records/);
    expect(String(outcome)).not.toContain("very-secret");
    expect(server.asked()).toBe(1);
    await s2.close();
  });
});
