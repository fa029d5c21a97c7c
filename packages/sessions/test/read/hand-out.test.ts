import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { DEFAULT_RETRY_POLICY, StreamPosition } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { type ReadRange, wireRead } from "../../src/read/read-options.js";
import { ReadSession, type ReadSessionInit } from "../../src/read/read-session.js";
import type { ReadListener } from "../../src/transport/transport.js";
import { RecordBatch } from "../../src/wire/read-batch.js";
import { ManualClock } from "../transport/support/manual-clock.js";
import { batchOf } from "./machine-harness.js";

/** A read session with one open connection, which a test speaks for. */
function opened(range: ReadRange, init: Partial<ReadSessionInit> = {}): [ReadSession, ReadListener] {
  const listeners: ReadListener[] = [];
  const session = new ReadSession({
    transport: {
      name: "http2",
      connect: (_read, listener) => {
        listeners.push(listener);
        return { pause: ignore, resume: ignore, cancel: ignore, hold: ignore };
      },
    },
    read: wireRead(range),
    retry: DEFAULT_RETRY_POLICY,
    openTimeoutMs: 5000,
    silenceTimeoutMs: 20_000,
    maxBufferedBytes: 1000,
    hideCommands: false,
    stopAtTail: false,
    onGap: undefined,
    signal: undefined,
    clock: new ManualClock(),
    random: () => 0.5,
    ...init,
  });
  const [listener] = listeners as [ReadListener];
  listener.connected();
  listener.opened();
  return [session, listener];
}

const ignore = (): void => undefined;

const heartbeat = (tail: number): RecordBatch => RecordBatch.from([], new StreamPosition(tail, 0));

/** Lets everything run that is due. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a heartbeat that comes together with the last records before the tail", () => {
  test("makes nobody caught up before the last of them was handed out, one by one", async () => {
    const [session, service] = opened({});
    const records = session[Symbol.asyncIterator]();
    const first = records.next();
    let reached = 0;
    void session.caughtUp().then(({ seqNum }) => {
      reached = seqNum;
    });
    service.batch(batchOf(0, 3), false);
    service.batch(heartbeat(3), false);
    await first;
    await records.next();
    await turn();
    expect([reached, session.isCaughtUp, session.position]).toEqual([0, false, 2]);
    await records.next();
    await turn();
    expect([reached, session.isCaughtUp, session.position]).toEqual([3, true, 3]);
  });

  test.each(["before", "after"] as const)(
    "leaves who takes batches caught up, asked for %s they came",
    async (when) => {
      const [session, service] = opened({});
      const batches = session.batches();
      const early = when === "before" ? [batches.next(), batches.next()] : [];
      service.batch(batchOf(0, 3), false);
      service.batch(heartbeat(3), false);
      const [first] = when === "before" ? early : [batches.next(), batches.next()];
      expect((await first)?.value?.count).toBe(3);
      await turn();
      expect([session.isCaughtUp, session.position]).toEqual([true, 3]);
    },
  );

  test("ends a session that stops at the tail behind the last record, not before", async () => {
    const [session, service] = opened({}, { stopAtTail: true });
    const records = session[Symbol.asyncIterator]();
    const first = records.next();
    service.batch(batchOf(0, 3), false);
    service.batch(heartbeat(3), false);
    await first;
    expect(session.state).toBe("open");
    const rest = [await records.next(), await records.next(), await records.next()];
    expect(rest.map(({ done }) => done)).toEqual([false, false, true]);
    expect([session.state, session.position]).toEqual(["closed", 3]);
  });
});

test("a bounded read that ends while its last records are being handed out is caught up with the last of them", async () => {
  const [session, service] = opened({ count: 3, waitSecs: 60 });
  const records = session[Symbol.asyncIterator]();
  const first = records.next();
  const reached = session.caughtUp();
  service.batch(batchOf(0, 3, 3), false);
  service.ended();
  await first;
  await records.next();
  await records.next();
  expect((await reached).seqNum).toBe(3);
  expect(session.isCaughtUp).toBe(true);
});

describe("a session that ends in the very turn in which records arrive", () => {
  test("hands out none of them after a signal whose abort a gap led to", async () => {
    const stop = new AbortController();
    const [session, service] = opened({}, { signal: stop.signal, onGap: () => stop.abort(new Error("a gap")) });
    const records = session[Symbol.asyncIterator]();
    service.batch(batchOf(5, 3), false);
    await expect(records.next()).rejects.toThrow("a gap");
    expect((await records.next()).done).toBe(true);
    expect([session.position, session.state]).toEqual([0, "closed"]);
  });

  test("gives the reason to whoever waited, and then the end", async () => {
    const stop = new AbortController();
    const [session, service] = opened({}, { signal: stop.signal });
    const records = session[Symbol.asyncIterator]();
    const first = records.next();
    service.batch(batchOf(0, 3), false);
    stop.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    expect((await records.next()).done).toBe(true);
    expect(session.position).toBe(0);
  });

  test("gives the end to whoever waited when it was closed", async () => {
    const [session, service] = opened({});
    const records = session[Symbol.asyncIterator]();
    const first = records.next();
    service.batch(batchOf(0, 3), false);
    void session.close();
    expect([(await first).done, (await records.next()).done, session.position]).toEqual([true, true, 0]);
  });
});

test("an abort with null as its reason rejects with null whoever waits, for records or to be caught up", async () => {
  const stop = new AbortController();
  const [session] = opened({}, { signal: stop.signal });
  const waiting = [session.batches().next(), session.caughtUp()];
  stop.abort(null);
  for (const one of [...waiting, session.caughtUp()]) await expect(one).rejects.toBe(null);
});

test.each(["closed", "aborted"] as const)(
  "a session that was %s amid a batch keeps nothing of the batch in memory",
  async (end) => {
    const stop = new AbortController();
    const [session, service] = opened({}, { signal: stop.signal });
    const records = session[Symbol.asyncIterator]();
    const batch = await (async () => {
      const arrived = batchOf(0, 3);
      service.batch(arrived, false);
      await records.next();
      return new WeakRef(arrived);
    })();
    if (end === "closed") await session.close();
    else stop.abort(new Error("enough"));
    setFlagsFromString("--expose-gc");
    await turn();
    runInNewContext("gc")();
    expect(batch.deref()).toBeUndefined();
    expect(session.position).toBe(1);
  },
);
