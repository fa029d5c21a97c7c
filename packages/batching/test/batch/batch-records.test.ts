import { MAX_U64, UsageError } from "@s2kit/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { batchRecords } from "../../src/index.js";
import { record, recordOfBytes } from "../support/records.js";

test("makes no batch of no records", () => {
  expect(batchRecords([])).toEqual([]);
});

test("splits by count", () => {
  const batches = batchRecords(["a", "b", "c", "d", "e"].map(record), { maxBatchRecords: 2 });
  expect(batches.map(({ records }) => records.map(({ body }) => body))).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([18, 18, 9]);
});

test("splits by metered bytes", () => {
  const batches = batchRecords([10, 10, 11, 19, 8].map(recordOfBytes), { maxBatchBytes: 30 });
  expect(batches.map(({ meteredBytes }) => meteredBytes)).toEqual([20, 30, 8]);
});

test("fills one batch to the limits exactly, and begins another one record later", () => {
  const thousand = Array.from({ length: 1000 }, () => record("x"));
  expect(batchRecords(thousand)).toHaveLength(1);
  expect(batchRecords([...thousand, record("x")])).toHaveLength(2);
  const half = recordOfBytes(524_288);
  expect(batchRecords([half, half])).toHaveLength(1);
  expect(batchRecords([half, half, record("")])).toHaveLength(2);
});

test("numbers the batches from matchSeqNum on, exactly beyond 2^53, and puts the token on each", () => {
  const batches = batchRecords(["a", "b", "c"].map(record), {
    maxBatchRecords: 2,
    matchSeqNum: Number.MAX_SAFE_INTEGER - 1,
    fencingToken: "writer",
  });
  expect(batches.map(({ matchSeqNum }) => matchSeqNum)).toEqual([9_007_199_254_740_990, 9_007_199_254_740_992n]);
  expect(batches.map(({ fencingToken }) => fencingToken)).toEqual(["writer", "writer"]);
});

test("refuses to number beyond the last sequence number", () => {
  const options = { maxBatchRecords: 1, matchSeqNum: MAX_U64 };
  expect(batchRecords([record("last")], options)[0]?.matchSeqNum).toBe(MAX_U64);
  expect(() => batchRecords([record("last"), record("one too many")], options)).toThrow(
    expect.objectContaining({ code: "invalid_argument", field: "matchSeqNum" }),
  );
});

test("fails as a whole and names the index when one record is too large or bad", () => {
  const oversize = (): unknown => batchRecords([record("a"), recordOfBytes(31)], { maxBatchBytes: 30 });
  expect(oversize).toThrow(UsageError);
  expect(oversize).toThrow(expect.objectContaining({ field: "records[1]" }));
  expect(() => batchRecords([record("a"), record("b"), { timestamp: -1 }])).toThrow(
    expect.objectContaining({ field: "records[2].timestamp" }),
  );
});

test("refuses anything but an array", () => {
  expect(() => batchRecords("abc" as never)).toThrow(expect.objectContaining({ field: "records" }));
});

test("keeps order and limits, and closes a batch only when the next record does not fit, for any records", () => {
  const sizes = fc.array(fc.integer({ min: 8, max: 60 }), { maxLength: 50 });
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 60, max: 120 }),
      (bytes, maxRecords, maxBytes) => {
        const records = bytes.map(recordOfBytes);
        const batches = batchRecords(records, { maxBatchRecords: maxRecords, maxBatchBytes: maxBytes, matchSeqNum: 5 });
        expect(batches.flatMap((batch) => batch.records)).toEqual(records);
        let seqNum = 5;
        batches.forEach((batch, index) => {
          const metered = batch.records.reduce((sum, { body }) => sum + 8 + (body as string).length, 0);
          expect(batch.meteredBytes).toBe(metered);
          expect(batch.records.length).toBeGreaterThan(0);
          expect(batch.records.length).toBeLessThanOrEqual(maxRecords);
          expect(metered).toBeLessThanOrEqual(maxBytes);
          expect(batch.matchSeqNum).toBe(seqNum);
          seqNum += batch.records.length;
          const next = batches[index + 1]?.records[0];
          if (next !== undefined) {
            const wouldBe = metered + 8 + (next.body as string).length;
            expect(batch.records.length === maxRecords || wouldBe > maxBytes).toBe(true);
          }
        });
      },
    ),
  );
});
