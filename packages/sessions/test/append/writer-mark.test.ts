import { AppendRecord, checkBatch, type AppendRecord as Input, LIMITS, meteredBytes, UsageError } from "@s2kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactlyOnce, writerMark } from "../../src/append/append-options.js";
import { BatchIntake } from "../../src/append/batch-intake.js";
import { WRITER_HEADER, WriterMark } from "../../src/append/writer-mark.js";
import { repin } from "../../src/wire/append-input.js";
import { appendedRecords } from "../../src/wire/appended-records.js";

const EXACTLY_ONCE = { delivery: "exactly-once" } as const;

const sizeOf = (records: readonly Input[]): number => records.reduce((sum, record) => sum + meteredBytes(record), 0);

/** Headers of what would be sent, record by record. */
function sent(intake: BatchIntake, records: readonly Input[]): unknown {
  const { encoded } = intake.ticket(checkBatch(records), true);
  return Array.from(appendedRecords(encoded), ({ headers }) => headers.map((header) => header.toJSON()));
}

const marking = (id = "w1"): BatchIntake => new BatchIntake(true, new WriterMark(id));

describe("a writer id", () => {
  test.each(["w", "x".repeat(64), "é".repeat(32), "a/b", " "])("%j is taken", (writerId) => {
    expect(writerMark({ ...EXACTLY_ONCE, writerId })).toBeInstanceOf(WriterMark);
  });

  test.each(["", "x".repeat(65), "é".repeat(33), "\ud800", 7, null])("%j is refused by its name", (writerId) => {
    expect(() => writerMark({ ...EXACTLY_ONCE, writerId } as never)).toThrow(UsageError);
    expect(() => writerMark({ ...EXACTLY_ONCE, writerId } as never)).toThrow("writerId");
  });

  test.each([undefined, "policy"] as const)("is refused where delivery is %s", (delivery) => {
    expect(() => writerMark({ delivery, writerId: "w1" })).toThrow("writerId");
    expect(exactlyOnce({ delivery })).toBeUndefined();
  });

  test("that is not given marks nothing", () => {
    expect(writerMark(EXACTLY_ONCE)).toBeUndefined();
  });
});

describe("the mark of a batch", () => {
  test("is the last header of the first record, with a number that counts batches", () => {
    const intake = marking();
    expect(sent(intake, [{ headers: [["a", "b"]] }, { body: "x" }])).toEqual([
      [
        ["a", "b"],
        [WRITER_HEADER, "w1/0"],
      ],
      [],
    ]);
    expect(sent(intake, [{ headers: [] }])).toEqual([[[WRITER_HEADER, "w1/1"]]]);
  });

  test("is on the first record that is no command, whose one header must stay alone", () => {
    const records = [AppendRecord.fence("t"), AppendRecord.trim(7), { body: "x" }, { body: "y" }];
    expect(sent(marking(), records)).toEqual([[["", "fence"]], [["", "trim"]], [[WRITER_HEADER, "w1/0"]], []]);
  });

  test("is not there in a batch of nothing but commands, which takes no number and no room", () => {
    const intake = marking();
    const commands = checkBatch([AppendRecord.fence("t")]);
    expect(intake.meteredBytes(commands)).toBe(commands.meteredBytes);
    expect(intake.ticket(commands, true).meteredBytes).toBe(commands.meteredBytes);
    expect(sent(intake, [{}])).toEqual([[[WRITER_HEADER, "w1/0"]]]);
  });

  test("leaves the caller's objects as they are", () => {
    const record = Object.freeze({ body: "x", headers: Object.freeze([Object.freeze(["a", "b"] as const)]) });
    const records = Object.freeze([record]);
    sent(marking(), records);
    expect(records).toEqual([{ body: "x", headers: [["a", "b"]] }]);
  });

  test("keeps body and timestamp of its record", () => {
    const { encoded } = marking().ticket(checkBatch([{ body: "x", timestamp: 5 }]), true);
    const { encoded: byHand } = new BatchIntake(true, undefined).ticket(
      checkBatch([{ body: "x", timestamp: 5, headers: [[WRITER_HEADER, "w1/0"]] }]),
      true,
    );
    expect(encoded).toEqual(byHand);
  });

  test("stays when the batch gets another place", () => {
    const { encoded } = marking().ticket(checkBatch([{ body: "x" }]), true);
    const moved = repin(repin(encoded, 3), 2n ** 60n);
    expect([...moved.frame.subarray(4, moved.recordsEnd)]).toEqual([...encoded.frame.subarray(4, encoded.recordsEnd)]);
  });

  test("is metered as the service meters headers, whatever the id, and never takes more than its room", async () => {
    const ids = fc
      .string({ minLength: 1, maxLength: 16, unit: "grapheme" })
      .filter((id) => sizeOf([{ body: id }]) <= 72);
    const records = fc.array(fc.record({ body: fc.string({ unit: "grapheme" }) }), { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(ids, fc.array(records, { minLength: 1, maxLength: 12 }), async (id, batches) => {
      const mark = new WriterMark(id);
      const intake = new BatchIntake(true, mark);
      for (const [number, batch] of batches.entries()) {
        const expected = sizeOf(batch) - 8 + sizeOf([{ headers: [[WRITER_HEADER, `${id}/${number}`]] }]);
        const checked = checkBatch(batch);
        expect(intake.meteredBytes(checked)).toBe(expected);
        const ticket = intake.ticket(checked, true);
        expect([ticket.meteredBytes, ticket.heldBytes]).toEqual([expected, expected]);
        expect(expected - sizeOf(batch)).toBeLessThanOrEqual(mark.room);
      }
    });
    await fc.assert(property);
  });
});

describe("room for the mark", () => {
  test("is enough for the largest number, and no byte more", () => {
    const longest: Input = { headers: [[WRITER_HEADER, `w1/${Number.MAX_SAFE_INTEGER}`]] };
    expect(new WriterMark("w1").room).toBe(sizeOf([longest]) - 8);
    expect(marking().maxBatchBytes).toBe(LIMITS.batchBytes - 33);
  });

  test("is missing in a larger batch, which is refused and told how much it takes", () => {
    const intake = marking();
    const largest = { body: "x".repeat(intake.maxBatchBytes - 8) };
    expect(intake.meteredBytes(checkBatch([largest]))).toBe(intake.maxBatchBytes + 18);
    expect(() => intake.meteredBytes(checkBatch([{ body: `${largest.body}x` }]))).toThrow(
      "records must be at most 1048543 metered bytes, because writerId takes up to 33 of the 1048576 of a batch, got 1048544",
    );
  });

  test("is not kept without an id", () => {
    const intake = new BatchIntake(true, undefined);
    expect([intake.maxBatchBytes, intake.permitBytes(100)]).toEqual([LIMITS.batchBytes, 100]);
  });
});
