import { describe, expect, test } from "vitest";
import { MemoryLog } from "../../src/state/memory-log.js";
import { encodeRecords, entryViews, type StoredRecord } from "../../src/state/record-log.js";
import { seededRandom } from "../random.js";

function stored(from: number, count: number, timestamp = (index: number): bigint => BigInt(index)): StoredRecord[] {
  const records = Array.from({ length: count }, () => ({
    timestamp: undefined,
    headers: [],
    body: Buffer.alloc(2),
    meteredBytes: 10,
    command: undefined,
  }));
  const positions = records.map((_, index) => ({ seqNum: from + index, timestamp: timestamp(from + index) }));
  return encodeRecords(records, positions, Number.POSITIVE_INFINITY, undefined);
}

const everything = { maxRecords: 1e9, maxBytes: 1e9, nowMs: 0 };
const seqNums = (records: readonly StoredRecord[]): number[] => records.map(({ seqNum }) => seqNum);

describe("the memory log", () => {
  test("agrees with a plain array through random appends, trims and reads", () => {
    const random = seededRandom(11);
    const log = new MemoryLog();
    let model: number[] = [];
    let next = 0;
    for (let step = 0; step < 2_000; step++) {
      const choice = random();
      if (choice < 0.4) {
        const count = 1 + Math.floor(random() * 50);
        log.append(stored(next, count));
        for (let index = 0; index < count; index++) model.push(next++);
      } else if (choice < 0.5) {
        const before = Math.floor(random() * (next + 2));
        log.trim(before);
        model = model.filter((seqNum) => seqNum >= before);
      } else {
        const from = Math.floor(random() * (next + 2));
        const to = from + Math.floor(random() * 100);
        expect(seqNums(log.read(from, to, everything))).toEqual(
          model.filter((seqNum) => seqNum >= from && seqNum < to),
        );
        expect(log.findTimestamp(BigInt(from), 0)).toBe(model.find((seqNum) => seqNum >= from));
      }
    }
    expect(log.meteredBytes).toBe(model.length * 10);
  });

  test("stops before the record that exceeds a limit, but always returns one", () => {
    const log = new MemoryLog();
    log.append(stored(0, 10));
    expect(seqNums(log.read(0, 10, { ...everything, maxRecords: 3 }))).toEqual([0, 1, 2]);
    expect(seqNums(log.read(0, 10, { ...everything, maxBytes: 29 }))).toEqual([0, 1]);
    expect(seqNums(log.read(4, 10, { ...everything, maxBytes: 1 }))).toEqual([4]);
  });

  test("finds the first of several records with the same timestamp", () => {
    const log = new MemoryLog();
    log.append(stored(0, 9, (index) => BigInt(Math.floor(index / 3))));
    expect([0n, 1n, 2n, 3n].map((timestamp) => log.findTimestamp(timestamp, 0))).toEqual([0, 3, 6, undefined]);
  });
});

test("entries that lie side by side are one view, across batches they are several", () => {
  const [first, second] = [stored(0, 3), stored(3, 2)];
  expect(entryViews([...first, ...second])).toHaveLength(2);
  expect(entryViews([first[0]!, first[2]!])).toHaveLength(2);
  expect(Buffer.concat(entryViews(first))).toEqual(first[0]!.bytes);
});
