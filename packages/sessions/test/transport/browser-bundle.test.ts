import type { createRestClient } from "@s2kit/rest";
import { beforeAll, describe, expect } from "vitest";
import type { createTransports, openAppendSession, openReadSession } from "../../src/index.js";
import { bundleForBrowser, runAsBrowser } from "./support/browser-bundle.js";
import { numbered, test } from "./support/world.js";

interface Bundle {
  readonly createRestClient: typeof createRestClient;
  readonly createTransports: typeof createTransports;
  readonly openAppendSession: typeof openAppendSession;
  readonly openReadSession: typeof openReadSession;
}

describe("what a browser gets", () => {
  let chunk: Awaited<ReturnType<typeof bundleForBrowser>>;

  beforeAll(async () => {
    chunk = await bundleForBrowser("sessions");
  });

  test("imports nothing that is not in the bundle, no module of Node's above all", () => {
    expect([...chunk.imports, ...chunk.dynamicImports]).toEqual([]);
    expect(chunk.code).not.toMatch(/(?:from|import|require)\s*\(?\s*["']node:/);
  });

  test("appends and reads where there is nothing but the web platform", async ({ world }) => {
    const bundle = runAsBrowser<Bundle>(chunk, "sessions");
    const client = bundle.createRestClient({ ...world.server.clientOptions(), retry: { maxAttempts: 1 } });
    const transports = bundle.createTransports();
    const appending = bundle.openAppendSession(client, transports, world.address);
    for (let index = 0; index < 5; index++) await appending.submit(numbered(2, index * 2));
    await appending.close();
    const reading = bundle.openReadSession(client, transports, world.address, { count: 10 });
    const bodies: string[] = [];
    for await (const record of reading) bodies.push(record.text());
    expect(bodies).toEqual(numbered(10).map(({ body }) => body));
    expect([appending.transport, reading.transport]).toEqual(["fetch", "sse"]);
  });
});
