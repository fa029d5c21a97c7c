import { fromBinary } from "@bufbuild/protobuf";
import { AppendRecord, checkBatch, type HeaderInput, LIMITS, UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type EncodedBatch, encodeBatch, repin } from "../../src/wire/append-input.js";
import { appendedRecords } from "../../src/wire/appended-records.js";
import { anyBatch, anyU64, U64_EDGES } from "./arbitraries.js";
import { type AppendInput, AppendInputSchema } from "./generated/s2_pb.js";
import { thrownBy, toHex, wellFormed } from "./oracle.js";

// Thousands of random inputs take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const utf8 = new TextEncoder();

function bytesOf(value: string | Uint8Array | undefined): number[] {
  return [...(typeof value === "string" ? utf8.encode(value) : (value ?? []))];
}

function decode({ frame }: Pick<EncodedBatch, "frame">): AppendInput {
  expect(frame[0]! * 65_536 + frame[1]! * 256 + frame[2]!).toBe(frame.byteLength - 3);
  expect(frame[3]).toBe(0);
  return fromBinary(AppendInputSchema, frame.subarray(4));
}

function milliseconds(timestamp: AppendRecord["timestamp"]): bigint | undefined {
  if (timestamp === undefined) return undefined;
  return BigInt(timestamp instanceof Date ? timestamp.getTime() : timestamp);
}

describe("bytes", () => {
  test("one record with the body hi", () => {
    expect(toHex(encodeBatch(checkBatch([{ body: "hi" }])).frame)).toBe("00 00 07 00 0a 04 1a 02 68 69");
  });

  test("a record of nothing is there, its empty body is not", () => {
    expect(toHex(encodeBatch(checkBatch([{}, { body: "" }, { body: new Uint8Array(0), headers: [] }])).frame)).toBe(
      "00 00 07 00 0a 00 0a 00 0a 00",
    );
  });

  test("a match on sequence number 0 is written", () => {
    expect(toHex(encodeBatch(checkBatch([{}], { matchSeqNum: 0 })).frame)).toBe("00 00 05 00 0a 00 10 00");
  });

  test("an empty fencing token is written", () => {
    expect(toHex(encodeBatch(checkBatch([{}], { fencingToken: "" })).frame)).toBe("00 00 05 00 0a 00 1a 00");
  });

  test("a timestamp of 0 is written", () => {
    expect(toHex(encodeBatch(checkBatch([{ timestamp: 0 }])).frame)).toBe("00 00 05 00 0a 02 08 00");
  });

  test("records come first, then the sequence number, then the token", () => {
    const batch = checkBatch([{ body: "a" }], { matchSeqNum: 300, fencingToken: "t" });
    expect(toHex(encodeBatch(batch).frame)).toBe("00 00 0c 00 0a 03 1a 01 61 10 ac 02 1a 01 74");
  });

  test("a fence has the operation as its header's value and an absent name", () => {
    expect(toHex(encodeBatch(checkBatch([AppendRecord.fence("x")])).frame)).toBe(
      "00 00 0f 00 0a 0c 12 07 12 05 66 65 6e 63 65 1a 01 78",
    );
  });

  test("a trim has its position as eight big-endian bytes", () => {
    expect(toHex(encodeBatch(checkBatch([AppendRecord.trim(258)])).frame)).toBe(
      "00 00 15 00 0a 12 12 06 12 04 74 72 69 6d 1a 08 00 00 00 00 00 00 01 02",
    );
  });

  test.each(U64_EDGES)("a sequence number of %s takes the bytes that another implementation reads", (edge) => {
    const input = decode(encodeBatch(checkBatch([{ timestamp: edge }], { matchSeqNum: edge })));
    expect(input.matchSeqNum).toBe(edge);
    expect(input.records[0]?.timestamp).toBe(edge);
  });
});

describe("against another implementation", () => {
  test("every batch reads back as it was given", () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        const encoded = encodeBatch(batch);
        expect(encodeBatch(batch, true)).toEqual(encoded);
        const input = decode(encoded);
        expect(input.$unknown).toBeUndefined();
        expect(input.matchSeqNum).toBe(batch.matchSeqNum === undefined ? undefined : BigInt(batch.matchSeqNum));
        const { fencingToken } = batch;
        expect(input.fencingToken).toBe(fencingToken === undefined ? undefined : wellFormed(fencingToken));
        expect(
          input.records.map(({ timestamp, headers, body }) => ({
            timestamp,
            headers: headers.map(({ name, value }) => [[...name], [...value]]),
            body: [...body],
          })),
        ).toEqual(
          batch.records.map(({ timestamp, headers = [], body }) => ({
            timestamp: milliseconds(timestamp),
            headers: headers.map(([name, value]) => [bytesOf(name), bytesOf(value)]),
            body: bytesOf(body),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("the records of an encoded batch are those that it was made of", () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        const records = [...appendedRecords(encodeBatch(batch))];
        expect(
          records.map(({ headers, body }) => ({
            headers: headers.map(({ nameBytes, valueBytes }) => [[...nameBytes], [...valueBytes]]),
            body: [...body],
          })),
        ).toEqual(
          batch.records.map(({ headers = [], body }) => ({
            headers: headers.map(([name, value]) => [bytesOf(name), bytesOf(value)]),
            body: bytesOf(body),
          })),
        );
      }),
    );
  });
});

describe("an encoded batch", () => {
  test("knows where its records end, how many they are, and its conditions", () => {
    const batch = checkBatch([{ body: "é" }, {}], { matchSeqNum: 7n, fencingToken: "token" });
    const encoded = encodeBatch(batch);
    expect(encoded).toMatchObject({ recordCount: 2, meteredBytes: 18, matchSeqNum: 7, fencingToken: "token" });
    expect(toHex(encoded.frame.subarray(0, encoded.recordsEnd))).toBe("00 00 12 00 0a 04 1a 02 c3 a9 0a 00");
  });

  test("has its bytes for itself when it is small, whatever is encoded after it", () => {
    const batches = Array.from({ length: 500 }, (_, index) => checkBatch([{ body: String(index).repeat(index % 50) }]));
    const frames = batches.map((batch) => encodeBatch(batch).frame);
    expect(frames.map(toHex)).toEqual(batches.map((batch) => toHex(encodeBatch(batch).frame)));
  });

  test("does not follow its records when they are changed afterwards", () => {
    const body = Uint8Array.of(1, 2, 3);
    const { frame } = encodeBatch(checkBatch([{ body }]));
    body.fill(9);
    expect(toHex(frame)).toBe("00 00 08 00 0a 05 1a 03 01 02 03");
  });
});

describe("repin", () => {
  test("gives what encoding with the other sequence number would give", () => {
    fc.assert(
      fc.property(anyBatch, anyU64, (batch, matchSeqNum) => {
        const pinned = repin(encodeBatch(batch), matchSeqNum);
        expect(pinned).toEqual(encodeBatch({ ...batch, matchSeqNum }));
      }),
    );
  });

  test("leaves the old frame alone, which may still be on its way", () => {
    const encoded = encodeBatch(checkBatch([{ body: "abc" }], { matchSeqNum: 1 }));
    const before = toHex(encoded.frame);
    const pinned = repin(encoded, 2);
    pinned.frame.fill(0xff);
    expect(toHex(encoded.frame)).toBe(before);
  });
});

describe("records that are not what was metered", () => {
  test.each([
    ["longer text", { body: "ab" }, "abc"],
    ["text with more bytes in as many characters", { body: "ab" }, "aé"],
    // Metered as 2 bytes, and 2 characters by now, of 3 bytes.
    ["text that only seems to be ASCII", { body: "é" }, "xé"],
    ["shorter bytes", { body: Uint8Array.of(1, 2) }, Uint8Array.of(1)],
    ["nothing", { body: "ab" }, undefined],
  ])("are refused: %s", (_, record: { body: string | Uint8Array | undefined }, body) => {
    const batch = checkBatch([record]);
    record.body = body;
    const error = thrownBy(() => encodeBatch(batch));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: "invalid_argument", field: "records" });
  });

  test.each<[string, string | Uint8Array, string | Uint8Array]>([
    ["longer bytes", Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)],
    ["shorter bytes", Uint8Array.of(1, 2), Uint8Array.of(1)],
    ["longer text", "ab", "abc"],
    ["something in place of nothing", "", "abc"],
  ])("are refused when they turn into %s while they are written", (_, first, then) => {
    let looks = 0;
    const record = {
      // Looked at by the check, by measuring, and by writing.
      get body() {
        return ++looks < 3 ? first : then;
      },
    };
    const batch = checkBatch([record, { body: "behind" }]);
    expect(thrownBy(() => encodeBatch(batch))).toBeInstanceOf(UsageError);
    expect(looks).toBe(3);
  });

  test("are refused when a timestamp turns into a longer one while it is written", () => {
    let looks = 0;
    const batch = checkBatch([
      {
        get timestamp() {
          return ++looks < 3 ? 1 : 1_000;
        },
      },
    ]);
    expect(thrownBy(() => encodeBatch(batch))).toBeInstanceOf(UsageError);
    expect(looks).toBe(3);
  });

  test("are refused by their metered size, however it came about", () => {
    const batch = checkBatch([{ body: "ab" }]);
    expect(thrownBy(() => encodeBatch({ ...batch, meteredBytes: 11 }))).toBeInstanceOf(UsageError);
  });
});

describe("limits", () => {
  test("a full batch of 1000 records fits a frame", () => {
    const body = new Uint8Array(Math.floor(LIMITS.batchBytes / 1000) - 8);
    const { frame } = encodeBatch(
      checkBatch(Array.from({ length: 1000 }, () => ({ body, timestamp: 2n ** 64n - 1n }))),
    );
    expect(frame.byteLength - 3).toBeLessThanOrEqual(LIMITS.frameBytes);
  });

  test("the smallest headers that fit a batch but no frame are refused before anything is sent", () => {
    const header: HeaderInput = ["n", "v"];
    const records = [{ headers: Array.from({ length: 262_142 }, () => header) }];
    const batch = checkBatch(records);
    expect(thrownBy(() => encodeBatch(batch))).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("2097102 bytes when encoded, got 2097140"),
    });
  });

  test("a batch at the very limit of a frame can still be pinned, one byte more is refused", () => {
    const headers: HeaderInput[] = Array.from({ length: 262_136 }, () => ["n", "v"]);
    const atTheLimit = checkBatch([{ headers: [...headers, ["n", "vvv"]] }], { fencingToken: "t".repeat(36) });
    const pinned = repin(encodeBatch(atTheLimit), 2n ** 64n - 1n);
    expect(pinned.frame.byteLength - 3).toBe(LIMITS.frameBytes);
    const beyond = checkBatch([{ headers: [...headers, ["n", "vvvv"]] }]);
    expect(thrownBy(() => encodeBatch(beyond))).toBeInstanceOf(UsageError);
  });
});
