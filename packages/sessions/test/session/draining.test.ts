import { describe, expect, test } from "vitest";
import { supportsCompression } from "../../src/wire/compression.js";
import { numbered, startWorld, take } from "./harness.js";

const COMPRESSIONS = ["none", "gzip", ...(supportsCompression("zstd") ? (["zstd"] as const) : [])] as const;
const POLICIES = ["all", "noSideEffects"] as const;

describe.for(POLICIES.flatMap((appends) => COMPRESSIONS.map((compression) => [appends, compression] as const)))(
  "with the policy %s and compression %s",
  ([appends, compression]) => {
    test("64 batches over 8 in flight, of a server that drains halfway, are there once, in order, with one attempt", async () => {
      await using world = await startWorld({
        client: { compression, retry: { maxAttempts: 1, appends } },
      });
      const fault = world.server.faults.push({ on: "append-session", action: "drain", at: "before-commit", after: 32 });
      const session = world.append({ maxInflightBatches: 8 });
      const body = "x".repeat(2_000);
      const submitted = numbered(64).map((record) => session.submit([{ ...record, headers: [["padding", body]] }]));
      // Closed before anybody looks at a ticket.
      const tickets = await Promise.all(submitted);
      await session.close();
      expect(fault.injected).toBe(1);
      const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
      expect(acks.map(({ start }) => start.seqNum)).toEqual(numbered(64).map((_, index) => index));
      expect(await world.bodies()).toEqual(numbered(64).map(({ body }) => body));
    });
  },
);

describe("a server that drains before a session begins", () => {
  const ONCE = { retry: { maxAttempts: 1 } } as const;

  test("is left for another connection, without an attempt: an append", async () => {
    await using world = await startWorld({ client: ONCE });
    world.server.faults.push({ on: "append-session", action: "drain" });
    await using session = world.append();
    expect((await (await session.submit(numbered(1))).ack()).end.seqNum).toBe(1);
  });

  test("is left for another connection, without an attempt: a read", async () => {
    await using world = await startWorld({ client: ONCE });
    await world.fill(numbered(2));
    world.server.faults.push({ on: "read-session", action: "drain" });
    expect(await take(world.read(), 2)).toEqual(["0", "1"]);
  });
});
