import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { type EmbeddedServer, type ServerTls, startServer } from "@s2kit/server";
import { S2, S2Error } from "s2kit";
import { describe, expect, test } from "vitest";
import { startConnectProxy } from "../../src/tools/index.js";

const pem = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/tls/${name}.pem`, import.meta.url), "utf8");
const TLS: ServerTls = { cert: pem("server"), key: pem("server-key") };

/** A client that reaches the server through `proxy` only. */
function clientOf(server: EmbeddedServer, proxy: string, connectTimeoutMs = 3000): S2 {
  const ca = server.url.startsWith("https:") ? pem("ca") : undefined;
  const retry = { maxAttempts: 3, minDelayMs: 1, maxDelayMs: 5 };
  return new S2({ ...server.clientOptions(), connection: { ca, proxy }, connectTimeoutMs, retry });
}

/** What a single request, an append session and a read session fail with. */
async function failures(s2: S2): Promise<S2Error[]> {
  const stream = s2.basin("proxy-tests").stream("s");
  const append = stream.appendSession();
  const outcomes = await Promise.allSettled([
    s2.basins.list(),
    append.submit([{ body: "x" }]).then((ticket) => ticket.ack()),
    stream.readSession()[Symbol.asyncIterator]().next(),
  ]);
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected" && S2Error.is(outcome.reason)) return outcome.reason;
    throw new Error("no S2Error", { cause: outcome });
  });
}

describe.each([
  ["https", TLS],
  ["http", undefined],
] as const)("through a proxy to %s", (_, tls) => {
  test("everything works, and goes on after tunnels that break", async () => {
    await using server = await startServer({ tls, basins: [{ name: "proxy-tests", streams: [{ name: "s" }] }] });
    await using proxy = await startConnectProxy({ credentials: "user@here:p:ss w%rd" });
    {
      await using s2 = clientOf(server, `http://user%40here:p%3Ass%20w%25rd@127.0.0.1:${proxy.port}`);
      const stream = s2.basin("proxy-tests").stream("s");
      await stream.append([{ body: "first" }]);
      await using session = stream.appendSession({ delivery: "exactly-once" });
      for (let batch = 0; batch < 40; batch++) {
        await session.submit([{ body: `${batch} ${"x".repeat(10_000)}` }]);
        if (batch % 10 === 5) proxy.cut();
      }
      await session.flush();
      proxy.cut();
      const bodies: string[] = [];
      for await (const record of stream.readSession({ from: { seqNum: 0 }, stopAtTail: true })) {
        bodies.push(record.text().split(" ")[0] as string);
      }
      expect(bodies).toEqual(["first", ...Array.from({ length: 40 }, (__, batch) => `${batch}`)]);
    }
    expect(new Set(proxy.asked)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    await expect.poll(() => proxy.openSockets).toBe(0);
  });

  test("without the right credentials it fails for good, and no error shows them", async () => {
    await using server = await startServer({ tls });
    await using proxy = await startConnectProxy({ credentials: "user:right-secret" });
    await using s2 = clientOf(server, `http://user:wrong-secret@127.0.0.1:${proxy.port}`);
    for (const error of await failures(s2)) {
      expect(error).toMatchObject({ code: "connection_failed", retryable: false, maybeApplied: false });
      expect(error.message).toContain("HTTP 407");
      expect(inspect(error, { depth: 10 })).not.toMatch(/secret|d3Jvbmctc2VjcmV0/);
    }
    await expect.poll(() => proxy.openSockets).toBe(0);
  });

  test("a proxy that cannot reach the service is asked again, one that is silent is given up in time", async () => {
    await using server = await startServer({ tls });
    await using unlucky = await startConnectProxy({ refuse: 502 });
    await using silent = await startConnectProxy({ refuse: "silence" });
    for (const [proxy, connectTimeoutMs] of [
      [unlucky, 3000],
      [silent, 300],
    ] as const) {
      {
        await using s2 = clientOf(server, proxy.url, connectTimeoutMs);
        const error = await s2.basins.list().catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: "connection_failed", retryable: true, maybeApplied: false });
        expect(proxy.asked.length).toBe(3);
      }
      await expect.poll(() => proxy.openSockets).toBe(0);
    }
  });
});

test("a proxy that forbids the target is not asked again", async () => {
  await using server = await startServer();
  await using proxy = await startConnectProxy({ refuse: 403 });
  await using s2 = clientOf(server, proxy.url);
  await expect(s2.basins.list()).rejects.toMatchObject({ code: "connection_failed", retryable: false });
  expect(proxy.asked).toHaveLength(1);
});

test("a proxy that is not there is named as what is missing", async () => {
  await using server = await startServer();
  const proxy = await startConnectProxy();
  await proxy[Symbol.asyncDispose]();
  await using s2 = clientOf(server, proxy.url);
  const error = await s2.basins.list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "connection_failed", retryable: true, maybeApplied: false });
  expect((error as S2Error).message).toContain("could not connect to the proxy: ECONNREFUSED");
});

test.each(["https://host:1", "host:1", "http://u:secret@host/path", "http://u:%E0secret@host", "socks5://u:secret@h"])(
  "%s is refused as a proxy, without showing its password",
  (proxy) => {
    const make = (): S2 => new S2({ accessToken: "any", connection: { proxy } });
    expect(make).toThrow(/connection\.proxy must be http/);
    expect(make).not.toThrow(/secret/);
  },
);
