import { randomBytes } from "node:crypto";
import type { Fault } from "@s2kit/server";
import { describe, expect } from "vitest";
import { openAppendSession, openReadSession } from "../../src/session-factory.js";
import { ReadRecorder } from "./support/recorder.js";
import { startRelay } from "./support/relay.js";
import { APPENDS, numbered, READS, startWorld, test, type Way } from "./support/world.js";

const readTarget = (way: Way): "sse" | "read-session" => (way === "sse" ? "sse" : "read-session");
const appendTarget = (way: Way): "append" | "append-session" => (way === "unary" ? "append" : "append-session");

/** Cuts in every place, one after the other, as requests come. */
function cutEverywhere(on: Fault["on"], places: readonly Fault["at"][], rounds: number): Fault[] {
  return Array.from({ length: rounds }, (_, round) =>
    places.map((at, index): Fault => {
      const atByte = 1 + ((round * 7 + index * 13) % 40);
      return {
        on,
        at,
        action: "drop-connection",
        after: round % 3,
        ...(at === "mid-frame" ? { atByte } : {}),
      } as Fault;
    }),
  ).flat();
}

describe.each(READS)("a read session over %s", (way) => {
  test("says what carries it", async ({ world }) => {
    await using session = openReadSession(world.client, world.transports(way), world.address);
    expect(session.transport).toBe(way === "fetch over h2" ? "fetch" : way);
  });

  test("delivers every record once and in order, wherever the connection is cut", async ({ world }) => {
    const places = ["before-headers", "after-headers", "before-frame", "mid-frame", "after-frame"] as const;
    const faults = cutEverywhere(readTarget(way), places, 6).map((fault) => world.server.faults.push(fault));
    const session = openReadSession(world.client, world.transports(way), world.address, { retry: "forever" });
    const expected = numbered(400);
    const bodies: string[] = [];
    const reading = (async () => {
      for await (const record of session) {
        bodies.push(record.text());
        if (bodies.length === expected.length) break;
      }
    })();
    for (let start = 0; start < expected.length; start += 10) await world.fill(expected.slice(start, start + 10));
    await reading;
    expect(bodies).toEqual(expected.map(({ body }) => body));
    expect(session.position).toBe(expected.length);
    expect(faults.reduce((sum, { injected }) => sum + injected, 0)).toBeGreaterThan(10);
  });

  test("keeps its bounds over reconnects", async ({ world }) => {
    await world.fill(numbered(3000));
    world.server.faults.push({ on: readTarget(way), at: "after-frame", action: "drop-connection", count: 2 });
    const session = openReadSession(world.client, world.transports(way), world.address, {
      from: { seqNum: 5 },
      count: 2500,
    });
    const seqNums: number[] = [];
    for await (const { seqNum } of session) seqNums.push(seqNum);
    expect(seqNums).toEqual(Array.from({ length: 2500 }, (_, index) => index + 5));
  });

  test("a consumer that stops stops the server, and goes on where it was", { timeout: 60_000 }, async ({ world }) => {
    const megabytes = 100;
    const body = randomBytes(1_000_000);
    for (let index = 0; index < megabytes; index++) await world.fill([{ body }]);
    await using relay = await startRelay(world.server.port);
    await using relayed = await startWorld({ client: { endpoints: relay.url } });
    const transports = relayed.transports(way);

    const told = new ReadRecorder();
    const connection = transports.read(relayed.client, world.address).connect(
      { start: { seqNum: 0 }, clamp: false, count: undefined, bytes: undefined, until: undefined, wait: undefined },
      {
        connected: () => told.connected(),
        opened: () => told.opened(),
        batch: (batch, advised) => {
          if (told.batches.length === 0) connection.pause();
          told.batch(batch, advised);
        },
        ended: () => told.ended(),
        failed: (error) => told.failed(error),
      },
    );
    // The first batch pauses it; on a busy machine it may come long after the first bytes.
    await told.until(() => told.batches.length > 0);
    await relay.quiet();
    // Buffers of both ends and of the kernel included.
    expect(relay.bytesFromServer).toBeLessThan(40_000_000);
    expect(told.heldBytes).toBeLessThan(3_000_000);
    connection.resume();
    await told.until(() => told.count >= 20);
    expect(told.batches.slice(0, 20).map(({ firstSeqNum }) => firstSeqNum)).toEqual([...Array(20).keys()]);
    connection.cancel();
  });

  test("a session whose consumer stops holds what it says, and its request ends with it", { timeout: 60_000 }, async ({
    world,
  }) => {
    const body = randomBytes(100_000);
    for (let index = 0; index < 60; index++) await world.fill(Array.from({ length: 5 }, () => ({ body })));
    await using relay = await startRelay(world.server.port);
    await using relayed = await startWorld({ client: { endpoints: relay.url } });
    const session = openReadSession(relayed.client, relayed.transports(way), world.address, {
      maxBufferedBytes: 200_000,
    });
    for await (const record of session) {
      expect(record.seqNum).toBe(0);
      await relay.quiet();
      expect(relay.bytesFromServer).toBeLessThan(25_000_000);
      break;
    }
    expect(session.state).toBe("closed");
    // Connections of HTTP/2 are there for other requests too.
    if (way === "fetch" || way === "sse") await expect.poll(() => relay.open).toBe(0);
  });
});

describe.each(APPENDS)("an append session over %s", (way) => {
  test("says what carries it", async ({ world }) => {
    await using session = openAppendSession(world.client, world.transports(way), world.address);
    expect(session.transport).toBe(way === "http2" ? "http2" : "fetch");
  });

  test("writes every batch exactly once and in order, wherever the connection is cut", async ({ world }) => {
    const places = ["before-headers", "before-commit", "after-commit", "mid-frame", "after-frame"] as const;
    const faults = cutEverywhere(appendTarget(way), places, 6).map((fault) => world.server.faults.push(fault));
    const session = openAppendSession(world.client, world.transports(way), world.address, {
      delivery: "exactly-once",
      retry: { maxAttempts: 50 },
    });
    const expected = numbered(300);
    const tickets = [];
    for (let start = 0; start < expected.length; start += 3) {
      tickets.push(await session.submit(expected.slice(start, start + 3)));
      if (start % 30 === 0) await session.flush();
    }
    await session.close();
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map((ack) => ack.start.seqNum)).toEqual(acks.map((_, index) => index * 3));
    expect(await world.bodies()).toEqual(expected.map(({ body }) => body));
    expect(faults.reduce((sum, { injected }) => sum + injected, 0)).toBeGreaterThan(10);
  });

  test("does not write again what may be on the stream, when the policy forbids it", async ({ world }) => {
    world.server.faults.push({ on: appendTarget(way), at: "after-commit", after: 1, action: "drop-connection" });
    const session = openAppendSession(world.client, world.transports(way), world.address, {
      retry: { appends: "noSideEffects" },
    });
    await (await session.submit(numbered(1))).ack();
    const ticket = await session.submit(numbered(1, 1));
    await expect(ticket.ack()).rejects.toMatchObject({ code: "connection_lost", maybeApplied: true });
    expect(await world.bodies()).toEqual(["0", "1"]);
  });

  test("writes again what was certainly refused", async ({ world }) => {
    const body = { code: "rate_limited", message: "slow down" };
    world.server.faults.push({
      on: appendTarget(way),
      action: "respond",
      status: 429,
      headers: { "retry-after-ms": "1" },
      body,
      count: 2,
    });
    await using session = openAppendSession(world.client, world.transports(way), world.address, {
      retry: { appends: "noSideEffects", maxAttempts: 3 },
    });
    await (await session.submit(numbered(1))).ack();
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("drains what was taken on when it is closed", async ({ world }) => {
    const session = openAppendSession(world.client, world.transports(way), world.address);
    for (let index = 0; index < 30; index++) await session.submit(numbered(1, index));
    await session.close();
    expect(await world.bodies()).toEqual(numbered(30).map(({ body }) => body));
  });

  test("gives up a server that is silent, and what waits is rejected as open", async ({ world }) => {
    world.server.faults.push({ on: appendTarget(way), at: "before-commit", action: "silence", count: 5 });
    const session = openAppendSession(world.client, world.transports(way), world.address, {
      ackTimeoutMs: 50,
      retry: { maxAttempts: 2 },
    });
    const ticket = await session.submit(numbered(1));
    await expect(ticket.ack()).rejects.toMatchObject({ code: "timeout", maybeApplied: true });
  });
});
