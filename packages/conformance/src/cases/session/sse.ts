import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { bodiesOf } from "../../harness/stream-handle.js";
import type { SseBatch } from "../../wire/sse-stream.js";
import { streamWithTimestamps } from "../read/starts.js";

const U64_MAX = 2n ** 64n - 1n;
const ids = (batches: readonly SseBatch[]): string[] => batches.map(({ id }) => id);

export const sseCases: ConformanceCase[] = casesFor("sse.events", [
  {
    name: "head",
    proves: "an event stream has the headers of a stream that must not be buffered or compressed",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("x".repeat(3_000));
      const { headers } = await stream.openSse({ seq_num: 0 }, { "accept-encoding": "gzip, zstd" }).head();
      assert.equal(headers["content-type"], "text/event-stream");
      assert.equal(headers["cache-control"], "no-cache, no-transform");
      assert.equal(headers["x-accel-buffering"], "no");
      assert.equal(headers["content-encoding"], undefined);
    },
  },
  {
    name: "wire-form",
    proves: "a bounded read is exactly one batch event with its id and data, and [DONE] without a name",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const reply = await stream.openSse({ seq_num: 0, count: 2 }).reply();
      const records = '[{"seq_num":0,"timestamp":10,"body":"0"},{"seq_num":1,"timestamp":20,"body":"1"}]';
      assert.equal(reply.text, `event: batch\nid: 1,2,18\ndata: {"records":${records}}\n\ndata: [DONE]\n\n`);
    },
  },
  {
    name: "ping",
    proves: "a ping at the tail has the server's time and the tail, and no id",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10]);
      const events = stream.openSse();
      const ping = await events.next();
      assert.match(ping?.text ?? "", /^event: ping\ndata: \{"timestamp":\d+,"tail":\{"seq_num":1,"timestamp":10\}\}$/);
      const { timestamp } = JSON.parse(ping?.data ?? "{}");
      assert(Math.abs(timestamp - Date.now()) < 60_000, `${timestamp} is not about now`);
    },
  },
  {
    name: "catch-up-ping-live",
    proves: "written records come first without tail, then a ping, then live batches with tail and cumulative ids",
    run: async (context) => {
      const stream = await context.newStream();
      const written = await stream.appendBodies("a", "b");
      const events = stream.openSse({ seq_num: 0 });
      const catchUp = await events.nextBatch();
      assert.deepEqual(bodiesOf(catchUp), ["a", "b"]);
      assert.equal(catchUp.tail, undefined);
      assert.equal(catchUp.id, "1,2,18");
      assert.deepEqual((await events.nextPing()).tail, written.end);
      const { end } = await stream.appendBodies("c");
      const live = await events.nextBatch();
      assert.deepEqual(bodiesOf(live), ["c"]);
      assert.deepEqual(live.tail, end);
      assert.equal(live.id, "2,3,27");
    },
  },
  {
    name: "data-is-one-line",
    proves: "line ends, quotes and unicode in records do not break the framing",
    run: async (context) => {
      const stream = await context.newStream();
      const body = 'a\nb\r\nc\rd"\\\u2028\u2029 data: [DONE]\n\nevent: error 😀';
      await stream.appendRecords([{ body, headers: [["\n\n", "\r"]] }]);
      const [batch] = await stream.openSse({ seq_num: 0, count: 1 }).batchesToDone();
      assert.equal(batch?.records[0]?.body, body);
      assert.deepEqual(batch?.records[0]?.headers, [["\n\n", "\r"]]);
    },
  },
  {
    name: "formats",
    proves: "batch events honour s2-format",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendMessage({ records: [{ body: Buffer.from([0xff, 0x00]) }] });
      const read = async (format: string) =>
        (await stream.openSse({ seq_num: 0, count: 1 }, { "s2-format": format }).batchesToDone())[0]?.records[0]?.body;
      assert.equal(await read("base64"), "/wA=");
      assert.equal(await read("raw"), "\ufffd\u0000");
    },
  },
  {
    name: "done-when-wait-runs-out",
    proves: "a stream of events whose wait runs out ends with [DONE]",
    run: async (context) => {
      const events = (await context.newStream()).openSse({ wait: 1 });
      await events.nextPing();
      await events.expectDone();
    },
  },
  {
    name: "only-done",
    proves: "wait 0 at the tail is [DONE] and nothing else",
    run: async (context) => {
      const reply = await (await context.newStream()).openSse({ wait: 0 }).reply();
      expectStatus(reply, 200);
      assert.equal(reply.text, "data: [DONE]\n\n");
    },
  },
  {
    name: "pings-keep-coming",
    proves: "an idle stream of events gets a ping every 5 to 15 seconds",
    tags: ["slow"],
    run: async (context) => {
      const events = (await context.newStream()).openSse();
      await events.nextPing();
      for (let beat = 0; beat < 2; beat += 1) {
        const startedMs = performance.now();
        await events.nextPing(30_000);
        const waitedMs = performance.now() - startedMs;
        assert(waitedMs > 3_000 && waitedMs < 25_000, `${waitedMs} ms`);
      }
    },
  },
]);

export const sseResumeCases: ConformanceCase[] = casesFor("sse.resume", [
  {
    name: "continues-after-the-id",
    proves: "last-event-id starts after its sequence number, whatever the query says, and ids go on counting",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 30]);
      for (const query of [{ seq_num: 0 }, { timestamp: 10 }, { tail_offset: 1 }, {}]) {
        const [batch] = await stream.openSse({ ...query, wait: 0 }, { "last-event-id": "0,5,100" }).batchesToDone();
        assert.deepEqual(bodiesOf(batch ?? { records: [] }), ["1", "2"]);
        assert.equal(batch?.id, "2,7,118");
      }
    },
  },
  {
    name: "budget-over-connections",
    proves: "over three connections with the same query, count and bytes hold in total and ids are those of one read",
    run: async (context) => {
      const stream = await context.newStream();
      const bodies = Array.from({ length: 3_500 }, (_, index) => `${index}`.padStart(4, "0"));
      for (let start = 0; start < bodies.length; start += 500)
        await stream.appendBodies(...bodies.slice(start, start + 500));
      for (const query of [
        { seq_num: 0, count: 3_100 },
        { seq_num: 0, bytes: 3_100 * 12 },
        { seq_num: 0, count: 3_100, bytes: 3_100 * 12 },
      ]) {
        const whole = await stream.openSse(query).batchesToDone();
        assert.equal(whole.flatMap(bodiesOf).length, 3_100);
        const parts: SseBatch[] = [];
        for (let connection = 0; connection < 2; connection += 1) {
          const lastId = parts.at(-1)?.id;
          const events = stream.openSse(query, { "last-event-id": lastId });
          parts.push(await events.nextBatch());
          events.exchange.abandon();
        }
        parts.push(...(await stream.openSse(query, { "last-event-id": parts.at(-1)?.id }).batchesToDone()));
        assert.deepEqual(ids(parts), ids(whole));
        assert.deepEqual(parts.flatMap(bodiesOf), bodies.slice(0, 3_100));
      }
    },
  },
  {
    name: "budget-used-up",
    proves: "a resume with nothing left of count or bytes is 200 and only [DONE], also with counters beyond the limit",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 30]);
      const rows = [
        { query: { seq_num: 0, count: 2 }, id: "1,2,18" },
        { query: { seq_num: 0, bytes: 18 }, id: "1,2,18" },
        { query: { seq_num: 0, count: 2 }, id: "1,99,18" },
        { query: { seq_num: 0, bytes: 18 }, id: `1,2,${U64_MAX}` },
      ];
      await forEachRow(rows, async ({ query, id }) => {
        const reply = await stream.openSse(query, { "last-event-id": id }).reply();
        expectStatus(reply, 200);
        assert.equal(reply.text, "data: [DONE]\n\n");
      });
    },
  },
  {
    name: "counters-saturate",
    proves: "counters that would exceed 2^64-1 stay there",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const id = { "last-event-id": `0,${U64_MAX},${U64_MAX}` };
      const batches = await stream.openSse({ wait: 0 }, id).batchesToDone();
      assert.deepEqual(ids(batches), [`1,${U64_MAX},${U64_MAX}`]);
    },
  },
  {
    name: "at-the-tail",
    proves: "a resume at the tail follows when the read may follow, and is 416 when it is bounded and has budget left",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const id = { "last-event-id": "1,2,18" };
      await stream.openSse({ seq_num: 0 }, id).nextPing();
      await stream.openSse({ seq_num: 0, count: 9, wait: 20 }, id).nextPing();
      expectStatus(await stream.openSse({ seq_num: 0, count: 9 }, id).reply(), 416);
      expectStatus(await stream.openSse({ seq_num: 0, count: 9, clamp: true }, id).reply(), 416);
    },
  },
  {
    name: "beyond-the-tail",
    proves: "an id beyond the tail is 416; with clamp the read follows from the tail",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const id = { "last-event-id": "7,2,18" };
      expectStatus(await stream.openSse({ seq_num: 0 }, id).reply(), 416);
      await stream.openSse({ seq_num: 0, clamp: true }, id).nextPing();
    },
  },
  {
    name: "malformed-id",
    proves: "an id that is not three integers is answered 400 bad_header, an empty one too",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const values = ["", "1", "1,2", "1,2,3,4", "a,b,c", "1,,3", "-1,2,3", "1.0,2,3", `${U64_MAX + 1n},0,0`];
      await forEachRow(values, async (value) => {
        expectError(await stream.openSse({ seq_num: 0 }, { "last-event-id": value }).reply(), 400, "bad_header");
      });
    },
  },
  {
    name: "only-for-sse",
    proves: "unary reads and sessions ignore last-event-id, even a malformed one",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      for (const id of ["0,1,9", "nonsense"]) {
        assert.deepEqual(bodiesOf(await stream.readBatch({ seq_num: 0 }, { "last-event-id": id })), ["0", "1"]);
        const batches = await stream.openRead({ seq_num: 0, count: 9 }, { "last-event-id": id }).batchesToEnd();
        assert.deepEqual(batches.flatMap(bodiesOf), ["0", "1"]);
      }
    },
  },
  {
    name: "start-rules-with-id",
    proves: "with an id, conflicting starts are still 422, a timestamp at or after until is not",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const id = { "last-event-id": "0,1,9" };
      expectError(await stream.openSse({ seq_num: 0, timestamp: 0 }, id).reply(), 422, "invalid");
      const [batch] = await stream.openSse({ timestamp: 50, until: 50 }, id).batchesToDone();
      assert.deepEqual(bodiesOf(batch ?? { records: [] }), ["1"]);
    },
  },
]);
