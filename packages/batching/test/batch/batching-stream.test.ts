import type { AppendRecord } from "@s2kit/core";
import { expect, test } from "vitest";
import { BatchingStream } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

test("batches what is piped through it", async () => {
  const source = new ReadableStream<AppendRecord>({
    start(controller) {
      for (const body of ["a", "b", "c"]) controller.enqueue(record(body));
      controller.close();
    },
  });
  const bodies: unknown[][] = [];
  for await (const { records } of source.pipeThrough(new BatchingStream({ maxBatchRecords: 2 }))) {
    bodies.push(records.map(({ body }) => body));
  }
  expect(bodies).toEqual([["a", "b"], ["c"]]);
});

test("sends on a partial batch after its linger time", async () => {
  const clock = new ManualClock();
  const stream = new BatchingStream({ lingerMs: 10, clock });
  const read = stream.readable.getReader().read();
  await stream.writable.getWriter().write(record("a"));
  expect(await stateOf(read)).toBe("pending");
  clock.advance(10);
  expect((await read).value?.records).toEqual([record("a")]);
});

test("makes the writer wait while a batch is not read", async () => {
  const stream = new BatchingStream({ maxBatchRecords: 1 });
  const writer = stream.writable.getWriter();
  const writes = ["a", "b", "c"].map((body) => writer.write(record(body)));
  expect(await Promise.all(writes.map(stateOf))).toEqual(["pending", "pending", "pending"]);
  expect(writer.desiredSize).toBeLessThanOrEqual(0);
  const reader = stream.readable.getReader();
  await reader.read();
  expect(await Promise.all(writes.map(stateOf))).toEqual(["resolved", "pending", "pending"]);
  await reader.read();
  await reader.read();
  await Promise.all(writes);
});

test("ends both sides with the error of a bad record", async () => {
  const clock = new ManualClock();
  const stream = new BatchingStream({ clock });
  const writer = stream.writable.getWriter();
  const read = stream.readable.getReader().read();
  await writer.write(record("a"));
  const [written, reading] = await Promise.all([
    rejectionOf(writer.write({ timestamp: -1 })),
    rejectionOf(read),
    rejectionOf(writer.closed),
  ]);
  expect(written).toMatchObject({ code: "invalid_argument" });
  expect(reading).toBe(written);
  expect(clock.pending).toBe(0);
});

test("cancelling the readable side stops the timer and the writer, also one that waits", async () => {
  const clock = new ManualClock();
  const reason = new Error("enough");
  const stream = new BatchingStream({ maxBatchRecords: 2, clock });
  const writer = stream.writable.getWriter();
  const closed = rejectionOf(writer.closed);
  const writes = ["a", "b", "c"].map((body) => rejectionOf(writer.write(record(body))).catch(() => undefined));
  await quiet();
  await stream.readable.cancel(reason);
  clock.advance(100);
  expect(clock.pending).toBe(0);
  expect(await closed).toBe(reason);
  await Promise.all(writes);
  expect(await rejectionOf(writer.write(record("d")))).toBe(reason);
});

test("aborting the writable side ends the reader with the reason at once, though a write is waiting", async () => {
  const reason = new Error("enough");
  const stream = new BatchingStream({ maxBatchRecords: 1 });
  const writer = stream.writable.getWriter();
  writer.closed.catch(() => undefined);
  const write = rejectionOf(writer.write(record("a")));
  await quiet();
  await writer.abort(reason);
  await write;
  expect(await rejectionOf(stream.readable.getReader().read())).toBe(reason);
});

test.each([
  ["aborting the writable side", (writer: WritableStreamDefaultWriter) => writer.abort(new Error("enough"))],
  ["a bad record", (writer: WritableStreamDefaultWriter) => writer.write({ body: 1 })],
])("%s ends the readable side also while nobody reads", async (_what, end) => {
  const { readable, writable } = new BatchingStream();
  const reader = readable.getReader();
  const writer = writable.getWriter();
  writer.closed.catch(() => undefined);
  await end(writer).catch(() => undefined);
  await expect(reader.closed).rejects.toThrow();
});

test("refuses options out of range", () => {
  expect(() => new BatchingStream({ lingerMs: -1 })).toThrow(expect.objectContaining({ field: "lingerMs" }));
});
