import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "vitest";
import { CaseContext, SharedBasin } from "../../src/harness/case-context.js";
import { expectJson, expectStatus } from "../../src/harness/expectations.js";
import { bodiesOf, fence } from "../../src/harness/stream-handle.js";
import { type S2Lite, type S2LiteOptions, startS2Lite } from "../../src/servers/index.js";
import { ExchangeCutError } from "../../src/wire/http-client.js";
import { describeOnLite } from "./describe-on-lite.js";

interface Fixtures {
  folder: string;
  start: (options?: S2LiteOptions) => Promise<S2Lite>;
  contextOf: (server: S2Lite, protocol?: "h1" | "h2") => CaseContext;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern to learn which fixtures are used
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "s2-lite-"));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  start: async ({}, use) => {
    const servers: S2Lite[] = [];
    await use(async (options) => {
      const server = await startS2Lite(options);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop("SIGKILL")));
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  contextOf: async ({}, use) => {
    const contexts: CaseContext[] = [];
    await use((server, protocol = "h2") => {
      const context = new CaseContext(server.url, protocol, new SharedBasin());
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

const isSlow = process.env["S2KIT_SLOW"] === "1";
const LIMIT = { timeout: 90_000 };

describeOnLite("the process of s2 lite", () => {
  test(
    "creates the basins and streams of its init file, and applies it again at the next start",
    LIMIT,
    async ({ folder, start, contextOf }) => {
      const initFile = join(folder, "init.json");
      const streamConfig = {
        storage_class: "standard",
        retention_policy: "2h 30m",
        timestamping: { mode: "client-require", uncapped: true },
        delete_on_empty: { min_age: "1day" },
      };
      const spec = {
        basins: [
          { name: "plain-basin" },
          {
            name: "full-basin",
            config: {
              create_stream_on_append: true,
              stream_cipher: "aegis-256",
              default_stream_config: { retention_policy: "infinite" },
            },
            streams: [{ name: "configured", config: streamConfig }, { name: "default" }],
          },
        ],
      };
      await writeFile(initFile, JSON.stringify(spec));
      const localRoot = join(folder, "data");
      for (const expectedTail of [0, 1]) {
        const server = await start({ localRoot, args: ["--init-file", initFile] });
        const basin = contextOf(server).basinNamed("full-basin");
        const { create_stream_on_append, stream_cipher } = (await basin.config()).json<Record<string, unknown>>();
        assert.deepEqual(
          { create_stream_on_append, stream_cipher },
          { create_stream_on_append: true, stream_cipher: "aegis-256" },
        );
        assert.deepEqual(await basin.streamNames(), ["configured", "default"]);
        expectJson(await basin.stream("configured").config(), 200, {
          ...streamConfig,
          retention_policy: { age: 9_000 },
          delete_on_empty: { min_age_secs: 86_400 },
        });
        const stream = basin.stream("default");
        assert.equal((await stream.tail()).seq_num, expectedTail);
        const key = { "s2-encryption-key": Buffer.alloc(32).toString("base64") };
        expectStatus(await stream.append({ records: [{ body: "kept" }] }, key), 200);
        expect(await server.stop()).toBe(0);
      }
    },
  );

  test("starts with an init file that names nothing", LIMIT, async ({ folder, start }) => {
    const initFile = join(folder, "init.json");
    await writeFile(initFile, "{}");
    await start({ environment: { S2LITE_INIT_FILE: initFile } });
  });

  test("refuses to start with a faulty init file", LIMIT, async ({ folder, start }) => {
    const faulty = {
      "no JSON": "{",
      "bad name": { basins: [{ name: "x" }] },
      "basin twice": { basins: [{ name: "same-basin" }, { name: "same-basin" }] },
      "stream twice": { basins: [{ name: "some-basin", streams: [{ name: "s" }, { name: "s" }] }] },
      "unknown key": { basins: [{ name: "some-basin", colour: "red" }] },
      "zero age": { basins: [{ name: "some-basin", config: { default_stream_config: { retention_policy: "0s" } } }] },
      "bad duration": {
        basins: [{ name: "some-basin", streams: [{ name: "s", config: { retention_policy: "soon" } }] }],
      },
    };
    await Promise.all(
      Object.entries(faulty).map(async ([name, spec]) => {
        const initFile = join(folder, `${name}.json`);
        await writeFile(initFile, typeof spec === "string" ? spec : JSON.stringify(spec));
        await expect(start({ args: ["--init-file", initFile] }), name).rejects.toThrow(/ended with 1/);
      }),
    );
  });

  test("serves neither CORS nor the dashboard when told not to", LIMIT, async ({ start, contextOf }) => {
    const context = contextOf(await start({ args: ["--no-cors", "--no-dashboard"] }));
    expectStatus(await context.request("OPTIONS", "/v1/basins"), 405);
    expectStatus(await context.request("GET", "/dashboard"), 404);
    const { headers } = await context.request("GET", "/v1/basins", { headers: { origin: "https://app.example" } });
    assert.equal(headers["access-control-allow-origin"], undefined);
  });

  test(
    "keeps what was acked, with fencing token and configuration, when it is killed",
    LIMIT,
    async ({ folder, start, contextOf }) => {
      const first = await start({ localRoot: folder });
      const stream = await contextOf(first).newStream({ storage_class: "standard" });
      await stream.appendRecords([{ body: "a" }, fence("token")]);
      const session = stream.openAppend();
      session.send({ records: [{ body: "b" }], fencing_token: "token" });
      const { tail } = await session.nextAck();
      first.signal("SIGKILL");
      expect(await first.exit).toBe("SIGKILL");

      const second = await start({ localRoot: folder });
      const again = contextOf(second).basinNamed(stream.basin.name).stream(stream.name);
      assert.deepEqual(await again.tail(), tail);
      assert.deepEqual(await again.bodies(), ["a", "token", "b"]);
      expectJson(await again.append({ records: [{}], fencing_token: "" }), 412, { fencing_token_mismatch: "token" });
      assert.equal((await again.config()).json<{ storage_class: string }>().storage_class, "standard");
      // Closing needs a while on a store on disk; the test is over.
      await second.stop("SIGKILL");
    },
  );

  test.for(["h1", "h2"] as const)(
    "cuts sessions over %s when it is killed: no end, no terminal frame",
    LIMIT,
    async (protocol, { start, contextOf }) => {
      const server = await start();
      const stream = await contextOf(server, protocol).newStream();
      const read = stream.openRead();
      await read.nextBatch();
      const append = stream.openAppend();
      append.send({ records: [{ body: "a" }] });
      await append.nextAck();
      assert.deepEqual(bodiesOf(await read.nextRecords()), ["a"]);
      server.signal("SIGKILL");
      await expect(read.nextFrame()).rejects.toBeInstanceOf(ExchangeCutError);
      await expect(append.nextFrame()).rejects.toBeInstanceOf(ExchangeCutError);
    },
  );

  test("exits at once with 0 when it is told to stop and nothing is in flight", LIMIT, async ({ start }) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      expect(await (await start()).stop(signal)).toBe(0);
    }
  });

  test("lets a waiting read finish when it is told to stop", LIMIT, async ({ start, contextOf }) => {
    const server = await start();
    const stream = await contextOf(server, "h1").newStream();
    const poll = stream.readBatch({ wait: 3 });
    await stream.tail();
    server.signal("SIGTERM");
    assert.deepEqual(await poll, { records: [] });
    expect(await server.exit).toBe(0);
  });

  test("serves sessions while it stops, and accepts no new connection", LIMIT, async ({ start, contextOf }) => {
    const server = await start();
    const stream = await contextOf(server).newStream();
    const append = stream.openAppend();
    await append.head();
    const read = stream.openRead();
    await read.nextBatch();
    server.signal("SIGTERM");
    append.send({ records: [{ body: "while stopping" }] });
    await append.nextAck();
    assert.deepEqual(bodiesOf(await read.nextRecords()), ["while stopping"]);
    await expect(contextOf(server).request("GET", "/health")).rejects.toBeInstanceOf(ExchangeCutError);
    append.halfClose();
    await append.expectEnd();
    read.exchange.abandon();
    expect(await server.exit).toBe(0);
  });

  test.skipIf(!isSlow)(
    "cuts sessions ten seconds after it was told to stop, without a terminal frame",
    LIMIT,
    async ({ start, contextOf }) => {
      const server = await start();
      const stream = await contextOf(server).newStream();
      const read = stream.openRead();
      await read.nextBatch();
      const startedMs = performance.now();
      server.signal("SIGTERM");
      await expect(read.batchesToEnd()).rejects.toBeInstanceOf(ExchangeCutError);
      const servedMs = performance.now() - startedMs;
      assert(servedMs > 9_000 && servedMs < 30_000, `${servedMs} ms`);
      expect(await server.exit).toBe(0);
    },
  );
});
