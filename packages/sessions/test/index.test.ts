import { expect, test } from "vitest";
import * as web from "../src/index.js";
import * as node from "../src/index.node.js";

test("exports these names and no others, the same in every runtime", () => {
  expect(Object.keys(web).sort()).toEqual([
    "CaughtUpTracker",
    "ReadRecord",
    "RecordBatch",
    "RecordHeader",
    "WRITER_HEADER",
    "appendByFrames",
    "appendByRequests",
    "appendOnce",
    "checkTail",
    "createTransports",
    "openAppendSession",
    "openPolicyAppendSession",
    "openReadSession",
    "readByFrames",
    "readBySse",
    "readOnce",
    "webTransports",
  ]);
  expect(Object.keys(node).sort()).toEqual(Object.keys(web).sort());
});
