import { startServer } from "@s2kit/server";
import { expect, test } from "vitest";
import { Storm } from "../../src/chaos/faults/storm.js";
import { SeededRandom } from "../../src/chaos/seeded-random.js";
import { startTcpProxy } from "../../src/tools/index.js";

const NO_LIMIT = { maxFaults: Number.POSITIVE_INFINITY, maxDurationMs: Number.POSITIVE_INFINITY };

test("a long storm that never had a fault of some kind says which", async () => {
  await using server = await startServer();
  const storm = new Storm({ proxies: [], script: server.faults }, NO_LIMIT, new SeededRandom(1));
  storm.struck.add("network: latency", 1_000);
  expect(storm.missing).toEqual([]);
  storm.struck.add("network: latency", 1_000);
  expect(storm.missing).toContain("ack lost");
  expect(storm.missing).toContain("network: black hole");
  expect(storm.missing).not.toContain("network: latency");
});

test("a storm over a real server is not blamed for faults that only a script can have", async () => {
  const storm = new Storm({ proxies: [], script: undefined }, NO_LIMIT, new SeededRandom(1));
  storm.struck.add("network: latency", 2_000);
  expect(storm.missing).toHaveLength(7);
  expect(storm.missing).not.toContain("ack lost");
});

test("a storm counts nothing while there is nothing to strike, and leaves a calm network and an empty script", async () => {
  await using server = await startServer();
  await using proxy = await startTcpProxy({ targetPort: server.port });
  const limits = { maxFaults: 1, maxDurationMs: 300 };
  const storm = new Storm({ proxies: [proxy], script: server.faults }, limits, new SeededRandom(1));
  await storm.run();
  expect([storm.struck.total, server.faults.pending]).toEqual([0, 0]);
  expect((await fetch(`${proxy.url}/health`)).status).toBe(200);
});
