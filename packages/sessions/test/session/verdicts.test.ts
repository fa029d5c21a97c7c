import { S2Error } from "@s2kit/core";
import { describe, expect } from "vitest";
import { openAppendSession } from "../../src/session-factory.js";
import { APPENDS, test as transportTest } from "../transport/support/world.js";
import { errorOf, numbered, test } from "./harness.js";

describe("what an append session says of what it does not know", () => {
  test("aborted with a reason, the batch that was sent is unknown, and so says its error", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "silence", at: "after-commit" });
    const session = world.append();
    const ticket = await session.submit(numbered(1));
    await fault.struck;
    const reason = new Error("enough");
    expect(session.abort(reason)).toEqual({ unknown: 1, notApplied: 0 });
    const error = await errorOf(ticket.ack());
    expect([error.code, error.maybeApplied, error.cause]).toEqual(["session_closed", true, reason]);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("after a failure flush and close tell of what may be there, and a new batch is certainly not", async ({
    world,
  }) => {
    world.server.faults.push({ on: "append-session", action: "drop-connection", at: "after-commit" });
    const session = world.append({ retry: { appends: "noSideEffects" } });
    const ticket = await session.submit(numbered(1));
    expect((await errorOf(ticket.ack())).maybeApplied).toBe(true);
    expect((await errorOf(session.flush())).maybeApplied).toBe(true);
    expect((await errorOf(session.close())).maybeApplied).toBe(true);
    const late = await errorOf(session.submit(numbered(1)));
    expect([late.code, late.maybeApplied]).toEqual(["connection_lost", false]);
    expect(() => session.trySubmit(numbered(1))).toThrow(expect.objectContaining({ maybeApplied: false }));
  });

  test("a final error after an attempt that may have been applied says so everywhere", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "drop-connection", at: "after-commit" });
    const body = { code: "permission_denied", message: "not any more" };
    world.server.faults.push({ on: "append-session", action: "respond", status: 403, body, after: 1 });
    const session = world.append();
    const ticket = await session.submit(numbered(1));
    const error = await errorOf(ticket.ack());
    expect([error.code, error.maybeApplied]).toEqual(["permission_denied", true]);
    expect(await errorOf(session.close())).toMatchObject({ code: "permission_denied", maybeApplied: true });
  });

  test("a reason of the caller's is passed on unchanged, even if it is an S2Error", async ({ world }) => {
    const stop = new AbortController();
    const session = world.append({ signal: stop.signal });
    const reason = new S2Error("elsewhere", { code: "connection_lost", maybeApplied: true });
    stop.abort(reason);
    await expect(session.submit(numbered(1))).rejects.toBe(reason);
    await expect(session.close()).rejects.toBe(reason);
    const late = world.append({ signal: stop.signal });
    await expect(late.submit(numbered(1))).rejects.toBe(reason);
    expect(late.state).toBe("failed");
  });
});

describe("leaving the scope of an append session", () => {
  test("says nothing of the caller's own abort", async ({ world }) => {
    await using session = world.append();
    await session.submit(numbered(1));
    session.abort();
  });

  test("says nothing of a failure that a ticket told of meanwhile", async ({ world }) => {
    const told: Promise<S2Error>[] = [];
    {
      await using session = world.append();
      const ticket = await session.submit(numbered(1), { matchSeqNum: 99 });
      told.push(errorOf(ticket.ack()));
    }
    expect((await told[0])?.code).toBe("seq_num_mismatch");
  });
});

describe.each(APPENDS)("over %s", (way) => {
  transportTest("what certainly never left is not said to be maybe applied", async ({ world }) => {
    const on = way === "unary" ? "append" : "append-session";
    const fault = world.server.faults.push({ on, action: "drop-connection", at: "after-commit" });
    const session = openAppendSession(world.client, world.transports(way), world.address, {
      retry: { appends: "noSideEffects" },
    });
    const tickets = [];
    for (let batch = 0; batch < 4; batch++) tickets.push(await session.submit(numbered(1, batch)));
    await fault.struck;
    const verdicts = (await Promise.all(tickets.map((ticket) => errorOf(ticket.ack())))).map(
      ({ maybeApplied }) => maybeApplied,
    );
    // Side by side all of them have left; one at a time only the oldest.
    expect(verdicts).toEqual(way === "unary" ? [true, false, false, false] : [true, true, true, true]);
  });

  transportTest("dropped while its token is being asked for, nothing has left", async ({ world }) => {
    const session = openAppendSession(world.client, world.transports(way), world.address);
    const ticket = await session.submit(numbered(1));
    expect(session.abort()).toEqual({ unknown: 0, notApplied: 1 });
    expect((await errorOf(ticket.ack())).maybeApplied).toBe(false);
    expect(await world.bodies()).toEqual([]);
  });
});
