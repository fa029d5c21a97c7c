import { describe, expect } from "vitest";
import { createTransports } from "../../src/index.js";
import { openAppendSession, openReadSession } from "../../src/session-factory.js";
import { APPENDS, numbered, READS, test } from "../transport/support/world.js";
import { errorOf } from "./harness.js";

const CLOSED = { code: "session_closed", retryable: false };

describe.each(READS)("closing the transports of a read over %s", (way) => {
  test.for(["close", "abort"] as const)(
    "%s in the middle of a bounded read: it rejects, and does not end as if all were read",
    async (verb, { world }) => {
      await world.fill(numbered(3));
      const transports = world.transports(way);
      const session = openReadSession(world.client, transports, world.address, { count: 100, waitSecs: 60 });
      const iterator = session[Symbol.asyncIterator]();
      for (let count = 0; count < 3; count++) await iterator.next();
      const waiting = iterator.next();
      const caughtUp = session.caughtUp();
      caughtUp.catch(() => undefined);
      await transports[verb]();
      expect(await errorOf(waiting)).toMatchObject({ ...CLOSED, maybeApplied: false });
      expect([session.position, session.state]).toEqual([3, "closed"]);
      await transports[verb]();
    },
  );

  test("a read that nobody waits on rejects the next call, also in the middle of a batch", async ({ world }) => {
    await world.fill(numbered(1500));
    const transports = world.transports(way);
    const session = openReadSession(world.client, transports, world.address);
    const iterator = session[Symbol.asyncIterator]();
    await iterator.next();
    transports.abort();
    expect(await errorOf(iterator.next())).toMatchObject(CLOSED);
    expect(session.position).toBe(1);
  });

  test("a read that has arrived in full is handed out to its end", async ({ world }) => {
    await world.fill(numbered(5));
    const transports = world.transports(way);
    const session = openReadSession(world.client, transports, world.address, { count: 5 });
    const iterator = session[Symbol.asyncIterator]();
    await iterator.next();
    await expect.poll(() => session.state).toBe("ended");
    await transports.close();
    const rest: (string | undefined)[] = [];
    for (let count = 0; count < 5; count++) rest.push((await iterator.next()).value?.text());
    expect(rest).toEqual(["1", "2", "3", "4", undefined]);
  });

  test("a read in its pause before the next try ends at once", async ({ world }) => {
    const on = way === "sse" ? "sse" : "read-session";
    const headers = { "retry-after": "60" };
    const fault = world.server.faults.push({ on, action: "respond", status: 503, headers, count: 9 });
    const transports = world.transports(way);
    const session = openReadSession(world.client, transports, world.address, { retry: "forever" });
    const waiting = session[Symbol.asyncIterator]().next();
    await fault.struck;
    await transports.close();
    expect(await errorOf(waiting)).toMatchObject(CLOSED);
  });
});

describe.each(APPENDS)("closing the transports of an append session over %s", (way) => {
  const on = way === "unary" ? "append" : "append-session";

  test("close sends what was taken on, and takes nothing more", async ({ world }) => {
    const transports = world.transports(way);
    const session = openAppendSession(world.client, transports, world.address);
    const tickets = [];
    for (let batch = 0; batch < 20; batch++) tickets.push(await session.submit(numbered(1, batch)));
    const closed = transports.close();
    expect((await errorOf(session.submit(numbered(1)))).code).toBe("session_closed");
    await closed;
    expect(tickets.map(({ state }) => state)).toEqual(tickets.map(() => "acked"));
    expect(session.state).toBe("closed");
    expect(await world.bodies()).toEqual(numbered(20).map(({ body }) => body));
  });

  test("close goes on trying while the connection is cut", async ({ world }) => {
    world.server.faults.push({ on, action: "drop-connection", at: "before-commit", count: 2 });
    const transports = world.transports(way);
    const session = openAppendSession(world.client, transports, world.address);
    await session.submit(numbered(1));
    await transports.close();
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("close rejects with a failure that nobody has seen, and with no other", async ({ world }) => {
    const run = async (look: boolean): Promise<void> => {
      const transports = world.transports(way);
      const session = openAppendSession(world.client, transports, world.address);
      const ticket = await session.submit(numbered(1), { matchSeqNum: 99 });
      if (look) await errorOf(ticket.ack());
      await transports.close();
    };
    expect((await errorOf(run(false))).code).toBe("seq_num_mismatch");
    await run(true);
  });

  test("abort rejects what was sent as maybe applied, and leaves nothing open", async ({ world }) => {
    const fault = world.server.faults.push({ on, action: "silence", at: "after-commit" });
    const transports = world.transports(way);
    const session = openAppendSession(world.client, transports, world.address);
    const ticket = await session.submit(numbered(1));
    await fault.struck;
    transports.abort();
    expect(await errorOf(ticket.ack())).toMatchObject({ ...CLOSED, maybeApplied: true });
    expect(await errorOf(session.close())).toMatchObject({ ...CLOSED, maybeApplied: true });
    expect(await errorOf(session.submit(numbered(1)))).toMatchObject({ ...CLOSED, maybeApplied: false });
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("abort ends a close that waits for a silent service", async ({ world }) => {
    const fault = world.server.faults.push({ on, action: "silence", at: "before-commit", count: 9 });
    const transports = world.transports(way);
    const session = openAppendSession(world.client, transports, world.address, { ackTimeoutMs: 600_000 });
    const ticket = await session.submit(numbered(1));
    await fault.struck;
    const closed = transports.close();
    transports.abort();
    expect(await errorOf(closed)).toMatchObject({ ...CLOSED, maybeApplied: true });
    expect(ticket.maybeApplied).toBe(true);
  });

  test("what is closed is closed for good: no session opens, and an idle one sends nothing", async ({ world }) => {
    const transports = world.transports(way);
    const idle = openAppendSession(world.client, transports, world.address);
    await transports.close();
    expect(await errorOf(idle.submit(numbered(1)))).toMatchObject({ ...CLOSED, maybeApplied: false });
    for (const open of [openAppendSession, openReadSession]) {
      expect(() => open(world.client, transports, world.address)).toThrow(expect.objectContaining(CLOSED));
    }
    expect(await world.bodies()).toEqual([]);
  });
});

describe("the sessions of transports", () => {
  test("are forgotten when they are over: no more are kept than are open, and some", async ({ world }) => {
    const transports = createTransports();
    for (let index = 0; index < 500; index++) {
      await openAppendSession(world.client, transports, world.address).close();
    }
    expect(transports.sessions.size).toBeLessThanOrEqual(64);
    await transports.close();
  });
});
