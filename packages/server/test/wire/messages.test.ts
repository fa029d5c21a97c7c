import { describe, expect, test } from "vitest";
import { U64_MAX } from "../../src/model/limits.js";
import {
  decodeAppendInput,
  decodeEntry,
  encodeAppendAck,
  encodeEntries,
  encodeReadBatchTail,
  type SequencedRecord,
} from "../../src/wire/messages.js";
import { seededRandom } from "../random.js";
import { oracleDecode, oracleEncode } from "./oracle.js";

/** Numbers around every edge of a varint and of JavaScript's own numbers. */
const EDGES: bigint[] = [
  ...Array.from({ length: 9 }, (_, index) => 1n << BigInt(7 * (index + 1))).flatMap((edge) => [edge - 1n, edge]),
  0n,
  1n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n,
  U64_MAX - 1n,
  U64_MAX,
];

const hex = (...bytes: number[]): Buffer => Buffer.from(bytes);

describe("decoding an AppendInput", () => {
  test("keeps every u64 exact", () => {
    for (const value of EDGES) {
      const bytes = oracleEncode("AppendInput", { records: [{ timestamp: value }], matchSeqNum: value });
      const { records, matchSeqNum } = decodeAppendInput(bytes);
      expect([records[0]?.timestamp, matchSeqNum]).toEqual([value, value]);
    }
  });

  test("tells a field that is zero or empty from one that is absent", () => {
    const present = decodeAppendInput(hex(0x0a, 2, 0x08, 0, 0x10, 0, 0x1a, 0));
    expect([present.records[0]?.timestamp, present.matchSeqNum, present.fencingToken]).toEqual([0n, 0n, ""]);
    const absent = decodeAppendInput(hex(0x0a, 0));
    expect([absent.records[0]?.timestamp, absent.matchSeqNum, absent.fencingToken]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("reads headers and body", () => {
    const headers = [
      { name: Buffer.from("a"), value: Buffer.from([0, 255]) },
      { name: Buffer.from("a"), value: Buffer.alloc(0) },
    ];
    const input = decodeAppendInput(oracleEncode("AppendInput", { records: [{ headers, body: Buffer.from("hi") }] }));
    expect(input.records[0]).toEqual({ timestamp: undefined, headers, body: Buffer.from("hi") });
  });

  test("steps over fields that it does not know, groups included", () => {
    const unknown = hex(0x20, 1, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x32, 1, 9, 0x3d, 1, 2, 3, 4, 0x43, 0x08, 1, 0x44);
    expect(decodeAppendInput(Buffer.concat([unknown, hex(0x0a, 0)])).records).toHaveLength(1);
  });

  test.for([
    ["a length beyond the end", hex(0x0a, 9, 1)],
    ["a varint that stops in the middle", hex(0x10, 0xff)],
    ["a varint of more than 64 bits", hex(0x10, ...Array(9).fill(0xff), 2)],
    ["a varint of eleven bytes", hex(0x10, ...Array(10).fill(0x80), 0)],
    ["a tag of more than 32 bits", hex(0xff, 0xff, 0xff, 0xff, 0x7f)],
    ["field number 0", hex(0x00, 0)],
    ["a wire type that does not exist", hex(0x27)],
    ["a group that ends as another", hex(0x43, 0x4c)],
    ["groups nested too deeply", Buffer.alloc(1_000, 0x43)],
    ["a known field of another type", hex(0x08, 1)],
    ["a token that is not UTF-8", hex(0x1a, 1, 0xff)],
  ] as const)("refuses %s", ([, bytes]) => {
    expect(() => decodeAppendInput(bytes)).toThrow("protobuf");
  });
});

describe("encoding", () => {
  test("an AppendAck agrees with another implementation at every edge", () => {
    for (const timestamp of EDGES) {
      for (const seqNum of [0, 1, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER - 1]) {
        const start = { seqNum, timestamp };
        const end = { seqNum: seqNum + 1, timestamp };
        const bytes = encodeAppendAck({ start, end, tail: end });
        const decoded = oracleDecode("AppendAck", bytes);
        expect([decoded.start.seqNum, decoded.end.seqNum, decoded.tail.timestamp]).toEqual([
          BigInt(seqNum),
          BigInt(seqNum + 1),
          timestamp,
        ]);
      }
    }
  });

  test("leaves zeros out but not the position that consists of them", () => {
    const zero = { seqNum: 0, timestamp: 0n };
    const one = { seqNum: 1, timestamp: 0n };
    expect(encodeAppendAck({ start: zero, end: one, tail: one })).toEqual(hex(0x0a, 0, 0x12, 2, 8, 1, 0x1a, 2, 8, 1));
    expect(encodeReadBatchTail(zero)).toEqual(hex(0x12, 0));
  });

  test("any run of entries with a tail is a ReadBatch to another implementation, and decodes to itself", () => {
    const random = seededRandom(7);
    const bytesOf = (max: number): Buffer => Buffer.alloc(Math.floor(random() * max), Math.floor(random() * 256));
    const records: SequencedRecord[] = EDGES.map((timestamp, index) => ({
      seqNum: index * 1_000,
      timestamp,
      headers: Array.from({ length: Math.floor(random() * 4) }, () => ({ name: bytesOf(200), value: bytesOf(200) })),
      body: bytesOf(20_000),
    }));
    const { bytes, offsets } = encodeEntries(records);
    expect(records.map((_, index) => decodeEntry(bytes, offsets[index]!, offsets[index + 1]!))).toEqual(records);
    for (const [from, to] of [
      [0, records.length],
      [3, 4],
      [5, 5],
      [2, 9],
    ] as const) {
      const tail = { seqNum: 5, timestamp: U64_MAX };
      const batch = Buffer.concat([bytes.subarray(offsets[from], offsets[to]), encodeReadBatchTail(tail)]);
      const decoded = oracleDecode("ReadBatch", batch);
      expect(decoded.tail.timestamp).toBe(U64_MAX);
      expect(decoded.records.map((record: { seqNum: bigint }) => record.seqNum)).toEqual(
        records.slice(from, to).map(({ seqNum }) => BigInt(seqNum)),
      );
      decoded.records.forEach(
        (
          record: { headers: { name: Uint8Array; value: Uint8Array }[]; body: Uint8Array; timestamp: bigint },
          index: number,
        ) => {
          const expected = records[from + index]!;
          expect(record.timestamp).toBe(expected.timestamp);
          expect(Buffer.from(record.body).equals(expected.body)).toBe(true);
          expect(record.headers.map(({ name, value }) => [Buffer.from(name), Buffer.from(value)])).toEqual(
            expected.headers.map(({ name, value }) => [name, value]),
          );
        },
      );
    }
  });
});
