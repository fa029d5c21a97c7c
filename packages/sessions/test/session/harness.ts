import { type AppendRecord, checkBatch, S2Error } from "@s2kit/core";
import { createRestClient, type RestClient, type RestClientOptions } from "@s2kit/rest";
import { type EmbeddedServer, type StreamConfigSpec, startServer } from "@s2kit/server";
import { test as base, expect, type TestAPI } from "vitest";
import type { AppendSessionOptions } from "../../src/append/append-options.js";
import type { AppendSession } from "../../src/append/append-session.js";
import { createTransports } from "../../src/index.js";
import type { ReadSessionOptions } from "../../src/read/read-options.js";
import type { ReadSession } from "../../src/read/read-session.js";
import { openAppendSession, openReadSession } from "../../src/session-factory.js";
import type { StreamAddress } from "../../src/stream-address.js";
import type { TransportOptions, Transports } from "../../src/transport/transports.js";
import { appendOnce } from "../../src/unary/append-once.js";
import { readOnce } from "../../src/unary/read-once.js";
import { CA, SERVER_TLS } from "../transport/tls/secure-world.js";

/** The TLS suite runs the same files again, with this set. */
const overTls = process.env["S2KIT_TEST_TLS"] === "1";

const BASIN = "session-tests";

/** A server with one stream, and what a test does with it. */
export interface World {
  readonly server: EmbeddedServer;
  readonly client: RestClient;
  readonly transports: Transports;
  readonly address: StreamAddress;
  append(options?: AppendSessionOptions): AppendSession;
  read(options?: ReadSessionOptions): ReadSession;
  /** Bodies of everything on the stream, read by plain requests. */
  bodies(): Promise<string[]>;
  /** Appends by plain requests, 1000 records at a time. */
  fill(records: readonly AppendRecord[]): Promise<void>;
}

/** What a world is made with. */
export interface WorldOptions {
  readonly client?: Partial<RestClientOptions>;
  readonly transport?: TransportOptions;
  /** As the REST API has it. */
  readonly streamConfig?: StreamConfigSpec | undefined;
}

export async function startWorld(options: WorldOptions = {}): Promise<World & AsyncDisposable> {
  const { connection, tls } = overTls ? { connection: { ca: CA }, tls: SERVER_TLS } : {};
  const server = await startServer({
    tls,
    basins: [{ name: BASIN, streams: [{ name: "a/b", config: options.streamConfig }] }],
  });
  const transports = createTransports({ connection, ...options.transport });
  const client = createRestClient({
    ...server.clientOptions(),
    fetch: transports.fetch,
    retry: { minDelayMs: 5, maxDelayMs: 20 },
    ...options.client,
  });
  const address: StreamAddress = { basin: BASIN, stream: "a/b", encryptionKey: undefined, streamConfig: undefined };
  return {
    server,
    client,
    transports,
    address,
    append: (sessionOptions) => openAppendSession(client, transports, address, sessionOptions),
    read: (sessionOptions) => openReadSession(client, transports, address, sessionOptions),
    async bodies() {
      const bodies: string[] = [];
      for (;;) {
        const batch = await readOnce(client, address, {
          from: { seqNum: bodies.length },
          clamp: true,
          waitSecs: 0,
        }).catch((error: unknown) => {
          if (S2Error.is(error) && error.code === "range_not_satisfiable") return undefined;
          throw error;
        });
        if (batch === undefined || batch.count === 0) return bodies;
        bodies.push(...batch.records.map((record) => record.text()));
      }
    },
    async fill(records) {
      for (let start = 0; start < records.length; start += 1000) {
        const slice = records.slice(start, start + 1000);
        await appendOnce(client, address, checkBatch(slice));
      }
    },
    async [Symbol.asyncDispose]() {
      transports.abort();
      await server.close();
    },
  };
}

/** A test with a world of its own. Afterwards no socket and no timer may be left. */
export const test: TestAPI<{ world: World }> = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest finds out by the pattern which fixtures are used.
  world: async ({}, use) => {
    const before = resources();
    {
      await using world = await startWorld();
      await use(world);
    }
    await expect.poll(() => resources(), { timeout: 2000 }).toBeLessThanOrEqual(before);
  },
});

/** Sockets, servers and timers that keep the process busy. The global agent of `fetch` keeps idle sockets of its own. */
function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout" || name === "TCPServerWrap").length;
}

/** The S2Error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<S2Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!S2Error.is(outcome)) throw new Error(`expected an S2Error, got ${String(outcome)}`);
  return outcome;
}

/** Bodies of the next records of a session. */
export async function take(session: ReadSession, count: number): Promise<string[]> {
  const bodies: string[] = [];
  for await (const record of session) {
    bodies.push(record.text());
    if (bodies.length === count) break;
  }
  return bodies;
}

export function numbered(count: number, from = 0): AppendRecord[] {
  return Array.from({ length: count }, (_, index) => ({ body: String(from + index) }));
}
