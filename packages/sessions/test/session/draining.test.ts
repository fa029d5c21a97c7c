import { describe, expect, test } from "vitest";
import { numbered, startWorld, take } from "./harness.js";

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
