import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, forEachRow } from "../../harness/expectations.js";

export const headerCases: ConformanceCase[] = casesFor("append.headers", [
  {
    name: "round-trip-in-order",
    proves: "headers come back in order, duplicates and empty values included",
    run: async (context) => {
      const stream = await context.newStream();
      const headers: [string, string][] = [
        ["z", "1"],
        ["a", ""],
        ["z", "1"],
        ["snow ☃", "mañana"],
      ];
      await stream.appendRecords([{ headers, body: "b" }]);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(records[0]?.headers, headers);
    },
  },
  {
    name: "headers-without-body",
    proves:
      "a record may have headers and no body, a body and no headers, or neither; what is empty is left out when read",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ headers: [["a", "b"]] }, { body: "c", headers: [] }, {}, { body: "" }]);
      const { records } = await stream.readBatch({ seq_num: 0 });
      const content = records.map(({ seq_num: _, timestamp: __, ...rest }) => rest);
      assert.deepEqual(content, [{ headers: [["a", "b"]] }, { body: "c" }, {}, {}]);
    },
  },
  {
    name: "empty-name-is-reserved",
    proves: "an empty header name is answered 422 invalid unless it is the only header and names a command",
    run: async (context) => {
      const stream = await context.newStream();
      const rows = [
        [["", "no-such-command"]],
        [["", ""]],
        [["", "FENCE"]],
        [["", "Trim"]],
        [
          ["", "fence"],
          ["a", "b"],
        ],
        [
          ["a", "b"],
          ["", "fence"],
        ],
        [
          ["", "fence"],
          ["", "fence"],
        ],
      ];
      await forEachRow(rows, async (headers) =>
        expectError(await stream.append({ records: [{ headers }] }), 422, "invalid"),
      );
      assert.deepEqual(await stream.tail(), { seq_num: 0, timestamp: 0 });
    },
  },
  {
    name: "fence-as-name-is-data",
    proves: "a header named fence with an empty value is plain data",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ headers: [["fence", ""]], body: "token" }]);
      await stream.appendRecords([{ body: "unfenced" }], { fencing_token: "" });
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(records[0]?.headers, [["fence", ""]]);
    },
  },
  {
    name: "many-headers",
    proves: "the number of headers is bounded by the metered size alone",
    run: async (context) => {
      const stream = await context.newStream();
      const headers = Array.from({ length: 5_000 }, (_, index): [string, string] => [`n${index}`, `${index}`]);
      await stream.appendRecords([{ headers }]);
      const { records } = await stream.readBatch({ seq_num: 0 });
      assert.deepEqual(records[0]?.headers, headers);
    },
  },
]);
