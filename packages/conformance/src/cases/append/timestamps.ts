import assert from "node:assert/strict";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus } from "../../harness/expectations.js";
import { fence, type StreamHandle } from "../../harness/stream-handle.js";

type Mode = "client-prefer" | "client-require" | "arrival";

/** Clocks of test and server may differ by this much. */
const CLOCK_SKEW_MS = 60_000;
const U64_MAX = 2n ** 64n - 1n;

function newStream(context: CaseContext, mode: Mode, uncapped = false): Promise<StreamHandle> {
  return context.newStream({ timestamping: { mode, uncapped } });
}

async function timestamps(stream: StreamHandle): Promise<(number | bigint)[]> {
  const { records } = await stream.readBatch({ seq_num: 0 });
  return records.map(({ timestamp }) => timestamp);
}

function assertAboutNow(timestamp: number | bigint | undefined): void {
  assert(Math.abs(Number(timestamp) - Date.now()) < CLOCK_SKEW_MS, `${timestamp} is not about now`);
}

export const timestampCases: ConformanceCase[] = casesFor("append.timestamps", [
  {
    name: "prefer-takes-the-given",
    proves: "client-prefer keeps a given timestamp that is not in the future, 0 included",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer");
      await stream.appendRecords([{ timestamp: 0 }, { timestamp: 1 }, { timestamp: 1_600_000_000_000 }]);
      assert.deepEqual(await timestamps(stream), [0, 1, 1_600_000_000_000]);
    },
  },
  {
    name: "prefer-fills-in-now",
    proves: "client-prefer gives a record without timestamp the time of arrival in milliseconds",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer");
      const { end } = await stream.appendRecords([{ timestamp: 5 }, {}, { timestamp: null }]);
      const [first, second, third] = await timestamps(stream);
      assert.equal(first, 5);
      assertAboutNow(second);
      assert.equal(third, second);
      assert.equal(end.timestamp, third);
    },
  },
  {
    name: "prefer-is-the-default",
    proves: "a stream without configuration prefers the client's timestamps and caps them",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ timestamp: 12 }, {}]);
      const [first, second] = await timestamps(stream);
      assert.equal(first, 12);
      assertAboutNow(second);
    },
  },
  {
    name: "require-refuses-missing",
    proves: "client-require answers 422 invalid when any record of the batch has no timestamp, and appends nothing",
    run: async (context) => {
      const stream = await newStream(context, "client-require");
      expectError(await stream.append({ records: [{ timestamp: 1 }, { body: "none" }] }), 422, "invalid");
      expectError(await stream.append({ records: [fence("token")] }), 422, "invalid");
      assert.deepEqual(await stream.tail(), { seq_num: 0, timestamp: 0 });
      await stream.appendRecords([{ timestamp: 1 }, { ...fence("token"), timestamp: 2 }]);
      assert.deepEqual(await timestamps(stream), [1, 2]);
    },
  },
  {
    name: "arrival-ignores-the-given",
    proves: "arrival stamps every record with the time of arrival, whatever the client gave",
    run: async (context) => {
      const stream = await newStream(context, "arrival");
      await stream.appendRecords([{ timestamp: 5 }, {}, { timestamp: U64_MAX }]);
      for (const timestamp of await timestamps(stream)) assertAboutNow(timestamp);
    },
  },
  {
    name: "never-decreases",
    proves: "a timestamp below the previous record's is raised to it, within a batch and across batches",
    run: async (context) => {
      const stream = await newStream(context, "client-require");
      await stream.appendRecords([{ timestamp: 10 }, { timestamp: 30 }, { timestamp: 20 }]);
      const { start } = await stream.appendRecords([{ timestamp: 5 }, { timestamp: 40 }]);
      assert.equal(start.timestamp, 30);
      assert.deepEqual(await timestamps(stream), [10, 30, 30, 30, 40]);
    },
  },
  {
    name: "capped-at-now",
    proves: "a timestamp in the future becomes the time of arrival unless the stream is uncapped",
    run: async (context) => {
      const capped = await newStream(context, "client-require");
      await capped.appendRecords([{ timestamp: Date.now() + 3_600_000 }]);
      assertAboutNow((await timestamps(capped))[0]);
    },
  },
  {
    name: "uncapped-keeps-the-future",
    proves: "an uncapped stream keeps any timestamp up to 2^64-1, and nothing can be later",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer", true);
      const future = Date.now() + 3_600_000;
      await stream.appendRecords([{ timestamp: future }, { timestamp: U64_MAX }]);
      await stream.appendRecords([{}]);
      assert.deepEqual(await timestamps(stream), [future, U64_MAX, U64_MAX]);
    },
  },
  {
    name: "running-maximum-outlives-cap",
    proves: "after uncapped records in the future, later capped records keep that maximum",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer", true);
      const future = Date.now() + 3_600_000;
      await stream.appendRecords([{ timestamp: future }]);
      expectStatus(await stream.reconfigure({ timestamping: { uncapped: false } }), 200);
      const { start } = await stream.appendRecords([{ timestamp: 5 }]);
      assert.equal(start.timestamp, future);
    },
  },
  {
    name: "beyond-u64-is-refused",
    proves: "a JSON timestamp of 2^64 is answered 400 bad_json",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer", true);
      expectError(await stream.append({ records: [{ timestamp: U64_MAX + 1n }] }), 400, "bad_json");
    },
  },
  {
    name: "mode-applies-to-next-append",
    proves: "a changed timestamping mode applies to the very next append, after PATCH and after PUT",
    run: async (context) => {
      const stream = await newStream(context, "client-prefer");
      expectStatus(await stream.append({ records: [{}] }), 200);
      expectStatus(await stream.reconfigure({ timestamping: { mode: "client-require" } }), 200);
      expectError(await stream.append({ records: [{}] }), 422, "invalid");
      expectStatus(await stream.ensure({ timestamping: { mode: "arrival" } }), 200);
      expectStatus(await stream.append({ records: [{}] }), 200);
    },
  },
]);
