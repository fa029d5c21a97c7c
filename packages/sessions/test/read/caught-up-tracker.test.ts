import { getEventListeners } from "node:events";
import { StreamPosition } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { CaughtUpTracker, ReadRecord, RecordBatch } from "../../src/index.js";
import { CaughtUp } from "../../src/read/caught-up.js";

/** Records up to and without `end`, with the tail if it is told. */
function batch(end: number, tail?: number): RecordBatch {
  const records = [end - 2, end - 1].map((seqNum) => ReadRecord.from({ seqNum, timestamp: 0 }));
  return RecordBatch.from(records, tail === undefined ? undefined : position(tail));
}

function heartbeat(tail: number): RecordBatch {
  return RecordBatch.from([], position(tail));
}

function position(seqNum: number): StreamPosition {
  return new StreamPosition(seqNum, 0);
}

async function stateOf(promise: Promise<unknown>): Promise<"pending" | "resolved" | "rejected"> {
  const settled = promise.then(
    () => "resolved" as const,
    () => "rejected" as const,
  );
  return Promise.race([settled, new Promise<"pending">((resolve) => setImmediate(() => resolve("pending")))]);
}

describe("a consumer is caught up", () => {
  test.each([
    ["by a heartbeat", heartbeat(7), 7],
    ["by a batch whose last record is the one before the tail", batch(9, 9), 9],
  ])("%s", async (_, one, tail) => {
    const tracker = new CaughtUpTracker();
    const reached = tracker.caughtUp();
    expect([tracker.isCaughtUp, tracker.tail]).toEqual([false, undefined]);
    tracker.handedOut(one);
    expect([tracker.isCaughtUp, tracker.tail?.seqNum]).toEqual([true, tail]);
    expect((await reached).seqNum).toBe(tail);
    expect((await tracker.caughtUp()).seqNum).toBe(tail);
  });

  test.each([
    ["by a batch without a tail", batch(9)],
    ["by a batch with records between it and the tail", batch(9, 12)],
  ])("not %s", async (_, one) => {
    const tracker = new CaughtUpTracker();
    tracker.handedOut(one);
    expect(tracker.isCaughtUp).toBe(false);
    expect(await stateOf(tracker.caughtUp())).toBe("pending");
  });

  test("beyond 2^53 only when the numbers are exactly so", () => {
    const tracker = new CaughtUpTracker();
    const tail = new StreamPosition(2n ** 53n + 1n, 0);
    tracker.handedOut({ lastSeqNum: 2n ** 53n + 1n, tail });
    expect(tracker.isCaughtUp).toBe(false);
    tracker.handedOut({ lastSeqNum: 2n ** 53n, tail });
    expect(tracker.isCaughtUp).toBe(true);
  });
});

describe("between arriving and being handed out", () => {
  test("a consumer is behind, by the first of several batches too", async () => {
    const tracker = new CaughtUpTracker();
    const [first, second] = [batch(2, 2), batch(4, 4)];
    tracker.arrived(first);
    expect(tracker.isCaughtUp).toBe(false);
    tracker.arrived(second);
    tracker.handedOut(first);
    expect([tracker.isCaughtUp, tracker.tail?.seqNum]).toEqual([false, 4]);
    const reached = tracker.caughtUp();
    tracker.handedOut(second);
    expect((await reached).seqNum).toBe(4);
  });

  test("a heartbeat counts when everything before it was handed out", () => {
    const tracker = new CaughtUpTracker();
    const one = batch(2);
    tracker.arrived(one);
    tracker.arrived(heartbeat(2));
    expect(tracker.isCaughtUp).toBe(false);
    tracker.handedOut(one);
    expect(tracker.isCaughtUp).toBe(true);
  });

  test("a heartbeat that is handed out behind later records says nothing of these", () => {
    const tracker = new CaughtUpTracker();
    const [old, later] = [heartbeat(5), batch(9)];
    tracker.arrived(old);
    tracker.arrived(later);
    tracker.handedOut(old);
    tracker.handedOut(later);
    expect(tracker.isCaughtUp).toBe(false);
    tracker.arrived(heartbeat(9));
    expect(tracker.isCaughtUp).toBe(true);
  });

  test("a promise keeps the tail that it resolved with, and the next one waits for the next", async () => {
    const tracker = new CaughtUpTracker();
    tracker.arrived(heartbeat(2));
    const early = tracker.caughtUp();
    const next = batch(4, 4);
    tracker.arrived(next);
    const late = tracker.caughtUp();
    expect(await stateOf(late)).toBe("pending");
    tracker.handedOut(next);
    expect([(await early).seqNum, (await late).seqNum]).toEqual([2, 4]);
  });
});

describe("an interruption", () => {
  test("leaves the consumer behind until the next connection tells of the tail, and its promises pending", async () => {
    const tracker = new CaughtUpTracker();
    const last = batch(2, 2);
    tracker.arrived(last);
    tracker.interrupted();
    tracker.handedOut(last);
    expect(tracker.isCaughtUp).toBe(false);
    const reached = tracker.caughtUp();
    tracker.arrived(heartbeat(2));
    expect((await reached).seqNum).toBe(2);
    tracker.interrupted();
    expect(tracker.isCaughtUp).toBe(false);
  });
});

describe("the end", () => {
  test("rejects who waits with session_closed, and leaves who is caught up so", async () => {
    const behind = new CaughtUpTracker();
    const waiting = behind.caughtUp();
    behind.end();
    await expect(waiting).rejects.toMatchObject({ code: "session_closed" });
    await expect(behind.caughtUp()).rejects.toMatchObject({ code: "session_closed" });
    const there = new CaughtUpTracker();
    there.arrived(heartbeat(3));
    there.end();
    expect([there.isCaughtUp, (await there.caughtUp()).seqNum]).toEqual([true, 3]);
  });

  test("with a reason rejects with that, now and later, and nothing counts after it", async () => {
    const tracker = new CaughtUpTracker();
    tracker.arrived(heartbeat(3));
    const reason = { not: "an error" };
    tracker.end(reason);
    tracker.arrived(heartbeat(4));
    expect(tracker.isCaughtUp).toBe(false);
    await expect(tracker.caughtUp()).rejects.toBe(reason);
  });
});

test("a wait that is aborted ends with the reason, and the others go on", async () => {
  const tracker = new CaughtUpTracker();
  const controller = new AbortController();
  const given = tracker.caughtUp({ signal: controller.signal });
  const other = tracker.caughtUp();
  controller.abort("enough");
  await expect(given).rejects.toBe("enough");
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  tracker.arrived(heartbeat(1));
  expect((await other).seqNum).toBe(1);
});

test("of a wait that was given up nothing is left, neither in the list nor at its signal", async () => {
  const state = new CaughtUp();
  const controller = new AbortController();
  const given = state.wait(controller.signal);
  const other = state.wait();
  controller.abort("enough");
  await expect(given).rejects.toBe("enough");
  expect([state.waiting, getEventListeners(controller.signal, "abort").length]).toEqual([1, 0]);
  await expect(state.wait(controller.signal)).rejects.toBe("enough");
  state.reached(position(3));
  expect((await other).seqNum).toBe(3);
  expect(state.waiting).toBe(0);
});
