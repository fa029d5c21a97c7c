import type { createSessionClient } from "@s2kit/rest";
import { describe, expect } from "vitest";
import type * as sessions from "../../src/index.js";
import { bundleForBrowser, runAsBrowser } from "./support/browser-bundle.js";
import { numbered, test } from "./support/world.js";

type Bundle<Name extends keyof typeof sessions> = Pick<typeof sessions, Name> & {
  readonly createSessionClient: typeof createSessionClient;
};

const READ = ["openReadSession", "readBySse", "webTransports"] as const;
const APPEND = ["appendByRequests", "openPolicyAppendSession", "webTransports"] as const;
const BOTH = [...READ, "appendByRequests", "openPolicyAppendSession"] as const;

const EXACTLY_ONCE = /src.(?:append.(?:exactly-once|read-back|writer-mark)|unary)/;
const FRAMES = /src.(?:transport.(?:frame-inbox|fetch.(?:s2s-exchange|request-body))|wire.frame-reader)/;
const READING = /src.(?:read.|transport.(?:sse|read-query))/;
const APPENDING = /src.(?:append.|transport.fetch.unary-append|wire.(?:append-|compression))/;

describe("a bundle of what a browser program uses, and nothing else", () => {
  test("is told from one of everything by its modules", async () => {
    const { moduleIds } = await bundleForBrowser("s2");
    for (const kind of [EXACTLY_ONCE, FRAMES, READING, APPENDING]) {
      expect(moduleIds.some((id) => kind.test(id))).toBe(true);
    }
  });

  test("reads, without code for appends and frames", async ({ world }) => {
    const chunk = await bundleForBrowser("s2", READ);
    for (const other of [APPENDING, FRAMES, EXACTLY_ONCE]) {
      expect(chunk.moduleIds.filter((id) => other.test(id))).toEqual([]);
    }
    await world.fill(numbered(10));
    const bundle = runAsBrowser<Bundle<(typeof READ)[number]>>(chunk, "s2");
    const client = bundle.createSessionClient(world.server.clientOptions());
    const transports = bundle.webTransports({ read: bundle.readBySse });
    const bodies: string[] = [];
    const session = bundle.openReadSession(client, transports, world.address, { stopAtTail: true });
    for await (const record of session) bodies.push(record.text());
    expect(bodies).toEqual(numbered(10).map(({ body }) => body));
    await transports.close();
  });

  test("appends, without code for reads, frames and exactly-once delivery", async ({ world }) => {
    const chunk = await bundleForBrowser("s2", APPEND);
    for (const other of [READING, FRAMES, EXACTLY_ONCE]) {
      expect(chunk.moduleIds.filter((id) => other.test(id))).toEqual([]);
    }
    const bundle = runAsBrowser<Bundle<(typeof APPEND)[number]>>(chunk, "s2");
    const client = bundle.createSessionClient(world.server.clientOptions());
    const transports = bundle.webTransports({ append: bundle.appendByRequests });
    const session = bundle.openPolicyAppendSession(client, transports, world.address);
    for (let index = 0; index < 5; index++) await session.submit(numbered(2, index * 2));
    await session.close();
    await transports.close();
    expect(await world.bodies()).toEqual(numbered(10).map(({ body }) => body));
  });

  test("does both, and goes on after connections that drop", async ({ world }) => {
    const chunk = await bundleForBrowser("s2", BOTH);
    expect([...chunk.imports, ...chunk.dynamicImports]).toEqual([]);
    for (const other of [FRAMES, EXACTLY_ONCE]) {
      expect(chunk.moduleIds.filter((id) => other.test(id))).toEqual([]);
    }
    const lost = world.server.faults.push({ on: "append", at: "before-commit", after: 1, action: "drop-connection" });
    const cut = world.server.faults.push({ on: "sse", at: "mid-frame", action: "drop-connection", count: 2 });
    const bundle = runAsBrowser<Bundle<(typeof BOTH)[number]>>(chunk, "s2");
    const client = bundle.createSessionClient({
      ...world.server.clientOptions(),
      retry: { minDelayMs: 1, maxDelayMs: 5 },
    });
    const transports = bundle.webTransports({ read: bundle.readBySse, append: bundle.appendByRequests });
    const appending = bundle.openPolicyAppendSession(client, transports, world.address);
    const reading = bundle.openReadSession(client, transports, world.address, { count: 50, waitSecs: 10 });
    const bodies: string[] = [];
    const read = (async () => {
      for await (const record of reading) bodies.push(record.text());
    })();
    for (let index = 0; index < 10; index++) await appending.submit(numbered(5, index * 5));
    await appending.close();
    await read;
    expect(bodies).toEqual(numbered(50).map(({ body }) => body));
    expect([lost.injected, cut.injected]).toEqual([1, 2]);
    expect([appending.transport, reading.transport]).toEqual(["fetch", "sse"]);
    await transports.close();
  });
});
