import { FencingTokenMismatchError, SeqNumMismatchError, UsageError } from "@s2kit/core";
import { describe, expect } from "vitest";
import { errorOf, numbered, startWorld, test } from "./harness.js";

const BIG = { body: "x".repeat(900_000) };

describe("an append session", () => {
  test("acknowledges batches in order, with the positions that the service gave them", async ({ world }) => {
    await using session = world.append();
    const tickets = [];
    for (let batch = 0; batch < 50; batch++) tickets.push(await session.submit(numbered(3, batch * 3)));
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map((ack) => [ack.start.seqNum, ack.end.seqNum])).toEqual(
      acks.map((_, batch) => [batch * 3, batch * 3 + 3]),
    );
    expect(session.lastAck).toBe(acks.at(-1));
    expect(session.transport).toBe("http2");
    expect(await world.bodies()).toEqual(numbered(150).map(({ body }) => body));
  });

  test("opens no connection before the first batch and none for a session that is closed unused", async ({ world }) => {
    const session = world.append();
    await session.close();
    expect(session.state).toBe("closed");
    expect((await errorOf(session.submit(numbered(1)))).code).toBe("session_closed");
  });

  test("keeps the order of calls when submits wait for room", async ({ world }) => {
    await using session = world.append({ maxInflightBytes: 1_048_576, maxInflightBatches: 2 });
    const submits = Array.from({ length: 40 }, (_, index) =>
      session.submit([{ body: `${index} ${index % 3 === 0 ? "x".repeat(600_000) : ""}` }]),
    );
    expect(session.inflightBatches).toBeLessThanOrEqual(2);
    await Promise.all(submits);
    await session.flush();
    expect((await world.bodies()).map((body) => Number(body.split(" ")[0]))).toEqual(submits.map((_, index) => index));
  });

  test("gets acknowledgements while a loop of submits goes on, although there is room for all of it", async ({
    world,
  }) => {
    await using session = world.append();
    await (await session.submit(numbered(1))).ack();
    let ackedMeanwhile = 0;
    let going = true;
    for (let index = 0; index < 5000; index++) {
      const ticket = await session.submit(numbered(1));
      void ticket.ack().then(() => {
        if (going) ackedMeanwhile++;
      });
    }
    going = false;
    expect(ackedMeanwhile).toBeGreaterThan(0);
  });

  test("refuses a bad record before anything is sent and goes on working", async ({ world }) => {
    await using session = world.append();
    for (const timestamp of [1.5, -1, Number.NaN, 2 ** 53, -1n, new Date(Number.NaN)]) {
      const error = await errorOf(session.submit([{ body: "x", timestamp }]));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toContain("records[0].timestamp");
    }
    await (await session.submit(numbered(1))).ack();
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("rejects the batch whose condition fails and all behind it, those before it are acknowledged", async ({
    world,
  }) => {
    const session = world.append();
    const good = await session.submit(numbered(1), { matchSeqNum: 0 });
    const bad = await session.submit(numbered(1), { matchSeqNum: 7 });
    const behind = await session.submit(numbered(1));
    expect((await good.ack()).start.seqNum).toBe(0);
    const error = await errorOf(bad.ack());
    expect(error).toBeInstanceOf(SeqNumMismatchError);
    expect((error as SeqNumMismatchError).expectedSeqNum).toBe(1);
    expect([error.maybeApplied, error.retryable]).toEqual([false, false]);
    expect(await errorOf(behind.ack())).toBe(error);
    expect(await errorOf(session.submit(numbered(1)))).toBe(error);
    expect(await errorOf(session.flush())).toBe(error);
    expect(await errorOf(session.close())).toBe(error);
    expect([session.state, session.failure]).toEqual(["failed", error]);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("tells the current token when a fencing token does not match", async ({ world }) => {
    const session = world.append();
    await (await session.submit([{ headers: [["", "fence"]], body: "mine" }])).ack();
    const ticket = await session.submit(numbered(1), { fencingToken: "yours" });
    const error = await errorOf(ticket.ack());
    expect(error).toBeInstanceOf(FencingTokenMismatchError);
    expect((error as FencingTokenMismatchError).expectedFencingToken).toBe("mine");
  });

  test("leaving its scope throws the failure that nobody has seen, and only that", async ({ world }) => {
    const run = async (look: boolean): Promise<void> => {
      await using session = world.append();
      const ticket = await session.submit(numbered(1), { matchSeqNum: 99 });
      if (look) await errorOf(ticket.ack());
    };
    expect((await errorOf(run(false))).code).toBe("seq_num_mismatch");
    await run(true);
  });

  test("flush waits for everything submitted before it, those that still wait for room included", async ({ world }) => {
    await using session = world.append({ maxInflightBytes: 1_048_576 });
    const submits = Array.from({ length: 5 }, () => session.submit([BIG]));
    await session.flush();
    expect((await world.bodies()).length).toBe(5);
    await Promise.all(submits);
    await session.flush();
  });

  test("close wakes who waits for room, and drains what was taken on", async ({ world }) => {
    const session = world.append({ maxInflightBatches: 1 });
    const first = await session.submit(numbered(1));
    const waiting = session.submit(numbered(1, 1));
    const closing = session.close();
    const error = await errorOf(waiting);
    expect([error.code, error.maybeApplied]).toEqual(["session_closed", false]);
    await closing;
    expect((await first.ack()).end.seqNum).toBe(1);
    await session.close();
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("a submit that waits for room is withdrawn by its signal, and those behind it go on", async ({ world }) => {
    await using session = world.append({ maxInflightBatches: 1 });
    await session.submit([{ body: "0" }]);
    const stop = new AbortController();
    const withdrawn = session.submit([{ body: "withdrawn" }], { signal: stop.signal });
    const behind = session.submit([{ body: "1" }]);
    stop.abort("changed my mind");
    await expect(withdrawn).rejects.toBe("changed my mind");
    await (await behind).ack();
    expect(await world.bodies()).toEqual(["0", "1"]);
  });

  test("reserve keeps room that can be used or given back", async ({ world }) => {
    await using session = world.append({ maxInflightBatches: 2 });
    const used = await session.reserve(1000);
    const returned = await session.reserve(1000);
    expect(session.inflightBatches).toBe(2);
    expect(session.trySubmit(numbered(1))).toBeUndefined();
    returned.release();
    returned.release();
    await (await session.submit([{ body: "first" }])).ack();
    await used.submit([{ body: "second" }]).ack();
    expect(() => used.submit(numbered(1))).toThrow(UsageError);
    expect(session.inflightBatches).toBe(0);
    expect(await world.bodies()).toEqual(["first", "second"]);
  });

  test("submitAll cuts any number of records into batches and keeps their order", async ({ world }) => {
    await using session = world.append();
    const tickets = await session.submitAll(numbered(2500));
    expect(tickets).toHaveLength(3);
    await session.flush();
    expect(await world.bodies()).toEqual(numbered(2500).map(({ body }) => body));
  });

  test("acks gives every acknowledgement in order and ends with the session", async ({ world }) => {
    const session = world.append();
    const starts: number[] = [];
    const listening = (async () => {
      for await (const ack of session.acks()) starts.push(ack.start.seqNum);
    })();
    for (let batch = 0; batch < 5; batch++) await session.submit(numbered(2));
    await session.close();
    await listening;
    expect(starts).toEqual([0, 2, 4, 6, 8]);
  });

  test("is a Web stream of batches that closes and aborts it", async ({ world }) => {
    const session = world.append();
    const writer = session.toWritableStream().getWriter();
    for (let batch = 0; batch < 3; batch++) await writer.write(numbered(2, batch * 2));
    await writer.close();
    expect(session.state).toBe("closed");
    expect(await world.bodies()).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  test("abort drops everything at once and says what is unknown", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "silence", at: "before-commit" });
    const session = world.append();
    const ticket = await session.submit(numbered(1));
    await fault.struck;
    expect(session.abort()).toEqual({ unknown: 1, notApplied: 0 });
    const error = await errorOf(ticket.ack());
    expect([error.code, error.maybeApplied]).toEqual(["session_closed", true]);
    expect(session.abort()).toEqual({ unknown: 0, notApplied: 0 });
  });

  test("a signal aborts it with its reason: nothing is sent again", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "silence", at: "after-commit" });
    const stop = new AbortController();
    const session = world.append({ signal: stop.signal });
    const ticket = await session.submit(numbered(1));
    await fault.struck;
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(ticket.ack()).rejects.toBe(reason);
    await expect(session.submit(numbered(1))).rejects.toBe(reason);
    expect(ticket.maybeApplied).toBe(true);
    expect(await world.bodies()).toEqual(["0"]);
  });
});

describe("when the network or the service fails", () => {
  test("a lost acknowledgement is noticed by its time-out and the batch goes out again", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "silence", at: "after-commit" });
    await using session = world.append({ ackTimeoutMs: 100 });
    const ack = await (await session.submit(numbered(1))).ack();
    // Policy all: it was applied before, and is there twice.
    expect(ack.start.seqNum).toBe(1);
    expect(await world.bodies()).toEqual(["0", "0"]);
  });

  test("under noSideEffects what may have been applied is not sent again", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "drop-connection", at: "after-commit" });
    const session = world.append({ retry: { appends: "noSideEffects" } });
    const ticket = await session.submit(numbered(1));
    const error = await errorOf(ticket.ack());
    expect([error.code, error.maybeApplied]).toEqual(["connection_lost", true]);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test.for([
    ["503 without a body", { status: 503 }],
    ["500 with a body", { status: 500, body: { code: "storage", message: "disk" } }],
    [
      "429 with retry-after-ms",
      { status: 429, body: { code: "rate_limited", message: "" }, headers: { "retry-after-ms": "1" } },
    ],
    ["502 with an HTML body", { status: 502, body: "<html>bad gateway</html>" }],
  ] as const)("%s before the session opens is retried", async ([, answer], { world }) => {
    world.server.faults.push({ on: "append-session", action: "respond", ...answer });
    await using session = world.append();
    expect((await (await session.submit(numbered(1))).ack()).start.seqNum).toBe(0);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("403 without a body is final and settles every ticket", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "respond", status: 403, count: Number.POSITIVE_INFINITY });
    const session = world.append();
    const tickets = [await session.submit(numbered(1)), await session.submit(numbered(1))];
    const errors = await Promise.all(tickets.map((ticket) => errorOf(ticket.ack())));
    expect(errors.map((error) => [error.code, error.status])).toEqual([
      ["http_error", 403],
      ["http_error", 403],
    ]);
    await expect(session.close()).rejects.toBe(session.failure);
  });

  test("an acknowledgement with timestamps beyond 2^53 is taken as it is: nothing is written twice", async () => {
    const timestamp = 1_700_000_000_000_000_001n;
    await using world = await startWorld({ streamConfig: { timestamping: { uncapped: true } } });
    await using session = world.append();
    const ack = await (await session.submit([{ body: "ns", timestamp }])).ack();
    expect(ack.start.timestampBig).toBe(timestamp);
    expect(() => ack.start.timestamp).toThrow(expect.objectContaining({ code: "inexact_number" }));
    expect(await world.bodies()).toEqual(["ns"]);
  });

  test("a corrupt acknowledgement is never retried", async ({ world }) => {
    world.server.faults.push({
      on: "append-session",
      action: "replace-frame",
      bytes: new Uint8Array([0, 0, 4, 0, 0x0a, 0x7f, 0x01]),
    });
    const session = world.append();
    const error = await errorOf((await session.submit(numbered(1))).ack());
    expect([error.code, error.maybeApplied, error.retryable]).toEqual(["protocol_error", true, false]);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("acknowledgements before a terminal frame count", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "respond", status: 503, at: "before-commit", after: 3 });
    await using session = world.append();
    const tickets = [];
    for (let batch = 0; batch < 6; batch++) tickets.push(await session.submit(numbered(1, batch)));
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map((ack) => ack.start.seqNum)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await world.bodies()).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  test("a truncated acknowledgement and a clean end are a failure, not an end", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "end", at: "mid-frame" });
    await using session = world.append();
    await (await session.submit(numbered(1))).ack();
    expect((await world.bodies()).length).toBe(2);
  });

  test("reconnect advice moves the session to another connection, each batch once", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "advise-reconnect" });
    await using session = world.append({ retry: "never" });
    for (let batch = 0; batch < 20; batch++) await session.submit(numbered(1, batch));
    await session.flush();
    expect(fault.injected).toBe(1);
    expect(await world.bodies()).toEqual(numbered(20).map(({ body }) => body));
  });

  test("a server that drains for ever is asked a bounded number of times", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "drain", count: Number.POSITIVE_INFINITY });
    const session = world.append({ retry: { maxAttempts: 3 } });
    const error = await errorOf((await session.submit(numbered(1))).ack());
    expect([error.code, error.maybeApplied]).toEqual(["server_draining", false]);
    expect(fault.injected).toBe(4);
  });
});

describe("exactly once", () => {
  test.for(["drop-connection", "silence", "reset-stream"] as const)(
    "%s after the commit: the batch is found on the stream and acknowledged",
    async (action, { world }) => {
      await world.fill(numbered(3));
      world.server.faults.push({ on: "append-session", action, at: "after-commit", after: 2 });
      await using session = world.append({ delivery: "exactly-once", ackTimeoutMs: 200 });
      const tickets = [];
      for (let batch = 0; batch < 10; batch++) tickets.push(await session.submit(numbered(2, 3 + batch * 2)));
      const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
      expect(acks.map((ack) => ack.start.seqNum)).toEqual(acks.map((_, batch) => 3 + batch * 2));
      expect(await world.bodies()).toEqual(numbered(23).map(({ body }) => body));
    },
  );

  test("another writer in between: the batch and those behind it are certainly not applied", async ({ world }) => {
    const session = world.append({ delivery: "exactly-once" });
    await (await session.submit([{ body: "ours" }])).ack();
    await world.fill([{ body: "theirs" }]);
    const error = await errorOf((await session.submit([{ body: "ours too" }])).ack());
    expect(error).toMatchObject({ code: "interference", position: 1, tail: 2, maybeApplied: false });
    expect(await world.bodies()).toEqual(["ours", "theirs"]);
  });

  test("rebase goes on behind the other writer", async ({ world }) => {
    await using session = world.append({ delivery: "exactly-once", onInterference: "rebase" });
    await (await session.submit([{ body: "1" }])).ack();
    await world.fill([{ body: "theirs" }]);
    const tickets = [await session.submit([{ body: "2" }]), await session.submit([{ body: "3" }])];
    expect((await (tickets[1] as (typeof tickets)[0]).ack()).start.seqNum).toBe(3);
    expect(await world.bodies()).toEqual(["1", "theirs", "2", "3"]);
  });

  test("a ticket names the place of its batch also after it was acknowledged", async ({ world }) => {
    await world.fill(numbered(3));
    await using session = world.append({ delivery: "exactly-once" });
    const ticket = await session.submit(numbered(1));
    expect((await ticket.ack()).start.seqNum).toBe(3);
    expect(ticket.pinnedTo).toBe(3);
  });

  test("refuses a matchSeqNum of the caller's", async ({ world }) => {
    await using session = world.append({ delivery: "exactly-once" });
    expect((await errorOf(session.submit(numbered(1), { matchSeqNum: 0 }))).message).toContain("matchSeqNum");
  });
});
