import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { fence, type StreamHandle, trim, trimBase64 } from "../../harness/stream-handle.js";
import type { RecordInput } from "../../wire/messages.js";

const U64_MAX = 2n ** 64n - 1n;

export const commandCases: ConformanceCase[] = casesFor("append.commands", [
  {
    name: "commands-are-records",
    proves: "command records take sequence numbers and are read back like any record, between data",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ body: "a" }, fence("token"), { body: "b" }]);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(
        records.map(({ seq_num, headers, body }) => ({ seq_num, headers, body })),
        [
          { seq_num: 0, headers: undefined, body: "a" },
          { seq_num: 1, headers: [["", "fence"]], body: "token" },
          { seq_num: 2, headers: undefined, body: "b" },
        ],
      );
    },
  },
  {
    name: "fence-payload-is-utf8",
    proves: "a fence payload that is not UTF-8 is answered 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      const record: RecordInput = { headers: [["", "fence"]], body: Buffer.from([0xff, 0xfe]) };
      expectError(await stream.appendMessage({ records: [record] }), 422, "invalid");
    },
  },
  {
    name: "trim-payload-is-8-bytes",
    proves: "a trim payload of any other length than 8 bytes is answered 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      await forEachRow([0, 1, 7, 9, 16], async (length) => {
        const record: RecordInput = { headers: [["", "trim"]], body: Buffer.alloc(length) };
        expectError(await stream.appendMessage({ records: [record] }), 422, "invalid");
      });
      expectStatus(await stream.appendMessage({ records: [trim(0)] }), 200);
    },
  },
  {
    name: "one-bad-command-refuses-the-batch",
    proves: "a batch with one malformed command is refused as a whole; its good commands have no effect",
    run: async (context) => {
      const stream = await context.newStream();
      const records = [fence("token"), { body: "x" }, { headers: [["", "trim"]], body: "short" }];
      expectError(await stream.append({ records }), 422, "invalid");
      await stream.appendRecords([{ body: "x" }], { fencing_token: "" });
      assert.deepEqual(await stream.bodies(), ["x"]);
    },
  },
  {
    name: "trim-as-json-text",
    proves: "in raw JSON any text of 8 bytes is a valid trim payload",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ headers: [["", "trim"]], body: "\u0000".repeat(8) }]);
      expectStatus(await stream.append({ records: [{ headers: [["", "trim"]], body: "12345678" }] }), 200);
    },
  },
]);

/** Waits until the first retained record is `seqNum`; trims work in the background. */
function firstRetained(stream: StreamHandle, seqNum: number): Promise<void> {
  return eventually(async () => {
    const { records } = await stream.readBatch({ seq_num: 0 });
    assert.equal(records[0]?.seq_num, seqNum);
  });
}

async function streamOfFive(stream: StreamHandle): Promise<StreamHandle> {
  await stream.appendBodies("0", "1", "2", "3", "4");
  return stream;
}

export const trimCases: ConformanceCase[] = casesFor("append.trim", [
  {
    name: "removes-the-prefix",
    proves: "records below the trim point disappear from reads, the tail stays",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(3)] }), 200);
      await firstRetained(stream, 3);
      assert.equal((await stream.tail()).seq_num, 6);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(
        records.map(({ seq_num }) => seq_num),
        [3, 4, 5],
      );
    },
  },
  {
    name: "to-one-removes-record-zero",
    proves: "a trim to 1 removes record 0 and no other",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(1)] }), 200);
      await firstRetained(stream, 1);
    },
  },
  {
    name: "base64-json-form",
    proves: "a trim command can be sent as JSON in base64 format",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.append({ records: [trimBase64(2)] }, { "s2-format": "base64" }), 200);
      await firstRetained(stream, 2);
    },
  },
  {
    name: "beyond-tail-is-limited",
    proves: "a trim point beyond the tail removes everything up to and including the command, and the sequence goes on",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(1_000)] }), 200);
      await eventually(async () => assert.deepEqual(await stream.readBatch({ seq_num: 0 }), { records: [] }));
      const { start } = await stream.appendBodies("next");
      assert.equal(start.seq_num, 6);
      assert.deepEqual(await stream.bodies(), ["next"]);
    },
  },
  {
    name: "covers-itself-at-most",
    proves: "a trim beyond the tail removes its own record and not the records that follow it in the batch",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(U64_MAX), { body: "kept" }] }), 200);
      await firstRetained(stream, 6);
      assert.deepEqual(await stream.bodies(), ["kept"]);
    },
  },
  {
    name: "maximum-does-not-delete",
    proves: "a trim to 2^64-1 by a user empties the stream and does not delete it",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(U64_MAX)] }), 200);
      await eventually(async () => assert.deepEqual(await stream.readBatch({ seq_num: 0 }), { records: [] }));
      assert.equal((await stream.listed())?.deleted_at, null);
      assert.equal((await stream.appendBodies("x")).start.seq_num, 6);
    },
  },
  {
    name: "regression-is-ignored",
    proves: "a trim point at or below an earlier one is accepted and changes nothing; in one batch the highest counts",
    run: async (context) => {
      const stream = await streamOfFive(await context.newStream());
      expectStatus(await stream.appendMessage({ records: [trim(4), trim(2), trim(0)] }), 200);
      await firstRetained(stream, 4);
      expectStatus(await stream.appendMessage({ records: [trim(1)] }), 200);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.equal(records[0]?.seq_num, 4);
    },
  },
  {
    name: "leaves-other-streams",
    proves: "trimming one stream leaves the records of another alone",
    run: async (context) => {
      const trimmed = await streamOfFive(await context.newStream());
      const other = await streamOfFive(await context.newStream());
      expectStatus(await trimmed.appendMessage({ records: [trim(5)] }), 200);
      await firstRetained(trimmed, 5);
      assert.equal((await other.bodies()).length, 5);
    },
  },
  {
    name: "keeps-running-timestamp",
    proves: "the running maximum of the timestamps survives a trim of everything",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "client-require", uncapped: true } });
      await stream.appendRecords([{ timestamp: 500 }]);
      expectStatus(await stream.appendMessage({ records: [{ ...trim(100), timestamp: 600 }] }), 200);
      await eventually(async () => assert.deepEqual(await stream.readBatch({ seq_num: 0 }), { records: [] }));
      assert.deepEqual(await stream.tail(), { seq_num: 2, timestamp: 600 });
      const { start } = await stream.appendRecords([{ timestamp: 1 }]);
      assert.equal(start.timestamp, 600);
    },
  },
]);
