import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus } from "../../harness/expectations.js";

const RECORD = { records: [{ body: "a" }] };

export const appendTargetCases: ConformanceCase[] = casesFor("append.target", [
  {
    name: "missing-stream",
    proves: "an append to a stream that does not exist is answered 404 stream_not_found, as JSON, protobuf and session",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      expectError(await stream.append(RECORD), 404, "stream_not_found");
      expectError(await stream.appendMessage(RECORD, { accept: "application/protobuf" }), 404, "stream_not_found");
      const session = stream.openAppend();
      expectError(await session.reply(), 404, "stream_not_found");
      assert.equal(await stream.listed(), undefined);
    },
  },
  {
    name: "missing-basin",
    proves: "an append in a basin that does not exist is answered 404 basin_not_found, as JSON and as session",
    run: async (context) => {
      const stream = context.basinNamed(context.uniqueName("missing")).stream("events");
      expectError(await stream.append(RECORD), 404, "basin_not_found");
      expectError(await stream.openAppend().reply(), 404, "basin_not_found");
    },
  },
  {
    name: "bad-input-before-missing-stream",
    proves: "an input that is invalid in itself is refused as such although the stream does not exist",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      expectError(await stream.append({ records: [] }), 422, "invalid");
      expectError(await stream.append({}), 400, "bad_json");
    },
  },
  {
    name: "reconfigure-while-appending",
    proves: "appends that run while the stream is reconfigured all succeed",
    run: async (context) => {
      const stream = await context.newStream();
      const appends = Array.from({ length: 20 }, (_, index) => stream.append({ records: [{ body: `${index}` }] }));
      for (const age of [1_000, 2_000, 3_000]) {
        expectStatus(await stream.reconfigure({ retention_policy: { age } }), 200);
      }
      for (const reply of await Promise.all(appends)) expectStatus(reply, 200);
      assert.equal((await stream.tail()).seq_num, 20);
    },
  },
]);
