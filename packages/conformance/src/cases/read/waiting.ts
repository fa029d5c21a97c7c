import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectStatus } from "../../harness/expectations.js";
import type { QueryValues } from "../../harness/query.js";
import { bodiesOf, type StreamHandle } from "../../harness/stream-handle.js";
import type { AppendAck, ReadBatch } from "../../wire/messages.js";
import { streamWithTimestamps } from "./starts.js";

/**
 * Begins a long poll at the tail, appends once the poll is likely to be waiting, and returns what the poll answered.
 * Nothing tells that a poll waits; one that came too late has read the records as written ones, and shows no tail.
 */
async function polledLive(
  stream: StreamHandle,
  query: QueryValues,
  append: () => Promise<AppendAck>,
): Promise<{ batch: ReadBatch; ack: AppendAck }> {
  for (const pauseMs of [50, 250, 1_000, 4_000]) {
    const poll = stream.readBatch({ wait: 20, ...query });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const ack = await append();
    const batch = await poll;
    if (batch.tail !== undefined || pauseMs === 4_000) return { batch, ack };
  }
  throw new Error("unreachable");
}

export const waitCases: ConformanceCase[] = casesFor("read.wait", [
  {
    name: "empty-when-time-is-up",
    proves: "a unary read that waits at the tail is answered 200 with no records and no tail when the time is up",
    run: async (context) => {
      const stream = await context.newStream();
      const startedMs = performance.now();
      assert.deepEqual(await stream.readBatch({ seq_num: 0, wait: 1 }), { records: [] });
      assert(performance.now() - startedMs > 900, "it did not wait");
      assert.deepEqual(await stream.readMessage({ wait: 1, count: 1 }), { records: [] });
    },
  },
  {
    name: "first-live-batch",
    proves: "a waiting unary read answers the first batch that arrives, with the tail after that batch",
    run: async (context) => {
      const stream = await context.newStream();
      const { batch, ack } = await polledLive(stream, {}, () => stream.appendBodies("a", "b"));
      assert.deepEqual(bodiesOf(batch), ["a", "b"]);
      assert.deepEqual(batch.tail, ack.end);
    },
  },
  {
    name: "live-batch-is-cut-to-limits",
    proves: "a live batch is cut to count and bytes, and its tail is not",
    run: async (context) => {
      const stream = await context.newStream();
      for (const query of [{ count: 2 }, { bytes: 26 }]) {
        const { batch, ack } = await polledLive(stream, query, () => stream.appendBodies("a", "b", "c"));
        assert.deepEqual(bodiesOf(batch), ["a", "b"]);
        assert.deepEqual(batch.tail, ack.end);
      }
    },
  },
  {
    name: "live-record-beyond-limit",
    proves: "a first live record that bytes or until does not allow ends the read with nothing",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require", uncapped: true } });
      for (const query of [{ bytes: 5 }, { until: 100 }]) {
        const poll = stream.readBatch({ ...query, wait: 30 });
        await new Promise((resolve) => setTimeout(resolve, 100));
        await stream.appendRecords([{ timestamp: 500, body: "a" }]);
        assert.deepEqual(await poll, { records: [] });
      }
    },
  },
  {
    name: "written-records-do-not-wait",
    proves: "records that are there already are answered at once whatever wait, and without tail",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2, 3]);
      for (const query of [{ seq_num: 1 }, { seq_num: 1, count: 99 }, { timestamp: 2 }]) {
        const batch = await stream.readBatch({ ...query, wait: 60 });
        assert.deepEqual(bodiesOf(batch), ["1", "2"]);
        assert.equal(batch.tail, undefined);
      }
    },
  },
  {
    name: "zero-is-no-wait",
    proves: "wait 0 is no wait: 416 at the tail of a unary read",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1]);
      expectStatus(await stream.read({ wait: 0 }), 416);
      assert.deepEqual(await stream.bodies({ seq_num: 0, wait: 0 }), ["0"]);
    },
  },
  {
    name: "many-pollers",
    proves: "twenty waiting reads all get the batch",
    run: async (context) => {
      const stream = await context.newStream();
      const polls = Array.from({ length: 20 }, () => stream.readBatch({ seq_num: 0, wait: 30 }));
      await stream.appendBodies("a");
      for (const poll of polls) assert.deepEqual(bodiesOf(await poll), ["a"]);
    },
  },
  {
    name: "at-most-60-seconds",
    proves: "a unary read waits at most 60 seconds",
    tags: ["slow"],
    run: async (context) => {
      const stream = await context.newStream();
      const exchange = stream.open("GET", `${stream.recordsPath}?wait=4294967295`);
      exchange.end();
      const startedMs = performance.now();
      assert.equal((await exchange.head).status, 200);
      let text = "";
      for (let chunk = await exchange.nextChunk(); chunk !== undefined; chunk = await exchange.nextChunk())
        text += chunk;
      assert.equal(text, '{"records":[]}');
      const waitedSeconds = (performance.now() - startedMs) / 1_000;
      assert(waitedSeconds > 55 && waitedSeconds < 90, `${waitedSeconds} s`);
    },
  },
  {
    name: "abandoned-poll",
    proves: "a poll that its client drops leaves the stream usable",
    run: async (context) => {
      const stream = await context.newStream();
      for (let poll = 0; poll < 10; poll += 1) {
        const exchange = stream.open("GET", `${stream.recordsPath}?wait=60`);
        exchange.end();
        exchange.abandon();
      }
      assert.equal((await stream.appendBodies("a")).start.seq_num, 0);
    },
  },
]);
