import { readFileSync } from "node:fs";
import type { AppendRecord } from "@s2kit/core";
import { checkBatch, S2Error } from "@s2kit/core";
import { createRestClient, type RestClient } from "@s2kit/rest";
import { type EmbeddedServer, type ServerTls, startServer } from "@s2kit/server";
import { expect } from "vitest";
import { createTransports } from "../../../src/index.js";
import { openAppendSession, openReadSession } from "../../../src/session-factory.js";
import type { StreamAddress } from "../../../src/stream-address.js";
import type { ConnectionOptions } from "../../../src/transport/connection-options.js";
import type { TransportName } from "../../../src/transport/transport.js";
import type { Transports } from "../../../src/transport/transports.js";
import { appendOnce } from "../../../src/unary/append-once.js";
import { checkTail } from "../../../src/unary/check-tail.js";

/** A file of the test certificates. */
export const pem = (name: string): string =>
  readFileSync(new URL(`../../../../../test/fixtures/tls/${name}.pem`, import.meta.url), "utf8");

export const CA: string = pem("ca");
export const SERVER_TLS: ServerTls = { cert: pem("server"), key: pem("server-key") };
const BASIN = "tls-tests";

/** A server with one stream, and what reaches it only by `connection`. */
export interface SecureWorld extends AsyncDisposable {
  readonly server: EmbeddedServer;
  readonly client: RestClient;
  readonly transports: Transports;
  readonly address: StreamAddress;
  append: (records: readonly AppendRecord[]) => Promise<unknown>;
  /** A plain request, an append session and a read session, by name: what each fails with. */
  failures(): Promise<Record<string, S2Error>>;
  /** How often anything was tried again. */
  readonly retries: number;
}

export interface SecureWorldOptions {
  readonly connection?: ConnectionOptions | undefined;
  /** Plain HTTP without it. */
  readonly tls?: ServerTls | undefined;
  readonly transport?: TransportName | undefined;
  readonly connectTimeoutMs?: number | undefined;
  /** The endpoint's host in place of the server's address. */
  readonly host?: string | undefined;
}

export async function startSecureWorld(options: SecureWorldOptions): Promise<SecureWorld> {
  const { connection, tls, transport, connectTimeoutMs, host = "127.0.0.1" } = options;
  const server = await startServer({ tls, basins: [{ name: BASIN, streams: [{ name: "s" }] }] });
  const transports = createTransports({ connection, transport, connectTimeoutMs });
  const url = server.url.replace("127.0.0.1", host);
  let retries = 0;
  const client = createRestClient({
    ...server.clientOptions(),
    endpoints: { account: url, basin: url },
    fetch: transports.fetch,
    retry: { minDelayMs: 1, maxDelayMs: 5 },
    logger: ({ level }) => {
      if (level === "warn") retries++;
    },
  });
  const address: StreamAddress = { basin: BASIN, stream: "s", encryptionKey: undefined, streamConfig: undefined };
  return {
    server,
    client,
    transports,
    address,
    append: (records) => appendOnce(client, address, checkBatch(records)),
    async failures() {
      const append = openAppendSession(client, transports, address);
      const read = openReadSession(client, transports, address);
      const [unary, appended, next] = await Promise.allSettled([
        checkTail(client, address),
        append.submit([{ body: "x" }]).then((ticket) => ticket.ack()),
        read[Symbol.asyncIterator]().next(),
      ]);
      return { unary: reasonOf(unary), append: reasonOf(appended), read: reasonOf(next) };
    },
    get retries() {
      return retries;
    },
    async [Symbol.asyncDispose]() {
      transports.abort();
      await server.close();
    },
  };
}

function reasonOf(outcome: PromiseSettledResult<unknown>): S2Error {
  if (outcome.status === "rejected" && S2Error.is(outcome.reason)) return outcome.reason;
  throw new Error("no S2Error", { cause: outcome });
}

/** Waits until no timer, server or socket keeps the process busy. Not by `expect.poll`, whose timers would be in the way. */
export async function quiet(): Promise<void> {
  const busy = (): string[] => process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|TLS/.test(name));
  for (let attempt = 0; attempt < 300 && busy().length > 0; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(busy()).toEqual([]);
}
