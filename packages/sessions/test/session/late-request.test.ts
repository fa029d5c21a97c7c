import { AppendRecord } from "@s2kit/core";
import { describe, expect } from "vitest";
import { openAppendSession } from "../../src/session-factory.js";
import { type StrandingRelay, startStrandingRelay } from "../transport/support/stranding-relay.js";
import { test, type World } from "../transport/support/world.js";
import { errorOf } from "./harness.js";
import { STRANDED_WAYS, type StrandedWay, start, strand } from "./stranded-session.js";

/** Lets what was taken for dead arrive, and waits until the service has dealt with it. */
async function land(relay: StrandingRelay, world: World, way: StrandedWay): Promise<void> {
  // The service answers a request that it refuses, or ends it: an append by another way comes behind it.
  const on = way === "unary" ? "append" : "append-session";
  const seen = world.server.faults.push({ on, action: "delay", delayMs: 0, at: "before-commit" });
  relay.land();
  await seen.struck;
}

describe.each(STRANDED_WAYS)("over %s, a request that was taken for dead and lands later", (way) => {
  test("is written a second time without exactly-once, which shows that it does land", async ({ world }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, {});
    const ticket = await strand(session, relay, "ours");
    expect((await ticket.ack()).start.seqNum).toBe(1);
    relay.land();
    await expect.poll(() => world.bodies()).toEqual(["first", "ours", "ours"]);
    session.abort();
  });

  test("after its resend was acknowledged is refused by its pin", async ({ world }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once" });
    const ticket = await strand(session, relay, "ours");
    expect((await ticket.ack()).start.seqNum).toBe(1);
    await land(relay, world, way);
    await (await session.submit([{ body: "next" }])).ack();
    await session.close();
    expect(await world.bodies()).toEqual(["first", "ours", "next"]);
  });

  test("before its resend is found on the stream and acknowledged", async ({ world }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once" });
    const ticket = await strand(session, relay, "ours", true);
    relay.land();
    await expect.poll(() => world.bodies()).toEqual(["first", "ours"]);
    relay.pass();
    expect((await ticket.ack()).start.seqNum).toBe(1);
    await (await session.submit([{ body: "next" }])).ack();
    await session.close();
    expect(await world.bodies()).toEqual(["first", "ours", "next"]);
  });

  test("after the look that found another writer there is refused: not applied was true", async ({ world }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once" });
    const ticket = await strand(session, relay, "ours", true);
    await world.fill([{ body: "theirs" }]);
    relay.pass();
    const error = await errorOf(ticket.ack());
    expect(error).toMatchObject({ code: "interference", position: 1, tail: 2, maybeApplied: false });
    await land(relay, world, way);
    await world.fill([{ body: "later" }]);
    expect(await world.bodies()).toEqual(["first", "theirs", "later"]);
  });

  test("after the look that found another fencing token is refused: not applied was true, of all batches", async ({
    world,
  }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once" });
    relay.hold();
    const tickets = [
      await session.submit([{ body: "ours" }], { fencingToken: "" }),
      await session.submit([{ body: "too" }], { fencingToken: "" }),
    ];
    await expect.poll(() => relay.heldBytes).toBeGreaterThan(0);
    relay.strand(true);
    await world.fill([AppendRecord.fence("theirs")]);
    relay.pass();
    for (const ticket of tickets) {
      expect(await errorOf(ticket.ack())).toMatchObject({ code: "fencing_token_mismatch", maybeApplied: false });
    }
    await land(relay, world, way);
    await world.fill([{ body: "later" }]);
    expect(await world.bodies()).toEqual(["first", "theirs", "later"]);
  });

  test("after it was put behind another writer's records is refused at its old place", async ({ world }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once", onInterference: "rebase" });
    const ticket = await strand(session, relay, "ours", true);
    await world.fill([{ body: "theirs" }]);
    relay.pass();
    expect((await ticket.ack()).start.seqNum).toBe(2);
    await land(relay, world, way);
    await (await session.submit([{ body: "next" }])).ack();
    await session.close();
    expect(await world.bodies()).toEqual(["first", "theirs", "ours", "next"]);
  });

  test("after the session gave up: its ticket names the place, where the same batch can be sent again", async ({
    world,
  }) => {
    await using relay = await startStrandingRelay(world.server.port);
    const session = await start(world, relay, way, { delivery: "exactly-once", retry: "never" });
    const ticket = await strand(session, relay, "ours");
    expect(await errorOf(ticket.ack())).toMatchObject({ code: "connection_lost", maybeApplied: true });
    expect(ticket.pinnedTo).toBe(1);
    const again = openAppendSession(world.client, world.transports(way), world.address, {
      delivery: "exactly-once",
      startSeqNum: ticket.pinnedTo,
    });
    expect((await (await again.submit([{ body: "ours" }])).ack()).start.seqNum).toBe(1);
    await land(relay, world, way);
    await again.close();
    expect(await world.bodies()).toEqual(["first", "ours"]);
  });
});
