import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { forEachRow } from "../../harness/expectations.js";
import type { QueryValues } from "../../harness/query.js";
import { bodiesOf, recordOfSize, type StreamHandle } from "../../harness/stream-handle.js";
import { streamWithTimestamps } from "./starts.js";

const U64_MAX = 2n ** 64n - 1n;

/** The same bounded read in each of its four forms, as the bodies that it delivers. */
async function everyForm(stream: StreamHandle, query: QueryValues): Promise<string[][]> {
  const session = await stream.openRead(query).batchesToEnd();
  const events = await stream.openSse(query).batchesToDone();
  return [
    bodiesOf(await stream.readBatch(query)),
    bodiesOf(await stream.readMessage(query)),
    session.flatMap(bodiesOf),
    events.flatMap(bodiesOf),
  ];
}

async function expectBodies(stream: StreamHandle, query: QueryValues, expected: readonly string[]): Promise<void> {
  for (const bodies of await everyForm(stream, query)) assert.deepEqual(bodies, expected);
}

export const readLimitCases: ConformanceCase[] = casesFor("read.limits", [
  {
    name: "count",
    proves: "count delivers at most that many records, fewer when the tail comes first",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2, 3]);
      await expectBodies(stream, { seq_num: 0, count: 1 }, ["0"]);
      await expectBodies(stream, { seq_num: 0, count: 3 }, ["0", "1", "2"]);
      await expectBodies(stream, { seq_num: 1, count: 99 }, ["1", "2"]);
      await expectBodies(stream, { seq_num: 0, count: U64_MAX }, ["0", "1", "2"]);
    },
  },
  {
    name: "bytes",
    proves: "bytes delivers records while their metered sizes fit, exact fits included",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ body: "0123456789" }, { body: "ab", headers: [["n", "v"]] }, { body: "c" }]);
      const [first, second, third] = [18, 14, 9];
      await expectBodies(stream, { seq_num: 0, bytes: first }, ["0123456789"]);
      await expectBodies(stream, { seq_num: 0, bytes: first + second - 1 }, ["0123456789"]);
      await expectBodies(stream, { seq_num: 0, bytes: first + second }, ["0123456789", "ab"]);
      await expectBodies(stream, { seq_num: 0, bytes: first + second + third }, ["0123456789", "ab", "c"]);
      await expectBodies(stream, { seq_num: 0, bytes: U64_MAX }, ["0123456789", "ab", "c"]);
    },
  },
  {
    name: "first-record-too-large",
    proves: "a first record larger than bytes gives nothing, although later ones would fit",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("0123456789", "a");
      await expectBodies(stream, { seq_num: 0, bytes: 17 }, []);
      await expectBodies(stream, { seq_num: 0, bytes: 1 }, []);
    },
  },
  {
    name: "whichever-comes-first",
    proves: "of count, bytes and until the one that is reached first ends the read",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 30, 40]);
      await expectBodies(stream, { seq_num: 0, count: 2, bytes: 27 }, ["0", "1"]);
      await expectBodies(stream, { seq_num: 0, count: 3, bytes: 18 }, ["0", "1"]);
      await expectBodies(stream, { seq_num: 0, count: 3, until: 15 }, ["0"]);
      await expectBodies(stream, { seq_num: 0, bytes: 9, until: 40 }, ["0"]);
    },
  },
  {
    name: "zero",
    proves: "count 0 or bytes 0 is 200 and empty at once, whatever the start, beyond the tail too, and whatever wait",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      const starts: QueryValues[] = [{}, { seq_num: 0 }, { seq_num: 99 }, { timestamp: 99 }, { tail_offset: 0 }];
      const limits: QueryValues[] = [
        { count: 0 },
        { bytes: 0 },
        { count: 0, wait: 60 },
        { bytes: 0, count: 5, wait: 60 },
      ];
      const rows = starts.flatMap((start) => limits.map((limit) => ({ ...start, ...limit })));
      await forEachRow(rows, (query) => expectBodies(stream, query, []));
    },
  },
  {
    name: "unary-at-most-1000",
    proves: "one unary read delivers at most 1000 records whatever count says; sessions deliver all",
    run: async (context) => {
      const stream = await context.newStream();
      for (let batch = 0; batch < 3; batch += 1) await stream.appendBodies(...Array.from({ length: 500 }, () => "x"));
      for (const query of [{ seq_num: 0 }, { seq_num: 0, count: 1_200 }]) {
        assert.equal((await stream.readBatch(query)).records.length, 1000);
        assert.equal((await stream.readMessage(query)).records.length, 1000);
      }
      const session = await stream.openRead({ seq_num: 0, count: 1_200 }).batchesToEnd();
      assert.equal(session.flatMap(bodiesOf).length, 1_200);
      for (const { records } of session) assert(records.length <= 1000);
      const events = await stream.openSse({ seq_num: 0, count: 1_200 }).batchesToDone();
      assert.equal(events.flatMap(bodiesOf).length, 1_200);
    },
  },
  {
    name: "unary-at-most-1-mib",
    proves:
      "one unary read delivers at most 1 MiB metered whatever bytes says; sessions deliver all, in batches of at most 1 MiB",
    run: async (context) => {
      const stream = await context.newStream();
      const half = 512 * 1024;
      for (let record = 0; record < 3; record += 1) await stream.appendRecords([recordOfSize(half)]);
      for (const query of [{ seq_num: 0 }, { seq_num: 0, bytes: 3 * half }]) {
        assert.equal((await stream.readMessage(query)).records.length, 2);
      }
      const session = await stream.openRead({ seq_num: 0, bytes: 3 * half }).batchesToEnd();
      assert.equal(session.flatMap(bodiesOf).length, 3);
      for (const { records } of session) assert(records.length <= 2);
    },
  },
]);

export const untilCases: ConformanceCase[] = casesFor("read.until", [
  {
    name: "exclusive",
    proves: "until ends the read before the first record at or after it, duplicates included",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 20, 30]);
      await expectBodies(stream, { seq_num: 0, until: 11 }, ["0"]);
      await expectBodies(stream, { seq_num: 0, until: 20 }, ["0"]);
      await expectBodies(stream, { seq_num: 0, until: 21 }, ["0", "1", "2"]);
      await expectBodies(stream, { seq_num: 0, until: 31 }, ["0", "1", "2", "3"]);
      await expectBodies(stream, { seq_num: 0, until: U64_MAX }, ["0", "1", "2", "3"]);
    },
  },
  {
    name: "first-record-at-until",
    proves: "a first record at or after until gives an empty result, not an error",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20]);
      await expectBodies(stream, { seq_num: 0, until: 10 }, []);
      await expectBodies(stream, { seq_num: 1, until: 0 }, []);
    },
  },
  {
    name: "range",
    proves: "timestamp and until together read that range",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [10, 20, 20, 30, 40]);
      await expectBodies(stream, { timestamp: 20, until: 40 }, ["1", "2", "3"]);
      await expectBodies(stream, { timestamp: 21, until: 30 }, []);
    },
  },
]);

export const readFormatCases: ConformanceCase[] = casesFor("read.format", [
  {
    name: "empty-members-are-left-out",
    proves: "in JSON an empty body, empty headers and an absent tail are left out",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [5]);
      await stream.appendRecords([{ timestamp: 6 }]);
      const reply = await stream.read({ seq_num: 0 });
      assert.equal(reply.text, '{"records":[{"seq_num":0,"timestamp":5,"body":"0"},{"seq_num":1,"timestamp":6}]}');
    },
  },
  {
    name: "invalid-utf8-in-raw",
    proves: "in raw format each maximal invalid part of UTF-8 is read as one U+FFFD",
    run: async (context) => {
      const stream = await context.newStream();
      const body = Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x98, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
      await stream.appendMessage({ records: [{ body, headers: [[body, body]] }] });
      const text = new TextDecoder().decode(body);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.equal(records[0]?.body, text);
      assert.deepEqual(records[0]?.headers, [[text, text]]);
      const base64 = await stream.readBatch({ seq_num: 0 }, { "s2-format": "base64" });
      assert.equal(base64.records[0]?.body, body.toString("base64"));
    },
  },
  {
    name: "protobuf-equals-json",
    proves: "protobuf and JSON reads deliver the same records",
    run: async (context) => {
      const stream = await streamWithTimestamps(context, [1, 2n ** 60n]);
      await stream.appendRecords([{ timestamp: 2n ** 60n, headers: [["a", "b"]], body: "c" }]);
      assert.deepEqual(await stream.readMessage({ seq_num: 0 }), await stream.readBatch({ seq_num: 0 }));
    },
  },
  {
    name: "every-width-of-integers",
    proves: "timestamps and lengths on both sides of every step of their encodings come back unchanged, in every form",
    run: async (context) => {
      const steps = Array.from({ length: 9 }, (_, index) => 2n ** BigInt(7 * (index + 1)));
      const timestamps = [...steps.flatMap((step) => [step - 1n, step]), U64_MAX];
      const byTimestamp = await streamWithTimestamps(context, timestamps);
      const query = { seq_num: 0, count: timestamps.length };
      const session = await byTimestamp.openRead(query).batchesToEnd();
      for (const { records } of [
        await byTimestamp.readBatch(query),
        await byTimestamp.readMessage(query),
        ...session,
      ]) {
        assert.deepEqual(
          records.map(({ timestamp }) => BigInt(timestamp)),
          timestamps,
        );
      }
      const stream = await context.newStream();
      const lengths = [
        0,
        1,
        ...[128, 16_384].flatMap((step) => Array.from({ length: 24 }, (_, index) => step - 20 + index)),
      ];
      const bodies = lengths.map((length) => "x".repeat(length));
      await stream.appendBodies(...bodies);
      await stream.appendMessage({ records: bodies.map((body) => ({ body })) });
      await expectBodies(stream, { seq_num: 0, count: 999 }, [...bodies, ...bodies]);
    },
  },
  {
    name: "same-for-many-readers",
    proves: "ten readers at once see identical data, in every form",
    run: async (context) => {
      const stream = await context.newStream();
      const bodies = Array.from({ length: 100 }, (_, index) => `record ${index}`);
      await stream.appendBodies(...bodies);
      const reads = await Promise.all(Array.from({ length: 10 }, () => everyForm(stream, { seq_num: 0, count: 100 })));
      for (const read of reads.flat()) assert.deepEqual(read, bodies);
    },
  },
]);
