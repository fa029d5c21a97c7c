import { describe, expect, test } from "vitest";
import { Producer, type ProducerOptions, type RecordTicket } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record, recordOfBytes } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  return { producer: new Producer(sink, { clock, ...options }), sink, clock };
}

describe("a record's ticket", () => {
  test("gives each record its own sequence number and the batch's acknowledgement", async () => {
    const { producer, sink } = start({ maxBatchRecords: 3 }, new ScriptedSink(1, 40));
    const tickets = await Promise.all(["a", "b", "c"].map((body) => producer.submit(record(body))));
    sink.ack();
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map(({ seqNum }) => seqNum)).toEqual([40, 41, 42]);
    expect(acks.map(({ seqNumBig }) => seqNumBig)).toEqual([40n, 41n, 42n]);
    expect(acks.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(acks.map(({ batch }) => batch)).size).toBe(1);
    expect(acks[0]?.batch.end.seqNum).toBe(43);
  });

  test("is exact beyond 2^53", async () => {
    const { producer, sink } = start({ maxBatchRecords: 2 }, new ScriptedSink(1, Number.MAX_SAFE_INTEGER));
    const first = await producer.submit(record("a"));
    const second = await producer.submit(record("b"));
    sink.ack();
    expect((await first.ack()).seqNum).toBe(Number.MAX_SAFE_INTEGER);
    const ack = await second.ack();
    expect(ack.seqNumBig).toBe(9_007_199_254_740_992n);
    expect(ack.seqNumU64).toBe(9_007_199_254_740_992n);
    expect(() => ack.seqNum).toThrow(expect.objectContaining({ code: "inexact_number" }));
  });

  test("answers before and after the acknowledgement, any number of times", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    const ticket = await producer.submit(record("a"));
    const before = [ticket.ack(), ticket.ack()];
    sink.ack();
    const acks = await Promise.all([...before, ticket.ack()]);
    await quiet();
    acks.push(await ticket.ack());
    expect(acks.map(({ seqNum }) => seqNum)).toEqual([0, 0, 0, 0]);
  });

  test("can be dropped: the others of its batch and the record itself are not disturbed", async () => {
    const { producer, sink } = start({ maxBatchRecords: 2 });
    producer.trySubmit(record("dropped"));
    const kept = await producer.submit(record("kept"));
    sink.ack();
    expect((await kept.ack()).seqNum).toBe(1);
    expect(sink.bodies).toEqual([["dropped", "kept"]]);
  });

  test("stays pending until its own batch is acknowledged, also when a later one is first", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    const first = (await producer.submit(record("a"))).ack();
    const second = (await producer.submit(record("b"))).ack();
    sink.ack(1);
    expect(await stateOf(second)).toBe("resolved");
    expect(await stateOf(first)).toBe("pending");
    sink.ack(0);
    expect((await first).seqNum).toBe(0);
  });
});

describe("batches", () => {
  test("keep the order of the calls, within and across them", async () => {
    const { producer, sink } = start({ maxBatchRecords: 3 });
    const tickets = await Promise.all(Array.from({ length: 8 }, (_, index) => producer.submit(record(`${index}`))));
    const flushed = producer.flush();
    while (sink.ack());
    await flushed;
    expect(sink.bodies).toEqual([
      ["0", "1", "2"],
      ["3", "4", "5"],
      ["6", "7"],
    ]);
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map(({ seqNum }) => seqNum)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("are handed over without waiting for the acknowledgement of those before", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    for (const body of ["a", "b", "c"]) await producer.submit(record(body));
    expect(sink.bodies).toEqual([["a"], ["b"], ["c"]]);
    expect(sink.unsettled).toBe(3);
  });

  test("close by bytes, count and linger, and carry token and matchSeqNum", async () => {
    const { producer, sink, clock } = start({
      maxBatchBytes: 30,
      maxBatchRecords: 3,
      lingerMs: 10,
      fencingToken: "writer",
      matchSeqNum: 7,
    });
    for (const bytes of [20, 11, 8, 8, 9]) await producer.submit(recordOfBytes(bytes));
    expect(sink.batches.map(({ meteredBytes }) => meteredBytes)).toEqual([20, 27]);
    clock.advance(10);
    expect(sink.batches.map(({ meteredBytes }) => meteredBytes)).toEqual([20, 27, 9]);
    expect(sink.batches.map(({ matchSeqNum }) => matchSeqNum)).toEqual([7, 8, 11]);
    expect(sink.batches.map(({ fencingToken }) => fencingToken)).toEqual(["writer", "writer", "writer"]);
    expect(clock.pending).toBe(0);
  });

  test("take what one turn submits when lingerMs is 0, awaited or not", async () => {
    const sink = new ScriptedSink();
    const producer = new Producer(sink, { lingerMs: 0 });
    producer.trySubmit(record("a"));
    await producer.submit(record("b"));
    await producer.submit(record("c"));
    expect(sink.bodies).toEqual([]);
    await quiet();
    expect(sink.bodies).toEqual([["a", "b", "c"]]);
  });
});

describe("a bad record", () => {
  test.each([
    ["above maxBatchBytes", recordOfBytes(31)],
    ["with a broken timestamp", { timestamp: Number.NaN }],
  ])("%s is refused alone, by submit and by trySubmit", async (_what, bad) => {
    const { producer, sink } = start({ maxBatchBytes: 30 });
    const before = await producer.submit(record("a"));
    expect(await rejectionOf(producer.submit(bad))).toMatchObject({ code: "invalid_argument", maybeApplied: false });
    expect(() => producer.trySubmit(bad)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
    const after = await producer.submit(record("b"));
    const flushed = producer.flush();
    sink.ack();
    await flushed;
    expect([(await before.ack()).seqNum, (await after.ack()).seqNum]).toEqual([0, 1]);
    expect(producer.state).toBe("open");
  });

  test("beyond the last sequence number is refused, while those before it go out", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1, matchSeqNum: 2n ** 64n - 1n });
    const last = await producer.submit(record("last"));
    expect(await rejectionOf(producer.submit(record("one too many")))).toMatchObject({ field: "matchSeqNum" });
    sink.ack();
    await last.ack();
    await producer.close();
  });
});

test("refuses options out of range", () => {
  expect(() => start({ maxBatchRecords: 0 })).toThrow(expect.objectContaining({ field: "maxBatchRecords" }));
});

test("trySubmit gives the ticket itself, not a promise", () => {
  const { producer } = start();
  const ticket = producer.trySubmit(record("a")) as RecordTicket;
  expect(ticket).not.toHaveProperty("then");
  expect(ticket.ack).toBeTypeOf("function");
});

test("lastAck follows the durable prefix, not the newest acknowledgement", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 });
  expect(producer.lastAck).toBeUndefined();
  for (const body of ["a", "b", "c"]) await producer.submit(record(body));
  sink.ack(1);
  await quiet();
  expect(producer.lastAck).toBeUndefined();
  sink.ack(0);
  await quiet();
  expect(producer.lastAck?.end.seqNum).toBe(2);
  sink.ack(2);
  await quiet();
  expect(producer.lastAck?.end.seqNum).toBe(3);
});

test("lastAck stays before the first batch that failed", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 });
  for (const body of ["a", "b", "c"]) await producer.submit(record(body));
  sink.ack(0);
  sink.fail(new Error("the connection broke"), 1);
  sink.ack(2);
  await quiet();
  expect(producer.lastAck?.end.seqNum).toBe(1);
});
