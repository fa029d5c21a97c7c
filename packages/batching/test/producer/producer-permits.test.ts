import { getEventListeners } from "node:events";
import { S2Error, UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Producer, type ProducerOptions } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record, recordOfBytes } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  const producer = new Producer(sink, { maxBatchRecords: 2, lingerMs: Number.POSITIVE_INFINITY, clock, ...options });
  return { producer, sink };
}

/** A producer whose sink has one batch in flight, one that waits, and a full one behind it: no room at all. */
function startFull(options: ProducerOptions = {}) {
  const { producer, sink } = start(options, new ScriptedSink(1));
  producer.trySubmit(record("in flight"));
  producer.flush().catch(() => undefined);
  for (const body of ["a", "b", "c", "d"]) producer.trySubmit(record(body));
  expect(producer.trySubmit(record("none"))).toBeUndefined();
  return { producer, sink };
}

async function drain(sink: ScriptedSink): Promise<void> {
  while (await quiet().then(() => sink.ack()));
}

describe("a permit", () => {
  test("submits without waiting, and its record is acknowledged like any other", async () => {
    const { producer, sink } = start();
    const permit = await producer.reserve(20);
    expect(permit.meteredBytes).toBe(20);
    producer.trySubmit(record("before"));
    const ticket = permit.submit(record("kept"));
    const flushed = producer.flush();
    sink.ack();
    expect((await ticket.ack()).seqNum).toBe(1);
    await flushed;
    expect(sink.bodies).toEqual([["before", "kept"]]);
  });

  test("is granted at once while there is room, and waits in line while there is none", async () => {
    const { producer, sink } = startFull();
    const submitted = producer.submit(record("first in line"));
    const reserved = producer.reserve(8);
    expect(await stateOf(reserved)).toBe("pending");
    sink.ack();
    await submitted;
    const permit = await reserved;
    permit.submit(record(""));
    await drain(sink);
    expect(sink.bodies.flat()).toEqual(["in flight", "a", "b", "c", "d", "first in line", ""]);
  });

  test("holds when the room that it was granted for is taken by others: one batch more is queued", async () => {
    const { producer, sink } = start({}, new ScriptedSink(1));
    const permits = [await producer.reserve(100), await producer.reserve(100)];
    for (const body of ["1", "2", "3", "4", "5", "6"]) producer.trySubmit(record(body));
    expect(producer.trySubmit(record("no room"))).toBeUndefined();
    const tickets = permits.map((permit, index) => permit.submit(record(`kept ${index}`)));
    expect(producer.trySubmit(record("no room"))).toBeUndefined();
    expect(sink.waiting).toBe(1);
    await drain(sink);
    expect(await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).seqNum))).toEqual([6, 7]);
    expect(sink.bodies).toEqual([
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
      ["kept 0", "kept 1"],
    ]);
  });

  test("does not join a batch that a flush covers", async () => {
    const { producer, sink } = start({}, new ScriptedSink(1));
    const permit = await producer.reserve(100);
    for (const body of ["1", "2", "3", "4", "5"]) producer.trySubmit(record(body));
    const flushed = producer.flush();
    const ticket = permit.submit(record("later"));
    for (let batches = 0; batches < 3; batches++) await quiet().then(() => sink.ack());
    await flushed;
    expect(await stateOf(ticket.ack())).toBe("pending");
    void producer.flush();
    await drain(sink);
    expect(sink.bodies.at(-1)).toEqual(["later"]);
  });

  test("can be used once", async () => {
    const { producer } = start();
    const permit = await producer.reserve(8);
    permit.submit({});
    expect(() => permit.submit({})).toThrow(UsageError);
    permit.release();
    const other = await producer.reserve(8);
    other.release();
    expect(() => other.submit({})).toThrow("used or given back");
  });

  test("refuses a bad record and one that is larger, and stays usable", async () => {
    const { producer, sink } = start();
    const permit = await producer.reserve(10);
    expect(() => permit.submit(recordOfBytes(11))).toThrow("record must be at most 10 metered bytes");
    expect(() => permit.submit({ body: 5 as never })).toThrow(UsageError);
    permit.submit(recordOfBytes(10));
    void producer.flush();
    expect(sink.batches.map(({ meteredBytes }) => meteredBytes)).toEqual([10]);
  });

  test.each([0, 7, 1.5, 25, Number.NaN, "8"])("cannot be had for %s bytes", async (bytes) => {
    const { producer } = start({ maxBatchBytes: 24 });
    expect(await rejectionOf(producer.reserve(bytes as number))).toMatchObject({
      code: "invalid_argument",
      field: "meteredBytes",
      message: expect.stringContaining("8 to 24"),
    });
  });
});

describe("permits that are not settled", () => {
  test("add up to no more than a batch, by records and by bytes", async () => {
    const { producer } = start({ maxBatchRecords: 2 });
    const [first] = [await producer.reserve(8), await producer.reserve(8)];
    const third = producer.reserve(8);
    expect(await stateOf(third)).toBe("pending");
    first.release();
    expect(await stateOf(third)).toBe("resolved");

    const other = start({ maxBatchRecords: 1000, maxBatchBytes: 24 }).producer;
    const large = await other.reserve(17);
    const small = other.reserve(8);
    expect(await stateOf(small)).toBe("pending");
    large.submit({});
    expect(await stateOf(small)).toBe("resolved");
  });

  test("are given out in the order of the calls", async () => {
    const { producer } = start({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    const permit = await producer.reserve(16);
    const large = producer.reserve(24);
    const small = producer.reserve(8);
    expect(await stateOf(small)).toBe("pending");
    permit.release();
    expect([await stateOf(large), await stateOf(small)]).toEqual(["resolved", "pending"]);
  });

  test("hold up neither records nor a flush nor a close", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    const permit = await producer.reserve(100);
    await producer.submit(record("a"));
    const closed = producer.close();
    await drain(sink);
    await closed;
    expect(() => permit.submit({})).toThrow("closed");
    permit.release();
  });

  test("leave their room at the end of a using block", async () => {
    const { producer } = start({ maxBatchRecords: 1 });
    {
      using permit = await producer.reserve(8);
      expect(permit.meteredBytes).toBe(8);
    }
    expect(await stateOf(producer.reserve(8))).toBe("resolved");
  });
});

describe("a reserve that waits", () => {
  test.each(["for other permits", "in line"])("%s is ended by its signal, and those behind it go on", async (where) => {
    const { producer, sink } = where === "in line" ? startFull() : start({ maxBatchRecords: 1 });
    const held = where === "in line" ? undefined : await producer.reserve(8);
    const controller = new AbortController();
    const reason = { not: "an error" };
    const given = producer.reserve(8, { signal: controller.signal });
    const behind = producer.reserve(8);
    const rejection = rejectionOf(given);
    await quiet();
    controller.abort(reason);
    expect(await rejection).toBe(reason);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    held?.release();
    await drain(sink);
    expect(await stateOf(behind)).toBe("resolved");
  });

  test("gives its share back when it is aborted in line", async () => {
    const { producer, sink } = startFull({ maxBatchRecords: 2 });
    const held = await Promise.all(
      [1, 2].map(async () => {
        const controller = new AbortController();
        const rejection = rejectionOf(producer.reserve(8, { signal: controller.signal }));
        await quiet();
        controller.abort("enough");
        return rejection;
      }),
    );
    expect(held).toEqual(["enough", "enough"]);
    await drain(sink);
    expect(await stateOf(producer.reserve(8))).toBe("resolved");
    expect(await stateOf(producer.reserve(8))).toBe("resolved");
  });

  test("rejects with the reason of a signal that has aborted before", async () => {
    const { producer } = start();
    expect(await rejectionOf(producer.reserve(8, { signal: AbortSignal.abort("enough") }))).toBe("enough");
    expect(await stateOf(producer.reserve(8))).toBe("resolved");
  });

  test.each(["for other permits", "in line"])("%s gets the failure of the producer", async (where) => {
    const { producer, sink } = where === "in line" ? startFull() : start({ maxBatchRecords: 1 });
    const held = where === "in line" ? undefined : await producer.reserve(8);
    const waiting = rejectionOf(producer.reserve(8));
    if (held !== undefined) await producer.submit(record("a"));
    sink.fail(new S2Error("the connection broke", { code: "connection_lost", maybeApplied: true }));
    expect(await waiting).toMatchObject({ code: "connection_lost", maybeApplied: false });
    if (held !== undefined) expect(() => held.submit({})).toThrow("the connection broke");
    expect(await rejectionOf(producer.reserve(8))).toMatchObject({ code: "connection_lost" });
  });

  test.each(["for other permits", "in line"])("%s gets session_closed when the producer is closed", async (where) => {
    const { producer, sink } = where === "in line" ? startFull() : start({ maxBatchRecords: 1 });
    if (where !== "in line") await producer.reserve(8);
    const waiting = rejectionOf(producer.reserve(8));
    const closed = producer.close();
    await drain(sink);
    expect(await waiting).toMatchObject({ code: "session_closed" });
    await closed;
  });
});

test("a batch that permits have queued fails with the producer and was certainly not applied", async () => {
  const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
  const permit = await producer.reserve(100);
  const [, , queued] = ["1", "2", "3"].map((body) => producer.trySubmit(record(body)));
  const open = permit.submit(record("kept"));
  producer.abort();
  for (const ticket of [queued, open]) {
    expect(await rejectionOf(ticket!.ack())).toMatchObject({ code: "session_closed", maybeApplied: false });
  }
  await drain(sink);
  expect(sink.bodies).toEqual([["1"]]);
});

test("whatever is reserved, submitted and acknowledged when, every record taken on is there once, in order", async () => {
  const step = fc.constantFrom("reserve", "use", "release", "submit", "flush", "ack");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, capacity) => {
      const sink = new ScriptedSink(capacity);
      const { producer } = start({ maxBatchRecords: 2 }, sink);
      const permits: Awaited<ReturnType<Producer["reserve"]>>[] = [];
      const order: string[] = [];
      let count = 0;
      for (const each of steps) {
        if (each === "reserve")
          void producer.reserve(16).then(
            (permit) => permits.push(permit),
            () => undefined,
          );
        if (each === "release") permits.shift()?.release();
        if (each === "flush") void producer.flush();
        if (each === "ack") sink.ack();
        if (each === "use" || each === "submit") {
          const body = `${count++}`;
          const ticket = each === "use" ? permits.shift()?.submit(record(body)) : producer.trySubmit(record(body));
          if (ticket !== undefined) order.push(body);
        }
        await quiet();
      }
      const closed = producer.close();
      await drain(sink);
      await closed;
      expect(sink.bodies.flat()).toEqual(order);
    }),
    { numRuns: 300 },
  );
});
