import type { AppendRecord } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import { Producer, type ProducerOptions } from "../../src/index.js";
import { recordWritable } from "../../src/producer/record-writable.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  const producer = new Producer(sink, { clock, ...options });
  return { producer, sink, clock };
}

test("appends what is piped into it, and closing it closes the producer", async () => {
  const { producer, sink } = start({ maxBatchRecords: 2 });
  const source = new ReadableStream<AppendRecord>({
    start(controller) {
      for (const body of ["a", "b", "c"]) controller.enqueue(record(body));
      controller.close();
    },
  });
  const piped = source.pipeTo(producer.toWritableStream());
  expect(await stateOf(piped)).toBe("pending");
  expect(sink.bodies).toEqual([["a", "b"], ["c"]]);
  while (sink.ack());
  await piped;
  expect(producer.state).toBe("closed");
});

test("makes its writer wait while there is no room", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
  const writer = producer.toWritableStream().getWriter();
  for (const body of ["in flight", "waits for the sink", "collecting"]) await writer.write(record(body));
  const write = writer.write(record("no room"));
  expect(await stateOf(write)).toBe("pending");
  expect(await stateOf(writer.ready)).toBe("pending");
  sink.ack();
  expect(await stateOf(write)).toBe("resolved");
  expect(await stateOf(writer.ready)).toBe("resolved");
});

describe("aborting it", () => {
  test("aborts the producer with the same reason", async () => {
    const { producer, sink } = start();
    const writer = producer.toWritableStream().getWriter();
    writer.closed.catch(() => undefined);
    await writer.write(record("a"));
    const reason = new Error("enough");
    await writer.abort(reason);
    expect(producer.failure).toBe(reason);
    expect(sink.batches).toEqual([]);
  });

  test("does so at once, though a write waits for room", async () => {
    const { producer } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
    const writer = producer.toWritableStream().getWriter();
    writer.closed.catch(() => undefined);
    for (const body of ["in flight", "waits for the sink", "collecting"]) await writer.write(record(body));
    const write = rejectionOf(writer.write(record("no room")));
    const reason = new Error("enough");
    await writer.abort(reason);
    expect(await write).toBe(reason);
    expect(producer.failure).toBe(reason);
  });

  test("ends a close that waits for an acknowledgement", async () => {
    const { producer } = start();
    const writer = producer.toWritableStream().getWriter();
    writer.closed.catch(() => undefined);
    await writer.write(record("a"));
    const closed = rejectionOf(writer.close());
    await quiet();
    const reason = new Error("enough");
    await writer.abort(reason).catch(() => undefined);
    expect(await closed).toBe(reason);
    expect(producer.failure).toBe(reason);
  });
});

test("ends when the producer fails, without waiting for another write", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 });
  const writer = producer.toWritableStream().getWriter();
  const closed = rejectionOf(writer.closed);
  await writer.write(record("a"));
  const error = new Error("the connection broke");
  sink.fail(error);
  expect(await closed).toBe(error);
  expect(await rejectionOf(writer.write(record("b")))).toBe(error);
});

test("is born ended when the producer has failed before", async () => {
  const { producer } = start();
  producer.abort("enough");
  expect(await rejectionOf(producer.toWritableStream().getWriter().closed)).toBe("enough");
});

test("ends with the error of a bad record, and the producer goes on", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 });
  const writer = producer.toWritableStream().getWriter();
  const closed = rejectionOf(writer.closed);
  const ticket = producer.trySubmit(record("a"));
  const error = await rejectionOf(writer.write({ timestamp: -1 }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(await closed).toBe(error);
  expect(producer.state).toBe("open");
  sink.ack();
  expect((await ticket?.ack())?.seqNum).toBe(0);
});

describe("does not listen for failures any more", () => {
  function listening() {
    const unlink = vi.fn();
    const target = { submit: () => Promise.reject(new Error("bad")), close: async () => undefined, abort: vi.fn() };
    const writer = recordWritable(target, () => unlink).getWriter();
    writer.closed.catch(() => undefined);
    return { writer, unlink };
  }

  test("after a write has failed", async () => {
    const { writer, unlink } = listening();
    await rejectionOf(writer.write(record("a")));
    expect(unlink).toHaveBeenCalled();
  });

  test("after an abort", async () => {
    const { writer, unlink } = listening();
    await writer.abort("enough");
    expect(unlink).toHaveBeenCalled();
  });
});
