import assert from "node:assert/strict";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import type { QueryValues } from "../../harness/query.js";
import { type StreamHandle, trim } from "../../harness/stream-handle.js";
import type { U64 } from "../../wire/messages.js";

const U64_MAX = 2n ** 64n - 1n;

/** A stream with one record for each timestamp; each body is the record's sequence number. */
export async function streamWithTimestamps(context: CaseContext, timestamps: readonly U64[]): Promise<StreamHandle> {
  const stream = await context.newStream({ timestamping: { mode: "client-require", uncapped: true } });
  await stream.appendRecords(timestamps.map((timestamp, index) => ({ timestamp, body: `${index}` })));
  return stream;
}

/** Trims everything that was written so far, the command included, and waits until it is gone. */
export async function trimAll(stream: StreamHandle, timestamp: U64): Promise<void> {
  expectStatus(await stream.appendMessage({ records: [{ ...trim(U64_MAX), timestamp }] }), 200);
  await eventually(async () => assert.deepEqual(await stream.readBatch({ seq_num: 0 }), { records: [] }));
}

/** Every way of reading that answers 416 before anything else. */
async function expectUnwritten(stream: StreamHandle, query: QueryValues): Promise<void> {
  const tail = { tail: { ...(await stream.tail()) } };
  const replies = [
    await stream.read(query),
    await stream.read(query, { accept: "application/protobuf" }),
    await stream.openSse(query).reply(),
    await stream.openRead(query).reply(),
  ];
  for (const reply of replies) expectJson(reply, 416, tail);
}

export const startCases: ConformanceCase[] = casesFor("read.start", [
  {
    name: "by-seq-num",
    proves: "seq_num starts at exactly that record",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 30]);
      for (const [seq_num, expected] of [
        [0, ["0", "1", "2"]],
        [1, ["1", "2"]],
        [2, ["2"]],
      ] as const) {
        assert.deepEqual(await stream.bodies({ seq_num }), expected);
      }
    },
  },
  {
    name: "by-tail-offset",
    proves: "tail_offset starts that many records before the tail, at most at the beginning",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2, 3, 4, 5]);
      await forEachRow([1, 3, 5, 999, U64_MAX], async (tail_offset) => {
        const expected = ["0", "1", "2", "3", "4"].slice(-Number(tail_offset));
        assert.deepEqual(await stream.bodies({ tail_offset }), expected);
      });
    },
  },
  {
    name: "by-timestamp",
    proves: "timestamp starts at the first record at or after it, all duplicates of it included",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 20, 20, 40]);
      const rows = [
        { timestamp: 0, first: 0 },
        { timestamp: 10, first: 0 },
        { timestamp: 11, first: 1 },
        { timestamp: 20, first: 1 },
        { timestamp: 21, first: 4 },
        { timestamp: 40, first: 4 },
      ];
      await forEachRow(rows, async ({ timestamp, first }) => {
        const { records } = await stream.readBatch({ timestamp });
        assert.equal(records[0]?.seq_num, first);
        assert.equal(records.length, 5 - first);
      });
    },
  },
  {
    name: "timestamp-with-limits",
    proves: "a timestamp start counts limits from the record it resolves to",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 20, 20, 40]);
      assert.deepEqual(await stream.bodies({ timestamp: 15, count: 2 }), ["1", "2"]);
      assert.deepEqual(await stream.bodies({ timestamp: 15, bytes: 9 }), ["1"]);
      assert.deepEqual(await stream.bodies({ timestamp: 15, until: 40 }), ["1", "2", "3"]);
    },
  },
  {
    name: "timestamps-beyond-2-to-53",
    proves: "timestamps are compared exactly up to 2^64-1",
    run: async (context) => {
      const large = 2n ** 63n;
      const stream = await streamWithTimestamps(context, [large, large + 1n, U64_MAX - 1n, U64_MAX]);
      assert.deepEqual(await stream.bodies({ timestamp: large + 1n }), ["1", "2", "3"]);
      assert.deepEqual(await stream.bodies({ timestamp: U64_MAX }), ["3"]);
      assert.deepEqual(await stream.bodies({ seq_num: 0, until: U64_MAX }), ["0", "1", "2"]);
      assert.deepEqual((await stream.tail()).timestamp, U64_MAX);
    },
  },
  {
    name: "stays-in-its-stream",
    proves: "a timestamp start never finds records of another stream",
    run: async (context) => {
      const basin = await context.newBasin({
        default_stream_config: { timestamping: { mode: "client-require", uncapped: true } },
      });
      const [one, two] = [await basin.newStream(), await basin.newStream()];
      await one.appendRecords([{ timestamp: 10, body: "one" }]);
      await two.appendRecords([{ timestamp: 20, body: "two" }]);
      expectStatus(await one.read({ timestamp: 15 }), 416);
      assert.deepEqual(await one.bodies({ timestamp: 5 }), ["one"]);
      assert.deepEqual(await two.bodies({ timestamp: 5 }), ["two"]);
    },
  },
  {
    name: "default-is-the-tail",
    proves: "without a start a read begins at the tail",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2]);
      await expectUnwritten(stream, { count: 1 });
      expectStatus(await stream.read(), 416);
    },
  },
  {
    name: "at-most-one",
    proves: "more than one of seq_num, timestamp and tail_offset is answered 422 invalid, in every way of reading",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2]);
      const rows: QueryValues[] = [
        { seq_num: 0, timestamp: 0 },
        { seq_num: 0, tail_offset: 1 },
        { timestamp: 0, tail_offset: 1 },
        { seq_num: 0, timestamp: 0, tail_offset: 1 },
      ];
      await forEachRow(rows, async (query) => {
        expectError(await stream.read(query), 422, "invalid");
        expectError(await stream.openSse(query).reply(), 422, "invalid");
        expectError(await stream.openRead(query).reply(), 422, "invalid");
      });
    },
  },
  {
    name: "timestamp-not-below-until",
    proves: "a timestamp start at or after until is answered 422 invalid",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2]);
      for (const timestamp of [5, 6]) {
        expectError(await stream.read({ timestamp, until: 5 }), 422, "invalid");
        expectError(await stream.openSse({ timestamp, until: 5 }).reply(), 422, "invalid");
        expectError(await stream.openRead({ timestamp, until: 5 }).reply(), 422, "invalid");
      }
    },
  },
  {
    name: "below-trim-point",
    proves: "a start below the trim point begins at the first retained record, by seq_num, tail_offset and timestamp",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 30, 40, 50]);
      expectStatus(await stream.appendMessage({ records: [{ ...trim(3), timestamp: 60 }] }), 200);
      await eventually(async () => assert.equal((await stream.readBatch({ seq_num: 0 })).records[0]?.seq_num, 3));
      await forEachRow(
        [{ seq_num: 0 }, { seq_num: 2 }, { tail_offset: 999 }, { timestamp: 0 }, { timestamp: 25 }],
        async (query) => {
          const { records } = await stream.readBatch(query);
          assert.deepEqual(
            records.map(({ seq_num }) => seq_num),
            [3, 4, 5],
          );
        },
      );
    },
  },
  {
    name: "missing-stream",
    proves: "reading a missing stream is 404 stream_not_found, in a missing basin 404 basin_not_found",
    run: async (context) => {
      const missing = (await context.sharedBasin()).missingStream();
      const elsewhere = context.basinNamed(context.uniqueName("missing")).stream("s");
      for (const [stream, code] of [
        [missing, "stream_not_found"],
        [elsewhere, "basin_not_found"],
      ] as const) {
        expectError(await stream.read({ seq_num: 0 }), 404, code);
        expectError(await stream.openSse({ seq_num: 0 }).reply(), 404, code);
        expectError(await stream.openRead({ seq_num: 0 }).reply(), 404, code);
      }
    },
  },
]);

export const unwrittenCases: ConformanceCase[] = casesFor("read.unwritten", [
  {
    name: "beyond-tail",
    proves:
      "a start beyond the tail is answered 416 with the tail and nothing else, in every way of reading, with wait too",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      await forEachRow<QueryValues>(
        [{ seq_num: 3 }, { seq_num: U64_MAX }, { timestamp: 21 }, { seq_num: 3, wait: 5 }, { timestamp: 21, wait: 5 }],
        (query) => expectUnwritten(stream, query),
      );
    },
  },
  {
    name: "empty-stream",
    proves: "a bounded read of an empty stream is answered 416 with a zero tail, whatever the start",
    run: async (context) => {
      const stream = await context.newStream();
      await forEachRow<QueryValues>(
        [{}, { seq_num: 0 }, { timestamp: 0 }, { tail_offset: 0 }, { tail_offset: 5 }, { seq_num: 0, clamp: true }],
        async (query) => {
          expectJson(await stream.read(query), 416, { tail: { seq_num: 0, timestamp: 0 } });
          await expectUnwritten(stream, { ...query, count: 1 });
        },
      );
    },
  },
  {
    name: "at-tail-without-following",
    proves:
      "a start at the tail of a bounded read without wait is answered 416, also with wait 0, with clamp, or where all is trimmed",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const starts: QueryValues[] = [
        {},
        { tail_offset: 0 },
        { seq_num: 2 },
        { seq_num: 2, clamp: true },
        { seq_num: 9, clamp: true },
        { timestamp: 21, clamp: true },
      ];
      const ends: QueryValues[] = [
        { count: 5 },
        { bytes: 100 },
        { count: 5, wait: 0 },
        { until: U64_MAX },
        { until: U64_MAX, wait: 0 },
      ];
      const rows = starts.flatMap((start) => ends.map((end) => ({ ...start, ...end })));
      await forEachRow(rows, (query) => expectUnwritten(stream, query));
      await trimAll(stream, 30);
      await forEachRow(ends, (end) => expectUnwritten(stream, { timestamp: 30, ...end }));
    },
  },
  {
    name: "clamp-with-wait",
    proves: "clamp moves a start beyond the tail to the tail; with wait the read is then empty, not 416",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      await forEachRow([{ seq_num: 99 }, { timestamp: 99 }], async (start) => {
        assert.deepEqual(await stream.readBatch({ ...start, clamp: true, wait: 1 }), { records: [] });
      });
    },
  },
  {
    name: "clamp-within-tail",
    proves: "clamp changes nothing for a start below the tail",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      assert.deepEqual(await stream.bodies({ seq_num: 1, clamp: true }), ["1"]);
      assert.deepEqual(await stream.bodies({ timestamp: 15, clamp: true }), ["1"]);
    },
  },
  {
    name: "all-trimmed-below-tail",
    proves:
      "a seq_num or tail_offset start below the tail with everything trimmed is 200 and empty; a timestamp start is 416",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      await trimAll(stream, 30);
      await forEachRow<QueryValues>(
        [{ seq_num: 0 }, { seq_num: 2 }, { tail_offset: 1 }, { tail_offset: 99 }],
        async (query) => {
          assert.deepEqual(await stream.readBatch(query), { records: [] });
          const session = stream.openRead({ ...query, count: 5 });
          assert.deepEqual(await session.batchesToEnd(), []);
          assert.deepEqual(await stream.openSse({ ...query, count: 5 }).batchesToDone(), []);
        },
      );
      await expectUnwritten(stream, { timestamp: 10, count: 1 });
    },
  },
]);
