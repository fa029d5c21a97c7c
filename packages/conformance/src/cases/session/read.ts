import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectSessionHead, expectStatus } from "../../harness/expectations.js";
import { bodiesOf } from "../../harness/stream-handle.js";
import { streamWithTimestamps, trimAll } from "../read/starts.js";

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`);

export const readSessionCases: ConformanceCase[] = casesFor("read-session.follow", [
  {
    name: "head",
    proves: "a read session has the headers of a stream that must not be buffered",
    run: async (context) => {
      const head = await (await context.newStream()).openRead({ seq_num: 0 }).head();
      expectSessionHead(head);
      assert.equal(head.headers["cache-control"], "no-cache, no-transform");
      assert.equal(head.headers["x-accel-buffering"], "no");
    },
  },
  {
    name: "heartbeat-at-the-tail",
    proves: "a session that starts at the tail sends a heartbeat with the tail at once: no records, a tail",
    run: async (context) => {
      const stream = await context.newStream();
      const first = stream.openRead({ seq_num: 0 });
      assert.deepEqual(await first.nextBatch(), { records: [], tail: { seq_num: 0, timestamp: 0 } });
      const { tail } = await stream.appendBodies("a");
      const second = stream.openRead();
      assert.deepEqual(await second.nextBatch(), { records: [], tail });
    },
  },
  {
    name: "catch-up-heartbeat-live",
    proves: "written records come first and without tail, then a heartbeat, then live batches with the tail after each",
    run: async (context) => {
      const stream = await context.newStream();
      const written = await stream.appendBodies("a", "b");
      const session = stream.openRead({ seq_num: 0 });
      const catchUp = await session.nextBatch();
      assert.deepEqual(bodiesOf(catchUp), ["a", "b"]);
      assert.equal(catchUp.tail, undefined);
      assert.deepEqual(await session.nextBatch(), { records: [], tail: written.end });
      for (const body of ["c", "d"]) {
        const { end } = await stream.appendBodies(body, `${body}2`);
        const live = await session.nextBatch();
        assert.deepEqual(bodiesOf(live), [body, `${body}2`]);
        assert.deepEqual(live.tail, end);
      }
    },
  },
  {
    name: "nothing-lost-at-the-turn",
    proves: "a reader that starts while a writer is writing sees every record once and in order, from catch-up to live",
    run: async (context) => {
      const stream = await context.newStream();
      const writer = stream.openAppend();
      for (let next = 0; next < 300; next += 1) writer.send({ records: [{ body: `${next}` }] });
      const readers = Array.from({ length: 5 }, async () => {
        const session = stream.openRead({ seq_num: 0 });
        const bodies: string[] = [];
        while (bodies.length < 300) bodies.push(...bodiesOf(await session.nextRecords()));
        assert.deepEqual(bodies, numbers(0, 300));
      });
      for (let next = 0; next < 300; next += 1) await writer.nextAck();
      await Promise.all(readers);
    },
  },
  {
    name: "heartbeats-keep-coming",
    proves: "an idle session gets a heartbeat every 5 to 15 seconds",
    tags: ["slow"],
    run: async (context) => {
      const session = (await context.newStream()).openRead({ seq_num: 0 });
      await session.nextBatch();
      for (let beat = 0; beat < 3; beat += 1) {
        const startedMs = performance.now();
        assert.deepEqual(await session.nextBatch(30_000), { records: [], tail: { seq_num: 0, timestamp: 0 } });
        const waitedMs = performance.now() - startedMs;
        assert(waitedMs > 3_000 && waitedMs < 25_000, `${waitedMs} ms`);
      }
    },
  },
  {
    name: "survives-a-minute",
    proves: "an unbounded session that is idle for more than a minute still delivers",
    tags: ["slow"],
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead({ seq_num: 0 });
      const deadlineMs = performance.now() + 62_000;
      while (performance.now() < deadlineMs) assert.deepEqual((await session.nextBatch()).records, []);
      await stream.appendBodies("late");
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["late"]);
    },
  },
  {
    name: "clamped-to-the-tail",
    proves: "a start beyond the tail with clamp reports the tail and delivers from there",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const session = stream.openRead({ seq_num: 99, clamp: true });
      assert.deepEqual(await session.nextBatch(), { records: [], tail: { seq_num: 2, timestamp: 20 } });
      await stream.appendRecords([{ timestamp: 30, body: "next" }]);
      const live = await session.nextRecords();
      assert.equal(live.records[0]?.seq_num, 2);
    },
  },
  {
    name: "everything-trimmed",
    proves: "a session on a stream whose records are all trimmed sends a heartbeat and follows, also from a timestamp",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      await trimAll(stream, 30);
      const sessions = [{ seq_num: 0 }, { timestamp: 15 }, { tail_offset: 2 }].map((start) => stream.openRead(start));
      for (const session of sessions) {
        assert.deepEqual(await session.nextBatch(), { records: [], tail: { seq_num: 3, timestamp: 30 } });
      }
      await stream.appendRecords([{ timestamp: 40, body: "next" }]);
      for (const session of sessions) assert.deepEqual(bodiesOf(await session.nextRecords()), ["next"]);
    },
  },
  {
    name: "slow-reader-misses-nothing",
    proves: "a reader that stops reading while much is written gets all of it in order afterwards, and follows again",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead({ seq_num: 0 });
      await session.nextBatch();
      session.exchange.pauseReading();
      const body = "x".repeat(250_000);
      const writer = stream.openAppend();
      for (let index = 0; index < 120; index += 1) writer.send({ records: [{ body: `${index}:${body}` }] });
      for (let index = 0; index < 120; index += 1) await writer.nextAck();
      session.exchange.resumeReading();
      const seen: string[] = [];
      while (seen.length < 120)
        seen.push(...bodiesOf(await session.nextRecords()).map((text) => text.split(":")[0] ?? ""));
      assert.deepEqual(seen, numbers(0, 120));
      writer.send({ records: [{ body: "last" }] });
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["last"]);
    },
  },
  {
    name: "many-followers",
    proves: "thirty followers each get every live batch",
    run: async (context) => {
      const stream = await context.newStream();
      const sessions = Array.from({ length: 30 }, () => stream.openRead());
      for (const session of sessions) await session.nextBatch();
      for (const body of ["a", "b", "c"]) await stream.appendBodies(body);
      for (const session of sessions) {
        const bodies: string[] = [];
        while (bodies.length < 3) bodies.push(...bodiesOf(await session.nextRecords()));
        assert.deepEqual(bodies, ["a", "b", "c"]);
      }
    },
  },
]);

export const readSessionEndCases: ConformanceCase[] = casesFor("read-session.end", [
  {
    name: "bounded-ends-at-the-tail",
    proves: "a bounded session without wait ends at the tail as it was when the session opened",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      for (const bound of [{ count: 99 }, { bytes: 999 }, { until: 999 }]) {
        const batches = await stream.openRead({ seq_num: 0, ...bound }).batchesToEnd();
        assert.deepEqual(batches.flatMap(bodiesOf), ["0", "1"]);
        for (const { tail } of batches) assert.equal(tail, undefined);
      }
    },
  },
  {
    name: "unbounded-wait-zero",
    proves: "wait 0 without bounds reads to the tail and ends; at the tail it ends at once with 200 and nothing",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const batches = await stream.openRead({ seq_num: 0, wait: 0 }).batchesToEnd();
      assert.deepEqual(batches.flatMap(bodiesOf), ["0", "1"]);
      assert.deepEqual(await stream.openRead({ wait: 0 }).batchesToEnd(), []);
    },
  },
  {
    name: "count-over-live-batches",
    proves: "count ends a following session inside a live batch, and exactly at its end",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead({ count: 3, wait: 30 });
      await session.nextBatch();
      const first = await stream.appendBodies("a", "b");
      const { tail } = await session.nextBatch();
      assert.deepEqual(tail, first.end);
      const second = await stream.appendBodies("c", "d");
      const last = await session.nextBatch();
      assert.deepEqual(bodiesOf(last), ["c"]);
      assert.deepEqual(last.tail, second.end);
      await session.expectEnd();

      const exact = stream.openRead({ count: 2, wait: 30 });
      await exact.nextBatch();
      await stream.appendBodies("e", "f");
      assert.deepEqual(bodiesOf(await exact.nextBatch()), ["e", "f"]);
      await exact.expectEnd();
    },
  },
  {
    name: "bytes-over-live-batches",
    proves:
      "bytes counts over catch-up and live batches; a live record that does not fit ends the session without a batch",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      const session = stream.openRead({ seq_num: 0, bytes: 20, wait: 30 });
      assert.deepEqual(bodiesOf(await session.nextBatch()), ["a"]);
      await session.nextBatch();
      await stream.appendBodies("b");
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["b"]);
      await stream.appendBodies("c");
      await session.expectEnd();
    },
  },
  {
    name: "until-over-live-batches",
    proves: "until with wait ends only when a record at or after it arrives",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10]);
      const session = stream.openRead({ seq_num: 0, until: 100, wait: 30 });
      assert.deepEqual(bodiesOf(await session.nextBatch()), ["0"]);
      await session.nextBatch();
      await stream.appendRecords([{ timestamp: 20, body: "a" }]);
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["a"]);
      await stream.appendRecords([
        { timestamp: 99, body: "b" },
        { timestamp: 100, body: "c" },
      ]);
      assert.deepEqual(bodiesOf(await session.nextRecords()), ["b"]);
      await session.expectEnd();
    },
  },
  {
    name: "wait-runs-out",
    proves: "a session with wait ends without error when nothing arrives for that long",
    run: async (context) => {
      const stream = await context.newStream();
      const startedMs = performance.now();
      const session = stream.openRead({ seq_num: 0, wait: 1 });
      assert.deepEqual((await session.nextBatch()).records, []);
      await session.expectEnd();
      assert(performance.now() - startedMs > 950, "it did not wait");
    },
  },
  {
    name: "wait-begins-anew-with-each-batch",
    proves: "each delivered batch begins the wait anew",
    run: async (context) => {
      const stream = await context.newStream();
      const session = stream.openRead({ seq_num: 0, wait: 4 });
      await session.nextBatch();
      const startedMs = performance.now();
      for (let batch = 0; batch < 3; batch += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_400));
        await stream.appendBodies("a");
        assert.equal((await session.nextRecords()).records.length, 1);
      }
      await session.expectEnd();
      assert(performance.now() - startedMs > 3 * 1_400 + 3_500, "the last batch did not begin the wait anew");
    },
  },
  {
    name: "heartbeats-do-not-extend-wait",
    proves: "heartbeats do not begin the wait anew",
    tags: ["slow"],
    run: async (context) => {
      const stream = await context.newStream();
      const startedMs = performance.now();
      const session = stream.openRead({ seq_num: 0, wait: 18 });
      const beats = await session.batchesToEnd();
      const waitedMs = performance.now() - startedMs;
      assert(beats.length >= 2, "no heartbeat in between");
      assert(waitedMs > 17_000 && waitedMs < 30_000, `${waitedMs} ms`);
    },
  },
  {
    name: "unwritten-before-session",
    proves: "a start beyond the tail without clamp is an ordinary 416 before the session",
    run: async (context) => {
      const stream = await context.newStream();
      expectStatus(await stream.openRead({ seq_num: 1 }).reply(), 416);
    },
  },
]);
