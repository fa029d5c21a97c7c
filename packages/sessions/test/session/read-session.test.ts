import { AppendRecord, checkBatch, RangeNotSatisfiableError, SessionClosedError, UsageError } from "@s2kit/core";
import { describe, expect } from "vitest";
import { appendOnce } from "../../src/unary/append-once.js";
import { errorOf, numbered, startWorld, take, test } from "./harness.js";

describe("a read session", () => {
  test("reads the backlog in order and ends at a bound", async ({ world }) => {
    await world.fill(numbered(2500));
    const session = world.read({ count: 2400 });
    const seqNums: number[] = [];
    for await (const record of session) seqNums.push(record.seqNum);
    expect(seqNums).toEqual(numbered(2400).map((_, index) => index));
    expect([session.position, session.state]).toEqual([2400, "ended"]);
  });

  test("follows live: the backlog first, then each batch as it is appended", async ({ world }) => {
    await world.fill(numbered(3));
    const session = world.read();
    const bodies: string[] = [];
    for await (const record of session) {
      bodies.push(record.text());
      if (bodies.length === 3) await world.fill(numbered(2, 3));
      if (bodies.length === 5) break;
    }
    expect(bodies).toEqual(["0", "1", "2", "3", "4"]);
    expect(session.state).toBe("closed");
  });

  test.for([
    ["a sequence number", { from: { seqNum: 7 } }, ["7", "8", "9"]],
    ["a tail offset", { from: { tailOffset: 2 } }, ["8", "9"]],
    ["a count", { from: { seqNum: 0 }, count: 2 }, ["0", "1"]],
    ["bytes", { bytes: 30 }, ["0", "1", "2"]],
    ["no records at all", { count: 0 }, []],
    ["a clamped start beyond the tail", { from: { seqNum: 99 }, clamp: true, waitSecs: 0 }, []],
  ] as const)("honours %s", async ([, range, expected], { world }) => {
    await world.fill(numbered(10));
    const bodies: string[] = [];
    for await (const record of world.read({ stopAtTail: true, ...range })) bodies.push(record.text());
    expect(bodies).toEqual(expected);
  });

  test("honours timestamps, from inclusive and until exclusive, exact beyond 2^53", async () => {
    await using world = await startWorld({ streamConfig: { timestamping: { uncapped: true } } });
    const base = 1_700_000_000_000_000_000n;
    await world.fill(
      Array.from({ length: 5 }, (_, index) => ({ body: String(index), timestamp: base + BigInt(index) })),
    );
    const session = world.read({ from: { timestamp: base + 1n }, until: base + 3n });
    const timestamps: bigint[] = [];
    for await (const record of session) timestamps.push(record.timestampBig);
    expect(timestamps).toEqual([base + 1n, base + 2n]);
  });

  test("a start beyond the tail rejects with the tail", async ({ world }) => {
    await world.fill(numbered(2));
    const error = await errorOf(take(world.read({ from: { seqNum: 5 } }), 1));
    expect(error).toBeInstanceOf(RangeNotSatisfiableError);
    expect((error as RangeNotSatisfiableError).tail?.seqNum).toBe(2);
  });

  test.for([
    [{ from: { seqNum: 1, timestamp: 2 } }, "exactly one"],
    [{ from: { seqNum: -1 } }, "from.seqNum"],
    [{ from: { seqNum: 2 ** 53 } }, "from.seqNum"],
    [{ count: 1.5 }, "count"],
    [{ waitSecs: -1 }, "waitSecs"],
    [{ from: { timestamp: 5 }, until: 5 }, "until"],
    [{ maxBufferedBytes: Number.NaN }, "maxBufferedBytes"],
  ] as const)("refuses %j before anything is sent", ([options, field], { world }) => {
    expect(() => world.read(options as never)).toThrow(UsageError);
    expect(() => world.read(options as never)).toThrow(field);
  });

  test("hides command records on wish; they still count, and move the position", async ({ world }) => {
    await world.fill([{ body: "0" }, AppendRecord.fence("token"), { body: "1" }, AppendRecord.trim(0)]);
    const session = world.read({ count: 4, ignoreCommandRecords: true });
    const bodies: string[] = [];
    for await (const record of session) bodies.push(record.text());
    expect(bodies).toEqual(["0", "1"]);
    expect(session.position).toBe(4);
  });

  test("gives batches as they came", async ({ world }) => {
    await world.fill(numbered(1500));
    const counts: number[] = [];
    const session = world.read({ stopAtTail: true });
    for await (const batch of session.batches()) {
      counts.push(batch.count);
      expect(session.position).toBe(counts.reduce((sum, count) => sum + count));
    }
    expect(counts).toEqual([1000, 500]);
  });

  test("is a Web stream whose cancel closes it", async ({ world }) => {
    await world.fill(numbered(5));
    const session = world.read();
    const reader = session.toReadableStream().getReader();
    expect((await reader.read()).value?.text()).toBe("0");
    await reader.cancel();
    expect(session.state).toBe("closed");
  });

  test("can be iterated once", async ({ world }) => {
    const session = world.read();
    session.batches();
    expect(() => session[Symbol.asyncIterator]()).toThrow(UsageError);
    await session.close();
  });

  test("position is one past the last record handed out, not what has arrived", async ({ world }) => {
    await world.fill(numbered(1000));
    const session = world.read();
    const iterator = session[Symbol.asyncIterator]();
    expect(session.position).toBe(0);
    await iterator.next();
    await iterator.next();
    expect(session.position).toBe(2);
    await session.close();
    expect(session.position).toBe(2);
  });

  test("close ends an iteration that waits, and settles caughtUp", async ({ world }) => {
    const session = world.read({ from: { tailOffset: 0 } });
    await session.caughtUp();
    const waiting = take(session, 1);
    await world.fill(numbered(1));
    await waiting;
    const never = world.read({ from: { seqNum: 0 }, maxBufferedBytes: 1 });
    const caughtUp = never.caughtUp();
    await never.close();
    expect(await errorOf(caughtUp)).toBeInstanceOf(SessionClosedError);
  });

  test("concurrent calls of next get consecutive records", async ({ world }) => {
    const session = world.read();
    const iterator = session[Symbol.asyncIterator]();
    const results = Array.from({ length: 5 }, () => iterator.next());
    await world.fill(numbered(5));
    expect((await Promise.all(results)).map((result) => result.value?.text())).toEqual(["0", "1", "2", "3", "4"]);
    await session.close();
  });

  test("a signal ends it at once with its reason, also while it waits", async ({ world }) => {
    const stop = new AbortController();
    const session = world.read({ signal: stop.signal });
    const waiting = take(session, 1);
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(session.caughtUp()).rejects.toBe(reason);
    const late = world.read({ signal: stop.signal });
    await expect(take(late, 1)).rejects.toBe(reason);
  });
});

describe("caught up", () => {
  test("resolves with the tail when everything before it was handed out", async ({ world }) => {
    await world.fill(numbered(3));
    const session = world.read();
    const caughtUp = session.caughtUp();
    const iterator = session[Symbol.asyncIterator]();
    for (let count = 0; count < 3; count++) await iterator.next();
    expect((await caughtUp).seqNum).toBe(3);
    expect(session.isCaughtUp).toBe(true);
    await world.fill(numbered(1));
    await iterator.next();
    expect((await session.caughtUp()).seqNum).toBe(4);
    expect(session.tail?.seqNum).toBe(4);
    await session.close();
  });

  test("resolves on an empty stream without anybody reading", async ({ world }) => {
    const session = world.read();
    expect((await session.caughtUp()).seqNum).toBe(0);
    expect(session.position).toBe(0);
    await session.close();
  });
});

describe("when the network or the service fails", () => {
  test.for(["drop-connection", "reset-stream", "end"] as const)(
    "%s in the middle of a frame: it resumes after what arrived, without gap or repeat",
    async (action, { world }) => {
      await world.fill(numbered(5000));
      world.server.faults.push({ on: "read-session", action, at: "mid-frame", count: 4, after: 1 });
      const session = world.read({ retry: { maxAttempts: 10 } });
      expect(await take(session, 5000)).toEqual(numbered(5000).map(({ body }) => body));
      expect(world.server.faults.injected[action]).toBe(4);
    },
  );

  test("a clean end of a follow that has no end is a cut: it goes on", async ({ world }) => {
    await world.fill(numbered(2000));
    world.server.faults.push({ on: "read-session", action: "end", at: "after-frame" });
    expect((await take(world.read(), 2000)).length).toBe(2000);
  });

  test("limits hold over all connections together", async ({ world }) => {
    await world.fill(numbered(5000));
    world.server.faults.push({ on: "read-session", action: "drop-connection", at: "after-frame", count: 3 });
    const session = world.read({ count: 3500 });
    const bodies: string[] = [];
    for await (const record of session) bodies.push(record.text());
    expect(bodies).toEqual(numbered(3500).map(({ body }) => body));
  });

  test("a bounded read that is cut right at its end has everything: no error", async ({ world }) => {
    await world.fill(numbered(10));
    world.server.faults.push({ on: "read-session", action: "drop-connection", at: "after-frame" });
    const bodies: string[] = [];
    for await (const record of world.read({ count: 100 })) bodies.push(record.text());
    expect(bodies.length).toBe(10);
  });

  test("a start relative to the tail is pinned by the first heartbeat: nothing appended during a cut is missed", async ({
    world,
  }) => {
    await world.fill(numbered(3));
    const session = world.read({ from: { tailOffset: 0 } });
    await session.caughtUp();
    const fault = world.server.faults.push({
      on: "read-session",
      action: "drop-connection",
      at: "before-frame",
      count: 1,
    });
    await world.fill([{ body: "during" }]);
    await fault.struck;
    expect(await take(session, 1)).toEqual(["during"]);
  });

  test("silence is noticed by the watchdog", async ({ world }) => {
    await world.fill(numbered(2));
    const fault = world.server.faults.push({ on: "read-session", action: "silence", at: "after-frame" });
    expect(await take(world.read({ silenceTimeoutMs: 100, from: { seqNum: 0 } }), 2)).toEqual(["0", "1"]);
    const session = world.read({ silenceTimeoutMs: 100 });
    fault.remove();
    await world.fill([{ body: "2" }]);
    expect(await take(session, 3)).toEqual(["0", "1", "2"]);
  });

  test("an answer that never begins is given up after timeoutMs and tried again", async () => {
    await using world = await startWorld({ client: { timeoutMs: 100 } });
    await world.fill(numbered(1));
    world.server.faults.push({ on: "read-session", action: "silence" });
    expect(await take(world.read(), 1)).toEqual(["0"]);
  });

  test.for([
    ["500 without a body", { status: 500 }],
    ["503 with an HTML body", { status: 503, body: "<html/>" }],
  ] as const)("%s is retried, not taken for an empty stream", async ([, answer], { world }) => {
    await world.fill(numbered(2));
    world.server.faults.push({ on: "read-session", action: "respond", ...answer });
    expect(await take(world.read(), 2)).toEqual(["0", "1"]);
  });

  test("what has arrived is handed out before the error", async ({ world }) => {
    await world.fill(numbered(1500));
    world.server.faults.push({
      on: "read-session",
      action: "respond",
      at: "after-frame",
      status: 403,
      body: { code: "permission_denied", message: "no more" },
    });
    const session = world.read();
    const seen: number[] = [];
    const error = await errorOf(
      (async () => {
        for await (const record of session) seen.push(record.seqNum);
      })(),
    );
    expect(error.code).toBe("permission_denied");
    expect(seen.length).toBe(1000);
    expect([session.position, session.state]).toEqual([1000, "failed"]);
  });

  test("gives up after maxAttempts failures in a row; any frame in between starts the count anew", async ({
    world,
  }) => {
    await world.fill(numbered(5000));
    world.server.faults.push({ on: "read-session", action: "drop-connection", at: "after-frame", count: 4 });
    expect((await take(world.read({ retry: { maxAttempts: 2 } }), 5000)).length).toBe(5000);
    const always = world.server.faults.push({
      on: "read-session",
      action: "respond",
      status: 500,
      count: Number.POSITIVE_INFINITY,
    });
    const error = await errorOf(take(world.read({ retry: { maxAttempts: 3 } }), 1));
    expect([error.status, error.retryable, always.injected]).toEqual([500, true, 3]);
  });

  test("reconnect advice moves the session after the batch that it came with", async ({ world }) => {
    await world.fill(numbered(3000));
    const fault = world.server.faults.push({ on: "read-session", action: "advise-reconnect" });
    expect((await take(world.read({ retry: "never" }), 3000)).length).toBe(3000);
    expect(fault.injected).toBe(1);
  });

  test("a server that drains for ever is asked a bounded number of times", async ({ world }) => {
    const fault = world.server.faults.push({ on: "read-session", action: "drain", count: Number.POSITIVE_INFINITY });
    const error = await errorOf(take(world.read(), 1));
    expect(error.code).toBe("server_draining");
    expect(fault.injected).toBe(4);
  });

  test("a gap that trimming left is reported", async ({ world }) => {
    await world.fill(numbered(10));
    await appendOnce(world.client, world.address, checkBatch([AppendRecord.trim(6)]));
    const gaps: unknown[] = [];
    const session = world.read({ onGap: (gap) => gaps.push(gap) });
    expect(await take(session, 2)).toEqual(["6", "7"]);
    expect(gaps).toEqual([{ from: 0, to: 6 }]);
    expect(session.lastGap).toEqual({ from: 0, to: 6 });
  });
});

describe("back-pressure", () => {
  test("a consumer that stops holds no more than the buffer and the window, and then gets everything", async ({
    world,
  }) => {
    const body = "x".repeat(100_000);
    for (let batch = 0; batch < 30; batch++) await world.fill(Array.from({ length: 10 }, () => ({ body })));
    const session = world.read();
    const iterator = session.batches();
    await iterator.next();
    // Nothing is taken for a while: what the service could send is limited by flow control.
    await expect.poll(() => process.memoryUsage().arrayBuffers, { timeout: 1000 }).toBeGreaterThan(0);
    let records = 10;
    for await (const batch of { [Symbol.asyncIterator]: () => iterator }) {
      records += batch.count;
      if (records === 300) break;
    }
    expect(records).toBe(300);
  });
});
