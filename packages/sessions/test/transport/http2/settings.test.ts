import type { ServerHttp2Session } from "node:http2";
import { UsageError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { createTransports } from "../../../src/index.js";
import { Http2Pool, type Http2PoolOptions } from "../../../src/transport/http2/http2-pool.js";
import { S2SExchange } from "../../../src/transport/http2/s2s-exchange.js";
import { FirstFailure, startRawServer } from "./raw-server.js";

/** What the peer of a pool's first connection gets to know of its windows. */
async function windowsOf(options: Http2PoolOptions): Promise<{ stream: number | undefined; connection: number }> {
  let met: (session: ServerHttp2Session) => void = () => undefined;
  const session = new Promise<ServerHttp2Session>((resolve) => {
    met = resolve;
  });
  await using server = await startRawServer((stream, own) => {
    met(own);
    setImmediate(() => stream.respond({ ":status": 500 }, { endStream: true }));
  });
  const pool = new Http2Pool(options);
  const failure = new FirstFailure();
  const ignore = () => undefined;
  const request = { method: "GET", query: "", acceptEncoding: undefined, mutates: false } as const;
  new S2SExchange(pool, server.target, request, {
    connected: ignore,
    opened: ignore,
    frame: ignore,
    ended: ignore,
    failed: failure.failed,
  });
  const { remoteSettings, state } = await session;
  await failure.error;
  pool.close();
  return { stream: remoteSettings.initialWindowSize, connection: state.remoteWindowSize ?? 0 };
}

describe("windows", () => {
  test("are as the options say, and large when they say nothing", async () => {
    expect(await windowsOf({})).toEqual({ stream: 3_145_728, connection: 16_777_216 });
    const small = { streamWindowBytes: 100_000, connectionWindowBytes: 200_000 };
    expect(await windowsOf(small)).toEqual({ stream: 100_000, connection: 200_000 });
  });
});

describe("options out of range are refused when the client is made, by name, limits and value", () => {
  test.each([
    [{ http2: { streamWindowBytes: 65_534 } }, "http2.streamWindowBytes", "65535"],
    [{ http2: { streamWindowBytes: 2 ** 31 } }, "http2.streamWindowBytes", "2147483647"],
    [{ http2: { connectionWindowBytes: 1.5 } }, "http2.connectionWindowBytes", "1.5"],
    [{ http2: { maxStreams: 0 } }, "http2.maxStreams", "1 to 100, got 0"],
    [{ http2: { maxStreams: 101 } }, "http2.maxStreams", "1 to 100, got 101"],
    [{ http2: { idleTimeoutMs: 0 } }, "http2.idleTimeoutMs", "above 0"],
    [{ http2: { pingIntervalMs: -1 } }, "http2.pingIntervalMs", "got -1"],
    [{ http2: { pingTimeoutMs: Number.NaN } }, "http2.pingTimeoutMs", "NaN"],
    [{ connectTimeoutMs: 0 }, "connectTimeoutMs", "got 0"],
    [{ transport: "websocket" as never }, "transport", "websocket"],
  ])("%j", (options, field, text) => {
    let error: unknown;
    try {
      createTransports(options);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).field).toContain(field);
    expect((error as UsageError).message).toContain(text);
  });
});
