import { expect, test } from "vitest";
import * as batching from "../src/index.js";

test("exports exactly the public names", () => {
  expect(Object.keys(batching).sort()).toEqual(["Batcher", "BatchingStream", "Producer", "RecordAck", "batchRecords"]);
});
