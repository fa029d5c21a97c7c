import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { Producer, type ProducerOptions } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  const producer = new Producer(sink, { lingerMs: Number.POSITIVE_INFINITY, clock, ...options });
  return { producer, sink, clock };
}

test("sends a partial batch without waiting for its linger time, and every ticket is settled when it returns", async () => {
  const { producer, sink, clock } = start({ lingerMs: 1000 });
  const tickets = ["a", "b"].map((body) => producer.trySubmit(record(body)));
  const settled: number[] = [];
  for (const ticket of tickets) void ticket?.ack().then(({ seqNum }) => settled.push(seqNum));
  const flushed = producer.flush();
  expect(sink.bodies).toEqual([["a", "b"]]);
  expect(clock.pending).toBe(0);
  sink.ack();
  await flushed;
  expect(settled).toEqual([0, 1]);
});

test("resolves at once when there is nothing to wait for, appends nothing and leaves the producer usable", async () => {
  const { producer, sink } = start();
  expect(await stateOf(producer.flush())).toBe("resolved");
  expect(sink.batches).toEqual([]);
  producer.trySubmit(record("a"));
  const flushed = producer.flush();
  sink.ack();
  await flushed;
  expect(await stateOf(producer.flush())).toBe("resolved");
  expect(sink.bodies).toEqual([["a"]]);
});

test("waits for batches that were handed over before", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 });
  producer.trySubmit(record("a"));
  producer.trySubmit(record("b"));
  const flushed = producer.flush();
  sink.ack(1);
  expect(await stateOf(flushed)).toBe("pending");
  sink.ack(0);
  expect(await stateOf(flushed)).toBe("resolved");
});

test("does not wait for records submitted after it, and matchSeqNum goes on", async () => {
  const { producer, sink } = start({ matchSeqNum: 0 });
  producer.trySubmit(record("before"));
  const first = producer.flush();
  producer.trySubmit(record("after"));
  const second = producer.flush();
  expect(sink.bodies).toEqual([["before"], ["after"]]);
  expect(sink.batches.map(({ matchSeqNum }) => matchSeqNum)).toEqual([0, 1]);
  sink.ack();
  expect(await stateOf(first)).toBe("resolved");
  expect(await stateOf(second)).toBe("pending");
  sink.ack();
  expect(await stateOf(second)).toBe("resolved");
});

test("does not stall later submits", async () => {
  const { producer } = start();
  producer.trySubmit(record("before"));
  const flushed = producer.flush();
  expect(producer.trySubmit(record("after"))).toBeDefined();
  expect(await stateOf(producer.submit(record("after too")))).toBe("resolved");
  expect(await stateOf(flushed)).toBe("pending");
});

describe("behind backpressure", () => {
  /** One batch in flight, one that waits for the sink. */
  function stuck(options: ProducerOptions = {}) {
    const started = start({ maxBatchRecords: 2, ...options }, new ScriptedSink(1));
    for (const body of ["a", "b", "c", "d"]) started.producer.trySubmit(record(body));
    expect(started.sink.waiting).toBe(1);
    return started;
  }

  test("keeps later records out of the batch that it covers", async () => {
    const { producer, sink } = stuck();
    producer.trySubmit(record("e"));
    const flushed = producer.flush();
    expect(producer.trySubmit(record("later"))).toBeUndefined();
    const later = producer.submit(record("later"));
    sink.ack();
    await quiet();
    sink.ack();
    await quiet();
    expect(sink.bodies.at(-1)).toEqual(["e"]);
    expect(await stateOf(later)).toBe("resolved");
    sink.ack();
    expect(await stateOf(flushed)).toBe("resolved");
  });

  test("covers records that wait in line, and sends them as soon as there is room", async () => {
    const { producer, sink } = stuck();
    for (const body of ["e", "f"]) producer.trySubmit(record(body));
    const waiting = producer.submit(record("g"));
    const flushed = producer.flush();
    const later = producer.submit(record("h"));
    const acked: unknown[] = [];
    while (await quiet().then(() => sink.ack())) acked.push(await stateOf(flushed));
    expect(acked).toEqual(["pending", "pending", "pending", "resolved"]);
    expect(sink.bodies).toEqual([["a", "b"], ["c", "d"], ["e", "f"], ["g"]]);
    expect((await (await waiting).ack()).seqNum).toBe(6);
    const last = producer.flush();
    sink.ack();
    expect((await (await later).ack()).seqNum).toBe(7);
    await last;
  });

  test("can be aborted, which leaves the producer usable and the records where they are", async () => {
    const { producer, sink } = stuck();
    producer.trySubmit(record("e"));
    const controller = new AbortController();
    const reason = new Error("enough");
    const flushed = producer.flush({ signal: controller.signal });
    controller.abort(reason);
    expect(await rejectionOf(flushed)).toBe(reason);
    const again = producer.flush();
    while (await quiet().then(() => sink.ack()));
    await again;
    expect(sink.bodies.flat()).toEqual(["a", "b", "c", "d", "e"]);
    producer.trySubmit(record("f"));
    const last = producer.flush();
    sink.ack();
    await last;
  });

  test("can be aborted while it stands in line, and those behind it move up", async () => {
    const { producer, sink } = stuck();
    for (const body of ["e", "f"]) producer.trySubmit(record(body));
    const first = producer.submit(record("g"));
    const controller = new AbortController();
    const flushed = producer.flush({ signal: controller.signal });
    const behind = producer.submit(record("h"));
    controller.abort("enough");
    expect(await rejectionOf(flushed)).toBe("enough");
    sink.setCapacity(9);
    await Promise.all([first, behind]);
    await quiet();
    expect(sink.bodies.at(-1)).toEqual(["g", "h"]);
  });
});

test("rejects with the reason of a signal that has aborted before, and flushes nothing", async () => {
  const { producer, sink } = start();
  producer.trySubmit(record("a"));
  expect(await rejectionOf(producer.flush({ signal: AbortSignal.abort("enough") }))).toBe("enough");
  expect(sink.batches).toEqual([]);
});

test("leaves no listener on its signal, whether it had to wait or not", async () => {
  const { producer, sink } = start();
  const { signal } = new AbortController();
  await producer.flush({ signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  producer.trySubmit(record("a"));
  const flushed = producer.flush({ signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  sink.ack();
  await flushed;
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("succeeds when everything it covers is durable, though the producer is aborted right after; later calls fail", async () => {
  const { producer, sink } = start();
  const ticket = producer.trySubmit(record("a"));
  const flushed = producer.flush();
  sink.ack();
  // The acknowledgement reaches the producer, and the abort comes before whoever awaits the flush goes on.
  void ticket?.ack().then(() => producer.abort("enough"));
  await flushed;
  expect(producer.state).toBe("failed");
  expect(await rejectionOf(producer.flush())).toBe("enough");
  expect(await rejectionOf(producer.submit(record("b")))).toBe("enough");
  expect((await ticket?.ack())?.seqNum).toBe(0);
});

test("settles after everyone who waits for the acknowledgement of a record before it has heard", async () => {
  const { producer, sink } = start({ maxBatchRecords: 10 });
  const order: string[] = [];
  for (const name of ["a", "b", "c"]) {
    const ticket = await producer.submit(record(name));
    void ticket.ack().then(() => order.push(name));
  }
  const flushed = producer.flush().then(() => order.push("flush"));
  sink.ack();
  await flushed;
  expect(order).toEqual(["a", "b", "c", "flush"]);
});
