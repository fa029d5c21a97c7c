import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { Producer, type ProducerOptions } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record, recordOfBytes } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

/** A producer whose sink has one batch in flight and no room for another. */
async function startFull(options: ProducerOptions = {}) {
  const sink = new ScriptedSink(1);
  const clock = new ManualClock();
  const producer = new Producer(sink, { maxBatchRecords: 2, lingerMs: Number.POSITIVE_INFINITY, clock, ...options });
  producer.trySubmit(record("in flight"));
  void producer.flush();
  expect(sink.bodies).toEqual([["in flight"]]);
  return { producer, sink, clock };
}

describe("while the sink has no room", () => {
  test("holds one batch that waits and one that fills, and no more", async () => {
    const { producer, sink } = await startFull();
    const held = ["a", "b", "c", "d"].map((body) => producer.submit(record(body)));
    expect(await Promise.all(held.map(stateOf))).toEqual(["resolved", "resolved", "resolved", "resolved"]);
    expect(sink.waiting).toBe(1);
    expect(producer.trySubmit(record("e"))).toBeUndefined();
    const waiting = producer.submit(record("e"));
    expect(await stateOf(waiting)).toBe("pending");
    sink.ack();
    expect(await stateOf(waiting)).toBe("resolved");
    expect(sink.waiting).toBe(1);
  });

  test("counts bytes as well as records", async () => {
    const { producer } = await startFull({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    expect(producer.trySubmit(recordOfBytes(20))).toBeDefined();
    expect(producer.trySubmit(recordOfBytes(12))).toBeDefined();
    expect(producer.trySubmit(recordOfBytes(13))).toBeUndefined();
    expect(producer.trySubmit(recordOfBytes(12))).toBeDefined();
    expect(producer.trySubmit(recordOfBytes(8))).toBeUndefined();
  });

  test("lets nobody in past those who wait, not even a record that would fit", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    producer.trySubmit(recordOfBytes(24));
    producer.trySubmit(recordOfBytes(12));
    const large = producer.submit({ body: "l".repeat(16) });
    expect(producer.trySubmit(record("s"))).toBeUndefined();
    const small = producer.submit(record("s"));
    expect(await stateOf(small)).toBe("pending");
    const flushed = producer.flush();
    while (await quiet().then(() => sink.ack()));
    await Promise.all([large, small, flushed]);
    expect(sink.bodies.flat().slice(-2)).toEqual(["l".repeat(16), "s"]);
  });

  test("admits those who wait in the order of their calls", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1 });
    const order: number[] = [];
    const submitted = Array.from({ length: 20 }, async (_, index) => {
      const ticket = await producer.submit(record(`${index}`));
      order.push(index);
      return (await ticket.ack()).seqNum;
    });
    while (await quiet().then(() => sink.ack()));
    expect(await Promise.all(submitted)).toEqual(order.map((index) => index + 1));
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(sink.bodies.flat().slice(1)).toEqual(order.map(String));
  });

  test("goes on collecting past the linger time, and emits as soon as the sink takes the batch before", async () => {
    const { producer, sink, clock } = await startFull({ lingerMs: 5 });
    producer.trySubmit(record("a"));
    producer.trySubmit(record("b"));
    producer.trySubmit(record("c"));
    clock.advance(5);
    producer.trySubmit(record("d"));
    sink.setCapacity(3);
    await quiet();
    expect(sink.bodies).toEqual([["in flight"], ["a", "b"], ["c", "d"]]);
  });

  test("leaves an open batch that is not due to its linger time when room comes back", async () => {
    const { producer, sink, clock } = await startFull({ lingerMs: 5 });
    producer.trySubmit(record("a"));
    producer.trySubmit(record("b"));
    clock.advance(4);
    producer.trySubmit(record("c"));
    sink.setCapacity(9);
    await quiet();
    expect(sink.bodies).toHaveLength(2);
    clock.advance(5);
    expect(sink.bodies).toEqual([["in flight"], ["a", "b"], ["c"]]);
  });

  test("emits an open batch at once when the first in line does not fit into it", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    producer.trySubmit(recordOfBytes(24));
    producer.trySubmit(recordOfBytes(12));
    const waiting = producer.submit(recordOfBytes(13));
    sink.setCapacity(9);
    await waiting;
    expect(sink.batches.map(({ meteredBytes }) => meteredBytes)).toEqual([17, 24, 12]);
  });

  test("offers the sink one batch at a time", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1 });
    for (const body of ["a", "b"]) producer.trySubmit(record(body));
    expect(sink.waiting).toBe(1);
    sink.setCapacity(2);
    await quiet();
    expect(sink.bodies.flat()).toEqual(["in flight", "a"]);
    expect(sink.waiting).toBe(1);
  });
});

describe("aborting a submit", () => {
  const reason = new Error("enough");

  test("refuses what is no signal, and sends nothing of it", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1 });
    await Promise.all([producer.submit(record("a")), producer.submit(record("b"))]);
    const signal = { aborted: false } as AbortSignal;
    for (const call of [
      producer.submit(record("c"), { signal }),
      producer.reserve(10, { signal }),
      producer.flush({ signal }),
    ]) {
      expect(await rejectionOf(call)).toMatchObject({ code: "invalid_argument", field: "signal" });
    }
    const closed = producer.close();
    while (await quiet().then(() => sink.ack()));
    await closed;
    expect(sink.bodies.flat()).toEqual(["in flight", "a", "b"]);
  });

  test("rejects with the reason and sends nothing when the signal has aborted before", async () => {
    const sink = new ScriptedSink();
    const producer = new Producer(sink, { maxBatchRecords: 1 });
    expect(await rejectionOf(producer.submit(record("a"), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(sink.batches).toEqual([]);
  });

  test("takes back a record that waits; those behind it move up", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    producer.trySubmit(recordOfBytes(24));
    producer.trySubmit(recordOfBytes(12));
    const controller = new AbortController();
    const withdrawn = producer.submit({ body: "withdrawn" }, { signal: controller.signal });
    const behind = producer.submit(record("next"));
    controller.abort(reason);
    expect(await rejectionOf(withdrawn)).toBe(reason);
    expect(await stateOf(behind)).toBe("resolved");
    const flushed = producer.flush();
    while (await quiet().then(() => sink.ack()));
    await flushed;
    expect(sink.bodies.flat()).toEqual(["in flight", "x".repeat(16), "xxxx", "next"]);
  });

  test("has no effect once the record was taken on, and leaves no listener behind", async () => {
    const { producer, sink } = await startFull({ maxBatchRecords: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const submitted = ["a", "b", "c", "d"].map((body) => producer.submit(record(body), { signal }));
    expect(getEventListeners(signal, "abort")).not.toHaveLength(0);
    while (await quiet().then(() => sink.ack()));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    controller.abort(reason);
    const acks = await Promise.all(submitted.map(async (ticket) => (await ticket).ack()));
    expect(acks.map(({ seqNum }) => seqNum)).toEqual([1, 2, 3, 4]);
  });
});

describe("a loop of submits", () => {
  test("lets the event loop have its turns, although every record is taken on at once", async () => {
    const producer = new Producer(new ScriptedSink(Number.POSITIVE_INFINITY), { clock: new ManualClock() });
    let turns = 0;
    let going = true;
    const count = (): void => {
      turns++;
      if (going) setImmediate(count);
    };
    setImmediate(count);
    for (let index = 0; index < 10_000; index++) await producer.submit(record("x"));
    going = false;
    expect(turns).toBeGreaterThan(3);
    producer.abort();
  });
});

describe("a sink that does not take the largest batches", () => {
  const smallerSink = (): ScriptedSink => Object.assign(new ScriptedSink(), { maxBatchBytes: 100 });

  test("gets batches that it takes, if nothing else is said", () => {
    const sink = smallerSink();
    const producer = new Producer(sink, { lingerMs: Number.POSITIVE_INFINITY });
    for (const bytes of [50, 50, 92, 9]) producer.trySubmit(recordOfBytes(bytes));
    void producer.flush();
    expect(sink.batches.map(({ meteredBytes }) => meteredBytes)).toEqual([100, 92, 9]);
    expect(() => producer.trySubmit(recordOfBytes(101))).toThrow("at most 100 metered bytes");
  });

  test("is never promised larger ones", async () => {
    expect(() => new Producer(smallerSink(), { maxBatchBytes: 101 })).toThrow("maxBatchBytes");
    const producer = new Producer(smallerSink(), { maxBatchBytes: 100 });
    expect(await rejectionOf(producer.reserve(101))).toMatchObject({ code: "invalid_argument" });
    expect((await producer.reserve(100)).meteredBytes).toBe(100);
  });
});
