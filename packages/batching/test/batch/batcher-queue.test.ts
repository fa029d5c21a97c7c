import { describe, expect, test } from "vitest";
import { Batcher, type BatcherOptions } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { rejectionOf, stateOf } from "../support/settling.js";

function single(options: BatcherOptions = {}): Batcher {
  return new Batcher({ maxBatchRecords: 1, clock: new ManualClock(), ...options });
}

test("hands the batches to its reader in order, and ends after close", async () => {
  const batcher = single();
  for (const body of ["a", "b", "c"]) batcher.add(record(body));
  batcher.close();
  const bodies: unknown[] = [];
  for await (const batch of batcher.batches()) bodies.push(batch.records[0]?.body);
  expect(bodies).toEqual(["a", "b", "c"]);
});

test("wakes readers that wait, in their order", async () => {
  const batcher = single();
  const batches = batcher.batches();
  const reads = [batches.next(), batches.next(), batches.next()];
  batcher.add(record("a"));
  batcher.add(record("b"));
  batcher.close();
  const results = await Promise.all(reads);
  expect(results.map(({ value }) => value?.records[0]?.body)).toEqual(["a", "b", undefined]);
  expect(results[2]?.done).toBe(true);
});

test("says when the queue is full, and ready waits for the reader", async () => {
  const batcher = single({ maxQueuedBatches: 2 });
  const batches = batcher.batches();
  expect(await stateOf(batcher.ready())).toBe("resolved");
  expect(batcher.add(record("a"))).toBe(true);
  expect(batcher.add(record("b"))).toBe(false);
  const ready = batcher.ready();
  expect(await stateOf(ready)).toBe("pending");
  await batches.next();
  expect(await stateOf(ready)).toBe("resolved");
  expect(batcher.add(record("c"))).toBe(false);
});

test("refuses a record while the queue is full, and takes it afterwards", async () => {
  const batcher = single({ maxQueuedBatches: 1 });
  const batches = batcher.batches();
  batcher.add(record("a"));
  expect(() => batcher.add(record("b"))).toThrow(
    expect.objectContaining({ code: "invalid_argument", field: "maxQueuedBatches" }),
  );
  await batches.next();
  batcher.add(record("b"));
  expect((await batches.next()).value?.records[0]?.body).toBe("b");
});

test("drops what is left and ends when the reader leaves its loop", async () => {
  const clock = new ManualClock();
  const batcher = single({ maxBatchRecords: 2, clock });
  for (const body of ["a", "b", "c", "d", "e"]) batcher.add(record(body));
  const batches = batcher.batches();
  for await (const _ of batches) break;
  expect(clock.pending).toBe(0);
  expect(() => batcher.add(record("f"))).toThrow(expect.objectContaining({ code: "session_closed" }));
  expect(await batches.next()).toEqual({ done: true, value: undefined });
});

test("ready rejects at once when the batcher has ended with a full queue", async () => {
  const batcher = single({ maxQueuedBatches: 1 });
  batcher.add(record("a"));
  batcher.close();
  expect(await rejectionOf(batcher.ready())).toMatchObject({ code: "session_closed" });
});

test("ready rejects when the batcher ends meanwhile", async () => {
  const batcher = single({ maxQueuedBatches: 1 });
  const batches = batcher.batches();
  batcher.add(record("a"));
  const ready = batcher.ready();
  await batches.return?.();
  expect(await rejectionOf(ready)).toMatchObject({ code: "session_closed" });
});

describe("abort", () => {
  test("drops what is queued, and the reader's loop throws the reason", async () => {
    const batcher = single();
    batcher.add(record("a"));
    const reason = new Error("enough");
    batcher.abort(reason);
    expect(await rejectionOf(batcher.batches().next())).toBe(reason);
  });

  test("is told once: after it the iteration is over", async () => {
    const batcher = new Batcher();
    const batches = batcher.batches();
    const waiting = [batches.next(), batches.next()];
    batcher.abort(new Error("enough"));
    await expect(waiting[0]).rejects.toThrow("enough");
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  test("rejects readers that wait, with session_closed when there is no reason", async () => {
    const batcher = single();
    const read = batcher.batches().next();
    batcher.abort();
    expect(await rejectionOf(read)).toMatchObject({ code: "session_closed" });
  });

  test("after close leaves what is queued to the reader", async () => {
    const batcher = single();
    batcher.add(record("a"));
    batcher.close();
    batcher.abort();
    expect((await batcher.batches().next()).done).toBe(false);
  });
});

test("can be read once, and not beside onBatch", () => {
  const batcher = single();
  batcher.batches();
  expect(() => batcher.batches()).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  expect(() => single({ onBatch: () => undefined }).batches()).toThrow(expect.objectContaining({ field: "onBatch" }));
});

test.each([0, 1001, 1.5, Number.NaN])("refuses maxQueuedBatches %d", (maxQueuedBatches) => {
  expect(() => single({ maxQueuedBatches })).toThrow(expect.objectContaining({ field: "maxQueuedBatches" }));
});
