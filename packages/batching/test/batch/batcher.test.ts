import type { AppendBatch, Clock } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import { Batcher, type BatcherOptions } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record, recordOfBytes } from "../support/records.js";
import { quiet } from "../support/settling.js";

function collect(options: BatcherOptions = {}): { batcher: Batcher; batches: AppendBatch[]; clock: ManualClock } {
  const batches: AppendBatch[] = [];
  const clock = new ManualClock();
  const batcher = new Batcher({ clock, onBatch: (batch) => batches.push(batch), ...options });
  return { batcher, batches, clock };
}

function bodies(batches: readonly AppendBatch[]): unknown[][] {
  return batches.map(({ records }) => records.map(({ body }) => body));
}

describe("closes a batch", () => {
  test("when it has maxBatchRecords, and the remainder on close", () => {
    const { batcher, batches, clock } = collect({ maxBatchRecords: 2 });
    for (const body of ["a", "b", "c"]) batcher.add(record(body));
    expect(bodies(batches)).toEqual([["a", "b"]]);
    batcher.close();
    expect(bodies(batches)).toEqual([["a", "b"], ["c"]]);
    expect(clock.pending).toBe(0);
  });

  test("when it has exactly maxBatchBytes", () => {
    const { batcher, batches } = collect({ maxBatchBytes: 30 });
    batcher.add(recordOfBytes(20));
    expect(batches).toEqual([]);
    batcher.add(recordOfBytes(10));
    expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([30]);
  });

  test("when less than the smallest record is left of maxBatchBytes", () => {
    const { batcher, batches } = collect({ maxBatchBytes: 30 });
    batcher.add(recordOfBytes(22));
    expect(batches).toEqual([]);
    batcher.flush();
    batcher.add(recordOfBytes(23));
    expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([22, 23]);
  });

  test("when the next record does not fit", () => {
    const { batcher, batches } = collect({ maxBatchBytes: 30 });
    batcher.add(recordOfBytes(20));
    batcher.add(recordOfBytes(11));
    expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([20]);
  });

  test("when lingerMs have passed since its first record, whatever came later", () => {
    const { batcher, batches, clock } = collect({ lingerMs: 10 });
    batcher.add(record("a"));
    clock.advance(9);
    batcher.add(record("b"));
    expect(batches).toEqual([]);
    clock.advance(1);
    expect(bodies(batches)).toEqual([["a", "b"]]);
  });

  test("on flush, and makes no empty one", () => {
    const { batcher, batches } = collect();
    batcher.flush();
    batcher.add(record("a"));
    batcher.flush();
    batcher.flush();
    expect(bodies(batches)).toEqual([["a"]]);
  });

  test("at the end of the turn when lingerMs is 0, with everything that the turn added", async () => {
    const batches: AppendBatch[] = [];
    const batcher = new Batcher({ lingerMs: 0, onBatch: (batch) => batches.push(batch) });
    batcher.add(record("a"));
    await Promise.resolve();
    batcher.add(record("b"));
    expect(batches).toEqual([]);
    await quiet();
    expect(bodies(batches)).toEqual([["a", "b"]]);
  });

  test("by time never, when lingerMs is Infinity", () => {
    const { batcher, batches, clock } = collect({ lingerMs: Number.POSITIVE_INFINITY });
    batcher.add(record("a"));
    expect(clock.pending).toBe(0);
    clock.advance(1e9);
    expect(batches).toEqual([]);
  });
});

test("measures the linger time of each batch from its own first record", () => {
  const { batcher, batches, clock } = collect({ lingerMs: 10, maxBatchRecords: 2 });
  batcher.add(record("a"));
  clock.advance(8);
  batcher.add(record("b"));
  batcher.add(record("c"));
  clock.advance(9);
  expect(bodies(batches)).toEqual([["a", "b"]]);
  clock.advance(1);
  expect(bodies(batches)).toEqual([["a", "b"], ["c"]]);
});

test("does not flush a newer batch when the timer of an older one cannot be stopped in time", () => {
  const callbacks: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    schedule(_delayMs, callback) {
      callbacks.push(callback);
      return () => undefined;
    },
  };
  const { batcher, batches } = collect({ clock });
  batcher.add(record("a"));
  batcher.flush();
  batcher.add(record("b"));
  callbacks[0]?.();
  expect(bodies(batches)).toEqual([["a"]]);
  callbacks[1]?.();
  expect(bodies(batches)).toEqual([["a"], ["b"]]);
});

test("starts one timer a batch, and none for a batch that its first record fills", () => {
  const clock = new ManualClock();
  const schedule = vi.spyOn(clock, "schedule");
  const { batcher } = collect({ maxBatchBytes: 30, clock });
  batcher.add(recordOfBytes(30));
  expect(schedule).not.toHaveBeenCalled();
  for (let count = 0; count < 3; count++) batcher.add(recordOfBytes(10));
  expect(schedule).toHaveBeenCalledTimes(1);
});

test("refuses a record above maxBatchBytes alone", () => {
  const { batcher, batches } = collect({ maxBatchBytes: 30 });
  batcher.add(record("a"));
  expect(() => batcher.add(recordOfBytes(31))).toThrow(
    expect.objectContaining({ code: "invalid_argument", field: "records[0]" }),
  );
  batcher.add(record("b"));
  batcher.close();
  expect(bodies(batches)).toEqual([["a", "b"]]);
});

test("refuses a bad record alone", () => {
  const { batcher, batches } = collect();
  batcher.add(record("a"));
  expect(() => batcher.add({ timestamp: 1.5 })).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  batcher.close();
  expect(bodies(batches)).toEqual([["a"]]);
});

test("puts the fencing token on every batch", () => {
  const { batcher, batches } = collect({ fencingToken: "writer", maxBatchRecords: 1 });
  batcher.add(record("a"));
  batcher.add(record("b"));
  expect(batches.map(({ fencingToken }) => fencingToken)).toEqual(["writer", "writer"]);
});

test("advances matchSeqNum by the records of each batch, from 0 on", () => {
  const { batcher, batches } = collect({ matchSeqNum: 0, maxBatchRecords: 2 });
  for (const body of ["a", "b", "c"]) batcher.add(record(body));
  batcher.flush();
  batcher.add(record("d"));
  batcher.close();
  expect(batches.map(({ matchSeqNum }) => matchSeqNum)).toEqual([0, 2, 3]);
});

test("leaves matchSeqNum and fencingToken out when they are not set", () => {
  const { batcher, batches } = collect({ maxBatchRecords: 1 });
  batcher.add(record("a"));
  expect(batches[0]).toMatchObject({ matchSeqNum: undefined, fencingToken: undefined });
});

test("takes no records once it is closed, and closes twice without complaint", () => {
  const { batcher } = collect();
  batcher.close();
  batcher.close();
  expect(() => batcher.add(record("a"))).toThrow(expect.objectContaining({ code: "session_closed" }));
  expect(() => batcher.flush()).toThrow(expect.objectContaining({ code: "session_closed" }));
});

test("drops the open batch and its timer on abort", () => {
  const { batcher, batches, clock } = collect();
  batcher.add(record("a"));
  batcher.abort();
  clock.advance(100);
  expect(clock.pending).toBe(0);
  expect(batches).toEqual([]);
  expect(() => batcher.add(record("b"))).toThrow(expect.objectContaining({ code: "session_closed" }));
});

test("keeps the limits when onBatch adds records itself", () => {
  const batches: AppendBatch[] = [];
  let isNested = false;
  const batcher: Batcher = new Batcher({
    maxBatchBytes: 30,
    clock: new ManualClock(),
    onBatch(batch) {
      batches.push(batch);
      if (isNested) return;
      isNested = true;
      batcher.add(recordOfBytes(21));
    },
  });
  batcher.add(recordOfBytes(20));
  batcher.add(recordOfBytes(22));
  batcher.close();
  expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([20, 21, 22]);
});

describe("after onBatch has thrown", () => {
  const broken = new Error("nobody home");

  test("add, flush and close throw the same", () => {
    const { batcher } = collect({
      maxBatchRecords: 1,
      onBatch() {
        throw broken;
      },
    });
    expect(() => batcher.add(record("a"))).toThrow(broken);
    expect(() => batcher.add(record("b"))).toThrow(broken);
    expect(() => batcher.flush()).toThrow(broken);
    expect(() => batcher.close()).toThrow(broken);
  });

  test("out of the linger timer, the timer does not throw and the next call does", () => {
    const { batcher, clock } = collect({
      onBatch() {
        throw broken;
      },
    });
    batcher.add(record("a"));
    clock.advance(5);
    expect(() => batcher.add(record("b"))).toThrow(broken);
    expect(clock.pending).toBe(0);
  });
});
