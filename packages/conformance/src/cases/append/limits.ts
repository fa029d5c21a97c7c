import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { recordOfSize } from "../../harness/stream-handle.js";

/** Most metered bytes of a batch, and of a record. */
const MAX_BYTES = 1024 * 1024;

export const appendLimitCases: ConformanceCase[] = casesFor("append.limits", [
  {
    name: "one-to-1000-records",
    proves: "a batch has 1 to 1000 records; 0 and 1001 are answered 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      const records = (count: number) => Array.from({ length: count }, () => ({ body: "x" }));
      expectError(await stream.append({ records: records(0) }), 422, "invalid");
      expectError(await stream.append({ records: records(1001) }), 422, "invalid");
      const ack = await stream.appendRecords(records(1000));
      assert.equal(ack.end.seq_num, 1000);
      await stream.appendRecords(records(1));
    },
  },
  {
    name: "record-of-1-mib",
    proves: "a record of exactly 1 MiB metered is accepted, one byte more is answered 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      expectError(await stream.append({ records: [recordOfSize(MAX_BYTES + 1)] }), 422, "invalid");
      expectStatus(await stream.append({ records: [recordOfSize(MAX_BYTES)] }), 200);
    },
  },
  {
    name: "batch-of-1-mib",
    proves: "a batch whose records sum up to exactly 1 MiB metered is accepted, one byte more is answered 422 invalid",
    run: async (context) => {
      const stream = await context.newStream();
      const batch = (bytes: number) => [recordOfSize(1000), recordOfSize(bytes - 2000), recordOfSize(1000)];
      expectError(await stream.append({ records: batch(MAX_BYTES + 1) }), 422, "invalid");
      expectStatus(await stream.append({ records: batch(MAX_BYTES) }), 200);
    },
  },
  {
    name: "metered-size-counts-headers",
    proves: "a record meters 8 bytes, 2 for each header, and the bytes of names, values and body",
    run: async (context) => {
      const stream = await context.newStream();
      const headers = [
        ["name", "value"],
        ["n", ""],
      ];
      const overhead = 8 + 2 * 2 + "namevalue".length + "n".length;
      const body = (bytes: number) => "x".repeat(bytes - overhead);
      expectError(await stream.append({ records: [{ headers, body: body(MAX_BYTES + 1) }] }), 422, "invalid");
      expectStatus(await stream.append({ records: [{ headers, body: body(MAX_BYTES) }] }), 200);
    },
  },
  {
    name: "metered-size-counts-utf8-bytes",
    proves: "text is metered by its UTF-8 bytes",
    run: async (context) => {
      const stream = await context.newStream();
      const twoBytes = "é".repeat((MAX_BYTES - 8) / 2);
      expectStatus(await stream.append({ records: [{ body: twoBytes }] }), 200);
      expectError(await stream.append({ records: [{ body: `${twoBytes}x` }] }), 422, "invalid");
    },
  },
  {
    name: "base64-is-metered-decoded",
    proves: "base64 is metered by the bytes that it stands for",
    run: async (context) => {
      const stream = await context.newStream();
      const format = { "s2-format": "base64" };
      const body = (bytes: number) => Buffer.alloc(bytes - 8, 0xff).toString("base64");
      expectStatus(await stream.append({ records: [{ body: body(MAX_BYTES) }] }, format), 200);
      expectError(await stream.append({ records: [{ body: body(MAX_BYTES + 1) }] }, format), 422, "invalid");
    },
  },
  {
    name: "same-limits-for-protobuf",
    proves: "the limits on count and size hold for protobuf as for JSON",
    run: async (context) => {
      const stream = await context.newStream();
      const rows = [
        { records: [], status: 422 },
        { records: Array.from({ length: 1000 }, () => ({})), status: 200 },
        { records: Array.from({ length: 1001 }, () => ({})), status: 422 },
        { records: [recordOfSize(MAX_BYTES)], status: 200 },
        { records: [recordOfSize(MAX_BYTES + 1)], status: 422 },
      ];
      await forEachRow(rows, async ({ records, status }) =>
        expectStatus(await stream.appendMessage({ records }), status),
      );
    },
  },
]);
