import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import type { S2Error } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { Http2Pool } from "../../../src/transport/http2/http2-pool.js";
import { type ExchangeListener, S2SExchange } from "../../../src/transport/http2/s2s-exchange.js";
import { startRelay } from "../support/relay.js";
import { FirstFailure, startRawServer, targetAt } from "./raw-server.js";

const READ = { method: "GET", query: "seq_num=0", acceptEncoding: undefined, mutates: false } as const;
const APPEND = { method: "POST", query: "", acceptEncoding: undefined, mutates: true } as const;

type Events = string[];

function listener(events: Events, failure: FirstFailure): ExchangeListener {
  return {
    connected: () => events.push("connected"),
    opened: () => events.push("opened"),
    frame: (payload) => events.push(`frame ${Buffer.from(payload).toString()}`),
    ended: () => events.push("ended"),
    failed: (error) => {
      events.push("failed");
      failure.failed(error);
    },
  };
}

/** Runs one exchange until it fails. */
async function failureOf(
  port: number,
  request: typeof READ | typeof APPEND,
  pool = new Http2Pool({ connectTimeoutMs: 300 }),
): Promise<{ error: S2Error; events: Events }> {
  const failure = new FirstFailure();
  const events: Events = [];
  new S2SExchange(pool, targetAt(port), request, listener(events, failure));
  const error = await failure.error;
  pool.destroy();
  return { error, events };
}

const frame = (text: string): Buffer => Buffer.concat([Buffer.from([0, 0, text.length + 1, 0]), Buffer.from(text)]);

describe("an S2S exchange over HTTP/2", () => {
  test("an error body that comes in pieces is put together before it is understood", async () => {
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 404, "content-type": "application/json" });
      stream.write('{"code":"stream_not_');
      setTimeout(() => stream.end('found","message":"no such stream"}'), 20);
    });
    const { error, events } = await failureOf(server.port, READ);
    expect(error).toMatchObject({ code: "stream_not_found", status: 404, rawMessage: "no such stream" });
    expect(events).toEqual(["connected", "failed"]);
  });

  test.each([
    [404, false],
    [409, true],
    [416, true],
    [503, true],
  ])(
    "an error %i whose body breaks off keeps its status; when that decides nothing it can be tried again: %s",
    async (status, retryable) => {
      await using server = await startRawServer((stream) => {
        stream.respond({ ":status": status, "content-type": "application/json" });
        stream.write('{"code":"transaction_conf');
        setTimeout(() => {
          for (const socket of server.sockets) socket.destroy();
        }, 20);
      });
      expect((await failureOf(server.port, READ)).error).toMatchObject({ status, retryable });
    },
  );

  test("a status without a body is an error, not an empty read", async () => {
    await using server = await startRawServer((stream) => stream.respond({ ":status": 500 }, { endStream: true }));
    expect((await failureOf(server.port, READ)).error).toMatchObject({
      code: "http_error",
      status: 500,
      retryable: true,
    });
  });

  test("a peer that dies in the middle is a lost connection, although the stream ends without an error", async () => {
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 200 });
      stream.write(frame("first"));
      setTimeout(() => {
        for (const socket of server.sockets) socket.destroy();
      }, 20);
    });
    const { error, events } = await failureOf(server.port, APPEND);
    expect(error).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: true });
    expect(events).toEqual(["connected", "opened", "frame first", "failed"]);
  });

  test("REFUSED_STREAM before an answer proves that nothing was applied", async () => {
    await using server = await startRawServer((stream) => stream.close(7));
    expect((await failureOf(server.port, APPEND)).error).toMatchObject({
      code: "request_refused",
      retryable: true,
      maybeApplied: false,
    });
  });

  test("any other reset leaves it open", async () => {
    await using server = await startRawServer((stream) => stream.close(2));
    expect((await failureOf(server.port, APPEND)).error).toMatchObject({ code: "connection_lost", maybeApplied: true });
  });

  test("a GOAWAY below the stream proves that it was not processed", async () => {
    // By hand, because Node's own server never takes back a stream that it has seen.
    const settings = Buffer.from("000000040000000000", "hex");
    const goaway = Buffer.from("0000080700000000000000000000000000", "hex");
    const leaving = createTcpServer((socket) => {
      socket.write(settings);
      socket.once("data", () => setTimeout(() => socket.write(goaway), 20));
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => leaving.listen(0, "127.0.0.1", resolve));
    const { error } = await failureOf((leaving.address() as AddressInfo).port, APPEND);
    await new Promise((resolve) => leaving.close(resolve));
    expect(error).toMatchObject({ code: "request_refused", maybeApplied: false });
  });

  test("a connection that is refused was never made: certainly nothing was sent", async () => {
    const server = await startRawServer(() => undefined);
    const { port } = server;
    await server[Symbol.asyncDispose]();
    expect((await failureOf(port, APPEND)).error).toMatchObject({
      code: "connection_failed",
      retryable: true,
      maybeApplied: false,
    });
  });

  test("a peer that takes connections and says nothing is given up after the connect time-out", async () => {
    // A plain TCP server accepts, so that only the missing HTTP/2 settings tell; the exchange then has its own time-outs.
    const silent = createTcpServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const pool = new Http2Pool({ connectTimeoutMs: 300, pingIntervalMs: 50, pingTimeoutMs: 50 });
    const { error } = await failureOf((silent.address() as AddressInfo).port, READ, pool);
    expect(["connection_failed", "connection_lost"]).toContain(error.code);
    await new Promise((resolve) => silent.close(resolve));
  });

  test("an unknown host is not worth trying again", async () => {
    const failure = new FirstFailure();
    const pool = new Http2Pool();
    const target = { ...targetAt(1), baseUrl: "http://no-such-host.invalid/v1" };
    new S2SExchange(pool, target, APPEND, listener([], failure));
    expect(await failure.error).toMatchObject({ code: "connection_failed", maybeApplied: false });
    pool.destroy();
  });

  test("tells nothing more after cancel, and resets the stream", async () => {
    let closed!: (code: number) => void;
    const code = new Promise<number>((resolve) => {
      closed = resolve;
    });
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 200 });
      stream.write(frame("first"));
      stream.on("close", () => closed(stream.rstCode));
    });
    const events: Events = [];
    const pool = new Http2Pool();
    const exchange: S2SExchange = new S2SExchange(pool, server.target, APPEND, {
      ...listener(events, new FirstFailure()),
      frame: () => {
        events.push("frame");
        exchange.cancel();
      },
    });
    expect(await code).toBe(8);
    expect(events).toEqual(["connected", "opened", "frame"]);
    pool.destroy();
  });
});

describe("the pool of connections", () => {
  test("shares a connection up to the peer's limit, then opens another", async () => {
    await using server = await startRawServer((stream) => stream.respond({ ":status": 200 }), {
      maxConcurrentStreams: 2,
    });
    const pool = new Http2Pool({ maxStreams: 2 });
    const opened: string[] = [];
    const exchanges = Array.from(
      { length: 5 },
      () => new S2SExchange(pool, server.target, READ, listener(opened, new FirstFailure())),
    );
    await expect.poll(() => opened.filter((event) => event === "opened").length).toBe(5);
    expect(server.sessions.length).toBe(3);
    for (const exchange of exchanges) exchange.cancel();
    pool.destroy();
  });

  test("closes a connection that was idle, and leaves one that was advised against at once", async () => {
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 200 });
      // A regular frame with the advice to reconnect.
      stream.end(Buffer.from([0, 0, 1, 0b0001_0000]));
    });
    const pool = new Http2Pool({ idleTimeoutMs: 50 });
    const run = (): Promise<void> =>
      new Promise((resolve) => {
        new S2SExchange(pool, server.target, READ, { ...listener([], new FirstFailure()), ended: resolve });
      });
    await run();
    await run();
    expect(server.sessions.length).toBe(2);
    await expect.poll(() => server.sessions.every((session) => session.destroyed)).toBe(true);
    pool.destroy();
  });

  test.each([
    ["at long intervals", { pingIntervalMs: 50, pingTimeoutMs: 50 }],
    ["more often than an answer may take", { pingIntervalMs: 20, pingTimeoutMs: 100 }],
  ])("a read whose peer falls silent is lost, not at its end: asked by PING %s", async (_when, options) => {
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 200 });
      stream.write(frame("first"));
    });
    await using relay = await startRelay(server.port);
    const failure = new FirstFailure();
    const events: Events = [];
    const pool = new Http2Pool(options);
    const target = targetAt(Number(new URL(relay.url).port));
    new S2SExchange(pool, target, READ, listener(events, failure));
    await expect.poll(() => events).toContain("frame first");
    relay.freeze();
    expect(await failure.error).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: false });
    expect(events).toEqual(["connected", "opened", "frame first", "failed"]);
    pool.destroy();
  });

  test("a peer that answers PINGs is not given up, however long it says nothing else", async () => {
    let pings = 0;
    await using server = await startRawServer((stream, session) => {
      session.on("ping", () => pings++);
      stream.respond({ ":status": 200 });
      stream.write(frame("first"));
    });
    const events: Events = [];
    const pool = new Http2Pool({ pingIntervalMs: 10, pingTimeoutMs: 1000 });
    new S2SExchange(pool, server.target, READ, listener(events, new FirstFailure()));
    await expect.poll(() => pings).toBeGreaterThan(10);
    expect(events).toEqual(["connected", "opened", "frame first"]);
    pool.destroy();
  });

  test("whose answer ends while its request cannot be sent leaves nothing behind", async () => {
    await using server = await startRawServer((stream) => {
      stream.pause();
      stream.respond({ ":status": 200 });
      stream.end();
    });
    const pool = new Http2Pool();
    const events: Events = [];
    const exchange = new S2SExchange(pool, server.target, APPEND, listener(events, new FirstFailure()));
    // More than the windows of stream and connection take.
    exchange.write(new Uint8Array(5_000_000));
    await expect.poll(() => events).toEqual(["connected", "opened", "ended"]);
    pool.close();
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test("closed, takes no more requests, and its connections end with what runs on them", async () => {
    let finish!: () => void;
    await using server = await startRawServer((stream) => {
      stream.respond({ ":status": 200 });
      stream.write(frame("first"));
      finish = () => stream.end();
    });
    const pool = new Http2Pool();
    const failure = new FirstFailure();
    const events: Events = [];
    new S2SExchange(pool, server.target, READ, listener(events, failure));
    await expect.poll(() => events).toContain("frame first");
    pool.close();
    const late = new FirstFailure();
    new S2SExchange(pool, server.target, READ, listener([], late));
    expect(await late.error).toMatchObject({ code: "session_closed", maybeApplied: false });
    finish();
    await expect.poll(() => events.at(-1)).toBe("ended");
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  test.each([
    ["HTTP/1.1", "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n"],
    ["something else", "SSH-2.0-OpenSSH_9.6\r\n"],
  ])(
    "a server that speaks %s is told from a connection that was lost, and not asked again",
    async (_name, greeting) => {
      const foreign = createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.write(greeting));
      });
      await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
      const { error } = await failureOf((foreign.address() as AddressInfo).port, APPEND);
      expect(error).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: true });
      expect(error.message).toContain("does not speak HTTP/2");
      await new Promise((resolve) => foreign.close(resolve));
    },
  );

  test("finds out by PING that a silent peer is gone", async () => {
    let delivered = 0;
    const silent = createTcpServer((socket) => {
      // Settings and a first answer come through; after that nothing is taken in or sent any more.
      socket.write(Buffer.from("000000040000000000", "hex"));
      socket.on("data", () => delivered++);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const pool = new Http2Pool({ pingIntervalMs: 50, pingTimeoutMs: 50 });
    const { error } = await failureOf((silent.address() as AddressInfo).port, READ, pool);
    expect(error.code).toBe("connection_lost");
    expect(delivered).toBeGreaterThan(0);
    await new Promise((resolve) => silent.close(resolve));
  });
});
