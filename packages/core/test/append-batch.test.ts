import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AppendConditions,
  AppendRecord,
  checkBatch,
  LIMITS,
  maxBodyBytes,
  meteredBytes,
  UsageError,
} from "../src/index.js";
import { checkRecord, timestampU64 } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

const utf8 = new TextEncoder();

function refusal(records: unknown, conditions?: unknown): unknown {
  return thrownBy(() => checkBatch(records as AppendRecord[], conditions as AppendConditions));
}

describe("metering", () => {
  test.each<[AppendRecord, number]>([
    [{}, 8],
    [{ body: "" }, 8],
    [{ body: "abc" }, 11],
    [{ body: "é€😀" }, 8 + 2 + 3 + 4],
    [{ body: "\ud800" }, 8 + 3],
    [{ body: new Uint8Array(5) }, 13],
    [{ headers: [["a", ""]] }, 8 + 2 + 1],
    [
      {
        headers: [
          ["é", "€"],
          [new Uint8Array(4), new Uint8Array(0)],
        ],
        body: "x",
      },
      8 + 2 + 2 + 3 + 2 + 4 + 1,
    ],
    [{ timestamp: 2n ** 64n - 1n }, 8],
    [AppendRecord.fence("token"), 15 + 5],
    [AppendRecord.fence(""), 15],
    [AppendRecord.trim(7), 22],
  ])("%o takes %i bytes", (record, bytes) => {
    expect(meteredBytes(record)).toBe(bytes);
    expect(checkRecord(record, 0)).toBe(bytes);
    expect(checkBatch([record, record]).meteredBytes).toBe(2 * bytes);
  });

  test("counts text as the bytes that it is sent as", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary", minLength: 1 }), (body, name) => {
        const record: AppendRecord = { body, headers: [[name, body]] };
        const encoded: AppendRecord = { body: utf8.encode(body), headers: [[utf8.encode(name), utf8.encode(body)]] };
        expect(meteredBytes(record)).toBe(meteredBytes(encoded));
      }),
    );
  });

  test("leaves so much room for a body beside headers", () => {
    expect(maxBodyBytes()).toBe(LIMITS.batchBytes - 8);
    expect(maxBodyBytes([["é", "a"]])).toBe(LIMITS.batchBytes - 8 - 2 - 3);
    expect(checkRecord({ headers: [["a", "b"]], body: new Uint8Array(maxBodyBytes([["a", "b"]])) }, 0)).toBe(
      LIMITS.batchBytes,
    );
  });
});

describe("a batch", () => {
  test("may be of 1 to 1000 records", () => {
    expect(checkBatch([{}]).records).toHaveLength(1);
    expect(checkBatch(Array.from({ length: 1000 }, () => ({}))).meteredBytes).toBe(8000);
  });

  test("may not be empty, nor of 1001", () => {
    expect(refusal([])).toMatchObject({ field: "records", rawMessage: "records must be 1 to 1000 records, got 0" });
    expect(refusal(Array.from({ length: 1001 }, () => ({})))).toMatchObject({
      rawMessage: "records must be 1 to 1000 records, got 1001",
    });
  });

  test("may be of 1 MiB metered, and not a byte more", () => {
    const half = { body: new Uint8Array(LIMITS.batchBytes / 2 - 8) };
    expect(checkBatch([half, half]).meteredBytes).toBe(LIMITS.batchBytes);
    expect(refusal([half, { body: new Uint8Array(LIMITS.batchBytes / 2 - 7) }])).toMatchObject({
      rawMessage: "records must be at most 1048576 metered bytes together, got 1048577",
    });
  });

  test("of one record may be of 1 MiB metered, and not a byte more", () => {
    expect(checkBatch([{ body: "x".repeat(LIMITS.batchBytes - 8) }]).meteredBytes).toBe(LIMITS.batchBytes);
    expect(refusal([{}, { body: "x".repeat(LIMITS.batchBytes - 7) }])).toMatchObject({
      field: "records[1]",
      rawMessage: "records[1] must be at most 1048576 metered bytes, got 1048577",
    });
  });

  test("keeps its conditions in canonical form, and has none that were not given", () => {
    expect(checkBatch([{}], { matchSeqNum: 5n, fencingToken: "t" })).toMatchObject({
      matchSeqNum: 5,
      fencingToken: "t",
    });
    expect(checkBatch([{}], { matchSeqNum: 0, fencingToken: "" })).toMatchObject({ matchSeqNum: 0, fencingToken: "" });
    expect(checkBatch([{}], { matchSeqNum: 2n ** 53n }).matchSeqNum).toBe(2n ** 53n);
    expect(checkBatch([{}])).toMatchObject({ matchSeqNum: undefined, fencingToken: undefined });
  });

  test.each([
    ["matchSeqNum", { matchSeqNum: -1 }],
    ["matchSeqNum", { matchSeqNum: 1.5 }],
    ["matchSeqNum", { matchSeqNum: Number.NaN }],
    ["matchSeqNum", { matchSeqNum: 2 ** 53 }],
    ["matchSeqNum", { matchSeqNum: 2n ** 64n }],
    ["matchSeqNum", { matchSeqNum: "5" }],
    ["fencingToken", { fencingToken: "x".repeat(37) }],
    ["fencingToken", { fencingToken: "é".repeat(19) }],
    ["fencingToken", { fencingToken: 5 }],
  ])("is refused for its %s: %o", (field, conditions) => {
    const error = refusal([{}], conditions);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field });
  });
});

describe("a record is refused, by its place in the batch", () => {
  test.each<[string, unknown]>([
    ["records", { length: 1 }],
    ["records", "text"],
    ["records[1]", [{}, null]],
    ["records[1]", [{}, "text"]],
    ["records[0].body", [{ body: 5 }]],
    ["records[0].body", [{ body: null }]],
    ["records[0].body", [{ body: new ArrayBuffer(1) }]],
    ["records[0].headers", [{ headers: {} }]],
    ["records[0].headers", [{ headers: null }]],
    ["records[0].headers[1]", [{ headers: [["a", "b"], "ab"] }]],
    ["records[0].headers[0]", [{ headers: [["a"]] }]],
    ["records[0].headers[0]", [{ headers: [["a", "b", "c"]] }]],
    ["records[0].headers[0][0]", [{ headers: [[5, "b"]] }]],
    ["records[0].headers[0][1]", [{ headers: [["a", null]] }]],
    ["records[0].timestamp", [{ timestamp: -1 }]],
    ["records[0].timestamp", [{ timestamp: 1.5 }]],
    ["records[0].timestamp", [{ timestamp: Number.NaN }]],
    ["records[0].timestamp", [{ timestamp: 2 ** 53 }]],
    ["records[0].timestamp", [{ timestamp: -1n }]],
    ["records[0].timestamp", [{ timestamp: 2n ** 64n }]],
    ["records[0].timestamp", [{ timestamp: new Date(Number.NaN) }]],
    ["records[0].timestamp", [{ timestamp: new Date(-1) }]],
    ["records[0].timestamp", [{ timestamp: "2020-01-01" }]],
    ["records[0].timestamp", [{ timestamp: null }]],
    // An empty name is for commands only.
    ["records[0].headers[0]", [{ headers: [["", "seal"]] }]],
    ["records[0].headers[0]", [{ headers: [["", "Fence"]] }]],
    ["records[0].headers[0]", [{ headers: [["", ""]] }]],
    [
      "records[0].headers[1]",
      [
        {
          headers: [
            ["a", "b"],
            ["", "fence"],
          ],
        },
      ],
    ],
    [
      "records[0].headers[0]",
      [
        {
          headers: [
            ["", "fence"],
            ["a", "b"],
          ],
        },
      ],
    ],
    ["records[0].headers[0]", [{ headers: [[new Uint8Array(0), "fence!"]] }]],
    ["records[0].body", [{ headers: [["", "fence"]], body: "x".repeat(37) }]],
    ["records[0].body", [{ headers: [["", "fence"]], body: Uint8Array.of(0xff) }]],
    ["records[0].body", [{ headers: [["", "trim"]], body: "seven!!" }]],
    ["records[0].body", [{ headers: [["", "trim"]], body: new Uint8Array(9) }]],
    ["records[0].body", [{ headers: [["", "trim"]] }]],
  ])("%s of %o", (field, records) => {
    const error = refusal(records);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: "invalid_argument", field, maybeApplied: false });
  });

  test.each<[string, AppendRecord]>([
    ["a date", { timestamp: new Date(0) }],
    ["a timestamp of 0", { timestamp: 0 }],
    ["the largest timestamp", { timestamp: 2n ** 64n - 1n }],
    [
      "duplicate headers with empty values",
      {
        headers: [
          ["a", ""],
          ["a", ""],
        ],
      },
    ],
    ["a header named like a command", { headers: [["fence", ""]] }],
    ["a fence by hand, in bytes", { headers: [[new Uint8Array(0), utf8.encode("fence")]], body: "é".repeat(18) }],
    ["a trim by hand", { headers: [["", "trim"]], body: "8 bytes." }],
    ["a Buffer", { body: Buffer.from("abc") }],
  ])("but not %s", (_, record) => {
    expect(checkRecord(record, 0)).toBe(meteredBytes(record));
  });
});

test("a timestamp is a u64, whatever it was given as", () => {
  expect(timestampU64(new Date(1_700_000_000_000), 0)).toBe(1_700_000_000_000);
  expect(timestampU64(5, 0)).toBe(5);
  expect(timestampU64(2n ** 64n - 1n, 0)).toBe(2n ** 64n - 1n);
});
