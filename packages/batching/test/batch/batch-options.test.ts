import { LIMITS, MAX_U64, UsageError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { type BatchOptions, meterRecord, resolveBatchOptions } from "../../src/batch/batch-options.js";
import { recordOfBytes } from "../support/records.js";

test("fills the documented defaults in", () => {
  expect(resolveBatchOptions({})).toEqual({
    lingerMs: 5,
    maxBatchRecords: 1000,
    maxBatchBytes: 1_048_576,
    fencingToken: undefined,
    matchSeqNum: undefined,
  });
});

describe("accepts the ends of each range", () => {
  test.each<BatchOptions>([
    { lingerMs: 0 },
    { lingerMs: 0.5 },
    { lingerMs: 2_147_483_647 },
    { lingerMs: Number.POSITIVE_INFINITY },
    { maxBatchRecords: 1 },
    { maxBatchRecords: LIMITS.batchRecords },
    { maxBatchBytes: 8 },
    { maxBatchBytes: LIMITS.batchBytes },
    { fencingToken: "" },
    { fencingToken: "x".repeat(36) },
    { matchSeqNum: 0 },
    { matchSeqNum: MAX_U64 },
  ])("%o", (options) => {
    expect(resolveBatchOptions(options)).toMatchObject(options);
  });
});

describe("refuses what is out of range, and names it", () => {
  test.each<[field: string, value: unknown]>([
    ["lingerMs", -1],
    ["lingerMs", Number.NaN],
    ["lingerMs", Number.NEGATIVE_INFINITY],
    ["lingerMs", 2_147_483_648],
    ["lingerMs", "5"],
    ["maxBatchRecords", 0],
    ["maxBatchRecords", 1001],
    ["maxBatchRecords", 1.5],
    ["maxBatchRecords", Number.NaN],
    ["maxBatchRecords", Number.POSITIVE_INFINITY],
    ["maxBatchBytes", 7],
    ["maxBatchBytes", 1_048_577],
    ["maxBatchBytes", Number.NaN],
    ["fencingToken", "x".repeat(37)],
    ["fencingToken", "ü".repeat(19)],
    ["matchSeqNum", -1],
    ["matchSeqNum", 1.5],
    ["matchSeqNum", 2 ** 53],
    ["matchSeqNum", MAX_U64 + 1n],
  ])("%s %o", (field, value) => {
    const attempt = (): unknown => resolveBatchOptions({ [field]: value });
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(expect.objectContaining({ field, code: "invalid_argument" }));
  });

  test("options that are no object", () => {
    expect(() => resolveBatchOptions(null as unknown as BatchOptions)).toThrow(UsageError);
  });
});

test("meters a record, and refuses one above the limit with its index and both sizes", () => {
  expect(meterRecord(recordOfBytes(20), 3, 20)).toBe(20);
  expect(() => meterRecord(recordOfBytes(21), 3, 20)).toThrow(
    "records[3] must be at most 20 metered bytes (maxBatchBytes), got 21",
  );
});
