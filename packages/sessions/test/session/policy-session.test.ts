import { UsageError } from "@s2kit/core";
import { describe, expect } from "vitest";
import type { PolicyAppendSessionOptions } from "../../src/append/append-options.js";
import { openPolicyAppendSession } from "../../src/session-factory.js";
import { test } from "./harness.js";

describe("an append session without exactly-once delivery", () => {
  test("appends like any other", async ({ world }) => {
    const session = openPolicyAppendSession(world.client, world.transports, world.address);
    const ticket = await session.submit([{ body: "a" }]);
    expect((await ticket.ack()).start.seqNum).toBe(0);
    await session.close();
    expect(await world.bodies()).toEqual(["a"]);
  });

  test.for([
    { delivery: "exactly-once" },
    { delivery: "twice" },
    { writerId: "w" },
    { startSeqNum: 3 },
    { onInterference: "rebase" },
  ])("refuses %j, which it cannot keep", (options, { world }) => {
    const open = (): unknown =>
      openPolicyAppendSession(world.client, world.transports, world.address, options as PolicyAppendSessionOptions);
    expect(open).toThrow(UsageError);
    expect(open).toThrow("openAppendSession");
  });
});
