import { type AppendRecord, checkBatch } from "@s2kit/core";
import { createRestClient, type RestClient, type RestClientOptions } from "@s2kit/rest";
import { type EmbeddedServer, type ServerOptions, startServer } from "@s2kit/server";
import { test as base, expect, type TestAPI } from "vitest";
import { createTransports } from "../../../src/index.js";
import type { StreamAddress } from "../../../src/stream-address.js";
import { fetchTarget, type OpenRequest } from "../../../src/transport/fetch/fetch-target.js";
import { UnaryAppendTransport } from "../../../src/transport/fetch/unary-append.js";
import type { Transports } from "../../../src/transport/transports.js";
import { appendOnce } from "../../../src/unary/append-once.js";
import { readOnce } from "../../../src/unary/read-once.js";

const BASIN = "transport-tests";

/** The ways to read. `fetch over h2` is `fetch` with the `connection` option, where it is not the runtime's own. */
export const READS = ["http2", "fetch", "fetch over h2", "sse"] as const;

/** The ways to append. `unary` is what `fetch` does where a request cannot be sent while its answer comes in. */
export const APPENDS = ["http2", "fetch", "fetch over h2", "unary"] as const;

export type Way = (typeof READS)[number] | (typeof APPENDS)[number];

/** A server with one stream, and a client of it. */
export interface World extends AsyncDisposable {
  readonly server: EmbeddedServer;
  readonly client: RestClient;
  readonly address: StreamAddress;
  /** Closed together with the world. */
  transports(way: Way): Transports;
  /** Appends by plain requests, in batches of 1000 records at most. */
  fill(records: readonly AppendRecord[]): Promise<void>;
  /** Bodies of everything on the stream, as text, read by plain requests. */
  bodies(): Promise<string[]>;
}

export interface WorldOptions {
  readonly server?: ServerOptions | undefined;
  readonly client?: Partial<RestClientOptions> | undefined;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const uncapped = { timestamping: { uncapped: true } };
  const server = await startServer({
    basins: [{ name: BASIN, streams: [{ name: "a/b c", config: uncapped }] }],
    ...options.server,
  });
  const clientOptions: RestClientOptions = {
    ...server.clientOptions(),
    retry: { minDelayMs: 1, maxDelayMs: 5 },
    ...options.client,
  };
  const client = createRestClient(clientOptions);
  const address: StreamAddress = {
    basin: BASIN,
    stream: "a/b c",
    encryptionKey: undefined,
    streamConfig: undefined,
  };
  const opened: Transports[] = [];
  return {
    server,
    client,
    address,
    transports(way) {
      const transports = transportsFor(way, clientOptions);
      opened.push(transports);
      return transports;
    },
    async fill(records) {
      for (let start = 0; start < records.length; start += 1000) {
        await appendOnce(client, address, checkBatch(records.slice(start, start + 1000)));
      }
    },
    async bodies() {
      const bodies: string[] = [];
      for (;;) {
        const range = { from: { seqNum: bodies.length }, clamp: true, waitSecs: 0 };
        const batch = await readOnce(client, address, range).catch(() => undefined);
        if (batch === undefined || batch.count === 0) return bodies;
        bodies.push(...batch.records.map((record) => record.text()));
      }
    },
    async [Symbol.asyncDispose]() {
      for (const transports of opened) transports.abort();
      await server.close();
    },
  };
}

function transportsFor(way: Way, options: RestClientOptions): Transports {
  if (way === "unary") return unaryTransports();
  return way === "fetch over h2" ? pooledTransports(options) : createTransports({ transport: way });
}

/** `fetch` transports whose requests go over a pool of HTTP/2 connections, as those of their own client do. */
function pooledTransports(options: RestClientOptions): Transports {
  const transports = createTransports({ transport: "fetch", connection: {} });
  const pooled = createRestClient({ ...options, fetch: transports.fetch });
  return {
    ...transports,
    append: (_client, address) => transports.append(pooled, address),
    read: (_client, address) => transports.read(pooled, address),
  };
}

/** What `fetch` transports are in a browser, as far as appends go. */
function unaryTransports(): Transports {
  const open = new Set<OpenRequest>();
  const web = createTransports({ transport: "fetch" });
  return {
    ...web,
    append: (client, address) =>
      new UnaryAppendTransport("fetch", fetchTarget(client, address, open), client.compression),
    abort() {
      web.abort();
      for (const request of [...open]) request.cut();
    },
  };
}

/** A test with a world of its own. Afterwards nothing may be left that keeps the process busy. */
export const test: TestAPI<{ world: World }> = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the dependencies of a fixture from this pattern.
  world: async ({}, use) => {
    {
      await using world = await startWorld();
      await use(world);
    }
    await quiet();
  },
});

/** Waits until nothing keeps the process busy any more. Not by `expect.poll`, whose own timers would be in the way. */
async function quiet(): Promise<void> {
  for (let attempt = 0; attempt < 300 && busy().length > 0; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(busy()).toEqual([]);
}

/** Timers, servers and sockets that keep the process busy. Idle connections of `fetch` do not, and are not listed. */
function busy(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|TCP/.test(name));
}

export function numbered(count: number, from = 0): AppendRecord[] {
  return Array.from({ length: count }, (_, index) => ({ body: String(from + index) }));
}
