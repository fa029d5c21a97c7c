import { once } from "node:events";
import http2, { type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { S2Error } from "@s2kit/core";
import { test as base, expect, type TestAPI } from "vitest";
import { http2Fetch } from "../../../src/transport/http2/http2-fetch.js";
import { Http2Pool } from "../../../src/transport/http2/http2-pool.js";
import { quiet } from "./secure-world.js";

interface Peer {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly pool: Http2Pool;
  readonly sessions: ReadonlySet<http2.ServerHttp2Session>;
  /** What the server does with each request. */
  answer: (stream: ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void;
}

const test: TestAPI<{ peer: Peer }> = base.extend<{ peer: Peer }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the dependencies of a fixture from this pattern.
  peer: async ({}, use) => {
    const server = http2.createServer();
    const sessions = new Set<http2.ServerHttp2Session>();
    server.on("session", (session) => sessions.add(session));
    const pool = new Http2Pool();
    server.on("stream", (stream, headers) => {
      stream.on("error", () => undefined);
      peer.answer(stream, headers);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a%2Fb?q=1`;
    const peer: Peer = { url, fetch: http2Fetch(pool), pool, sessions, answer: (stream) => stream.respond() };
    await use(peer);
    pool.destroy();
    for (const session of sessions) session.destroy();
    await once(server.close(), "close");
    await quiet();
  },
});

test("sends method, path, headers and a body with its length, and hands out status, headers and body", async ({
  peer,
}) => {
  let seen: http2.IncomingHttpHeaders = {};
  peer.answer = (stream, headers) => {
    seen = headers;
    stream.respond({ ":status": 418, "x-a": "b", "set-cookie": ["c=1", "d=2"] });
    stream.pipe(stream);
  };
  const headers = { "x-test": "y", connection: "close", authorization: "Bearer t" };
  const response = await peer.fetch(peer.url, { method: "PUT", headers, body: new Uint8Array([104, 105]) });
  expect(seen).toMatchObject({
    ":method": "PUT",
    ":path": "/a%2Fb?q=1",
    "x-test": "y",
    authorization: "Bearer t",
    "content-length": "2",
  });
  expect(seen["connection"]).toBeUndefined();
  expect([response.status, response.headers.get("x-a"), response.headers.getSetCookie()]).toEqual([
    418,
    "b",
    ["c=1", "d=2"],
  ]);
  expect(await response.text()).toBe("hi");
});

test("leaves nothing behind when it was answered in full and cannot send the rest of a request", async ({ peer }) => {
  peer.answer = (stream) => {
    stream.pause();
    stream.respond();
    stream.end("enough");
  };
  // More than the windows of stream and connection take.
  const response = await peer.fetch(peer.url, { method: "POST", body: new Uint8Array(5_000_000) });
  expect(await response.text()).toBe("enough");
  peer.pool.close();
  await expect.poll(() => [...peer.sessions].every((session) => session.destroyed)).toBe(true);
});

test.for([
  ["another connection after a time-out, because nobody may be there", "timeout", 2],
  ["the same connection after any other abort", "session_closed", 1],
] as const)("takes %s", async ([, code, connections], { peer }) => {
  const seen = new Set<unknown>();
  const stop = new AbortController();
  peer.answer = (stream) => {
    seen.add(stream.session);
    stop.abort(new S2Error("enough", { code }));
  };
  await expect(peer.fetch(peer.url, { signal: stop.signal })).rejects.toMatchObject({ code });
  peer.answer = (stream) => {
    seen.add(stream.session);
    stream.respond({}, { endStream: true });
  };
  await peer.fetch(peer.url);
  expect(seen.size).toBe(connections);
});

test("hands out the answer while the request is still being sent", async ({ peer }) => {
  peer.answer = (stream) => {
    stream.respond();
    stream.pipe(stream);
  };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const init = { method: "POST", body: readable, duplex: "half" } as RequestInit;
  const response = await peer.fetch(peer.url, init);
  const reader = response.body!.getReader();
  for (const byte of [1, 2, 3]) {
    void writer.write(new Uint8Array([byte]));
    expect((await reader.read()).value).toEqual(new Uint8Array([byte]));
  }
  await writer.close();
  expect((await reader.read()).done).toBe(true);
});

test("takes no more from the network than its buffer and window while nobody reads", async ({ peer }) => {
  const total = 32 * 1024 * 1024;
  let sent = 0;
  peer.answer = (stream) => {
    stream.respond();
    const more = (): void => {
      while (sent < total) {
        sent += 65_536;
        if (!stream.write(Buffer.alloc(65_536))) return;
      }
      stream.end();
    };
    stream.on("drain", more);
    more();
  };
  const response = await peer.fetch(peer.url);
  // As much as flow control lets pass arrives within these turns; without it, everything does.
  for (let turn = 0, before = -1; turn < 200 && before !== sent; turn++) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(sent).toBeLessThan(8 * 1024 * 1024);
  expect((await response.arrayBuffer()).byteLength).toBe(total);
});

test("decompresses, and gives answers that have no body none", async ({ peer }) => {
  peer.answer = (stream, headers) => {
    if (headers[":method"] === "DELETE") return stream.respond({ ":status": 204 }, { endStream: true });
    stream.respond({ "content-encoding": "gzip" });
    stream.end(gzipSync("x".repeat(5000)));
  };
  expect(await (await peer.fetch(peer.url)).text()).toBe("x".repeat(5000));
  expect((await peer.fetch(peer.url, { method: "DELETE" })).body).toBeNull();
});

test("rejects with the reason of an abort: before it begins, while it waits, and in the middle of a body", async ({
  peer,
}) => {
  const reason = new Error("enough");
  await expect(peer.fetch(peer.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const asked = new Promise<ServerHttp2Stream>((resolve) => {
    peer.answer = resolve;
  });
  const waiting = peer.fetch(peer.url, { signal: controller.signal });
  const stream = await asked;
  const closed = once(stream, "close");
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await closed;
  expect(stream.rstCode).toBe(http2.constants.NGHTTP2_CANCEL);
  peer.answer = (answering) => {
    answering.respond();
    answering.write("half");
  };
  const second = new AbortController();
  const response = await peer.fetch(peer.url, { signal: second.signal });
  second.abort(reason);
  await expect(response.text()).rejects.toBe(reason);
});

test("resets the request when the body of the answer is cancelled", async ({ peer }) => {
  const closed = new Promise<number | undefined>((resolve) => {
    peer.answer = (stream) => {
      stream.respond();
      stream.write("half");
      stream.once("close", () => resolve(stream.rstCode));
    };
  });
  await (await peer.fetch(peer.url)).body!.cancel();
  expect(await closed).toBe(http2.constants.NGHTTP2_CANCEL);
});

test("fails the body when the peer dies in the middle of it, which Node shows as an ordinary end", async ({ peer }) => {
  peer.answer = (stream) => {
    stream.respond();
    stream.write("half");
    setImmediate(() => stream.session!.destroy());
  };
  const answered = peer.fetch(peer.url).then((response) => response.text());
  await expect(answered).rejects.toMatchObject({ code: expect.stringMatching(/^(ERR_HTTP2_|ECONNRESET)/) });
});

test("says for certain that a refused stream was not processed", async ({ peer }) => {
  peer.answer = (stream) => stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
  await expect(peer.fetch(peer.url, { method: "POST", body: "x" })).rejects.toMatchObject({
    code: "request_refused",
    maybeApplied: false,
    retryable: true,
    request: { method: "POST", path: "/a%2Fb" },
  });
});
