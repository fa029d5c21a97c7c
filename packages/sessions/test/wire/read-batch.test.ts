import { fromBinary } from "@bufbuild/protobuf";
import { UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { decodeReadBatch, RecordBatch } from "../../src/wire/read-batch.js";
import { ReadRecord } from "../../src/wire/read-record.js";
import { U64_EDGES } from "./arbitraries.js";
import { type ReadBatch, ReadBatchSchema } from "./generated/s2_pb.js";
import {
  anyPosition,
  anyRecordInit,
  anyUnknownField,
  concat,
  decodesOrRefuses,
  encodeReadBatch,
  expectProtocolError,
  hex,
  inTheMiddle,
  lengthDelimited,
  thrownBy,
} from "./oracle.js";

// Thousands of random inputs take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const utf8 = new TextEncoder();

interface Plain {
  records: { seqNum: bigint; timestamp: bigint; headers: number[][][]; body: number[] }[];
  tail: bigint[] | undefined;
}

function plain(batch: RecordBatch): Plain {
  return {
    records: batch.records.map((record) => ({
      seqNum: record.seqNumBig,
      timestamp: record.timestampBig,
      headers: record.headers.map(({ nameBytes, valueBytes }) => [[...nameBytes], [...valueBytes]]),
      body: [...record.body],
    })),
    tail: batch.tail === undefined ? undefined : [batch.tail.seqNumBig, batch.tail.timestampBig],
  };
}

function plainMessage({ records, tail }: ReadBatch): Plain {
  return {
    records: records.map(({ seqNum, timestamp, headers, body }) => ({
      seqNum,
      timestamp,
      headers: headers.map(({ name, value }) => [[...name], [...value]]),
      body: [...body],
    })),
    tail: tail === undefined ? undefined : [tail.seqNum, tail.timestamp],
  };
}

/** A batch of data records, with a command before the records at these indices. */
function batchOf(count: number, commandsAt: readonly number[] = []): RecordBatch {
  return decodeReadBatch(
    encodeReadBatch({
      records: Array.from({ length: count }, (_, index) => ({
        seqNum: BigInt(index),
        headers: commandsAt.includes(index) ? [{ value: utf8.encode("fence") }] : [],
        body: utf8.encode(`${index}`),
      })),
      tail: { seqNum: BigInt(count), timestamp: 5n },
    }),
  );
}

function seqNums(batch: RecordBatch): number[] {
  return batch.records.map((record) => record.seqNum);
}

describe("heartbeats", () => {
  test("the heartbeat of an empty stream tells the tail and has no records", () => {
    const batch = decodeReadBatch(hex("12 00"));
    expect(batch).toMatchObject({ count: 0, firstSeqNum: undefined, lastSeqNum: undefined, meteredBytes: 0 });
    expect(batch.tail).toMatchObject({ seqNum: 0, timestamp: 0 });
    expect(batch.records).toEqual([]);
    expect(batch.withoutCommands()).toBe(batch);
  });

  test("an empty message has neither records nor tail", () => {
    expect(decodeReadBatch(new Uint8Array(0))).toMatchObject({ count: 0, tail: undefined, byteLength: 0 });
  });
});

describe("against another implementation", () => {
  test("every batch reads as it was written, wherever it lies", () => {
    fc.assert(
      fc.property(
        fc.array(anyRecordInit, { maxLength: 5 }),
        fc.option(anyPosition, { nil: undefined }),
        (records, tail) => {
          const bytes = encodeReadBatch({ records, ...(tail === undefined ? {} : { tail }) });
          const batch = decodeReadBatch(inTheMiddle(bytes));
          expect(plain(batch)).toEqual(plainMessage(fromBinary(ReadBatchSchema, bytes)));
          expect(batch.count).toBe(records.length);
          expect(batch.byteLength).toBe(bytes.byteLength);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("unknown fields anywhere change nothing, fields may come in any order", () => {
    const anyShuffled = fc
      .tuple(anyRecordInit, fc.array(anyUnknownField, { maxLength: 3 }))
      .chain(([record, unknown]) => {
        const { seqNum, timestamp, body } = record;
        const headers = record.headers.map(({ name, value }) =>
          lengthDelimited(3, concat(...unknown, lengthDelimited(2, value), ...unknown, lengthDelimited(1, name))),
        );
        // A position has the same two fields as a record.
        const numbers = encodeReadBatch({ tail: { seqNum, timestamp } }).subarray(2);
        const others = [numbers, lengthDelimited(4, body), ...unknown];
        return fc
          .tuple(fc.shuffledSubarray(others, { minLength: others.length }), fc.nat(others.length))
          .map(([shuffled, place]) => ({
            record,
            unknown,
            bytes: concat(...shuffled.slice(0, place), ...headers, ...shuffled.slice(place)),
          }));
      });
    fc.assert(
      fc.property(anyShuffled, ({ record, bytes, unknown }) => {
        const batch = decodeReadBatch(concat(...unknown, lengthDelimited(1, bytes), ...unknown));
        const { seqNum, timestamp, body } = record;
        const headers = record.headers.map(({ name, value }) => [[...name], [...value]]);
        expect(plain(batch)).toEqual({ records: [{ seqNum, timestamp, headers, body: [...body] }], tail: undefined });
      }),
    );
  });

  test.each(U64_EDGES)("the numbers %s are exact", (edge) => {
    const batch = decodeReadBatch(
      encodeReadBatch({ records: [{ seqNum: edge, timestamp: edge }], tail: { seqNum: edge } }),
    );
    expect(batch.at(0)).toMatchObject({ seqNumBig: edge, timestampBig: edge });
    expect(batch.firstSeqNum).toBe(edge < 2n ** 53n ? Number(edge) : edge);
    expect(batch.lastSeqNum).toBe(batch.firstSeqNum);
    expect(batch.tail?.seqNumBig).toBe(edge);
  });

  test("a batch of more records than are usual reads to the last one", () => {
    const records = Array.from({ length: 2500 }, (_, index) => ({
      seqNum: BigInt(index),
      body: utf8.encode(`${index}`),
    }));
    const batch = decodeReadBatch(encodeReadBatch({ records }));
    expect(seqNums(batch)).toEqual(records.map((_, index) => index));
    expect(batch.at(2499).text()).toBe("2499");
    expect(batchOf(3).count).toBe(3);
  });
});

describe("fields in pieces", () => {
  test("the last body counts, the last number counts, headers add up, a tail is merged", () => {
    const record = concat(
      hex("08 01 10 02"),
      lengthDelimited(3, hex("0a 01 61 0a 01 62")),
      lengthDelimited(4, utf8.encode("first")),
      lengthDelimited(3, hex("12 01 63")),
      lengthDelimited(4, utf8.encode("last")),
      hex("08 07"),
    );
    const batch = decodeReadBatch(concat(hex("12 02 08 05"), lengthDelimited(1, record), hex("12 02 10 06")));
    expect(batch.toJSON()).toMatchObject({ tail: { seqNum: 5, timestamp: 6 } });
    expect(JSON.stringify(batch.at(0))).toBe('{"seqNum":7,"timestamp":2,"headers":[["b",""],["","c"]],"body":"last"}');
  });
});

describe("what is malformed is refused at once", () => {
  test.each([
    ["a record beyond the end", "0a 05 08 01"],
    ["a record that is a number", "08 01"],
    ["a tail that is a number", "10 01"],
    ["a sequence number as bytes", "0a 02 0a 00"],
    ["a timestamp as bytes", "0a 02 12 00"],
    ["a body as a number", "0a 02 20 00"],
    ["a body beyond its record, though within the batch", "0a 03 22 05 61 0a 02 22 00"],
    ["a header as a number", "0a 02 18 00"],
    ["a header beyond its record", "0a 02 1a 01 0a 00"],
    ["a name beyond its header, though within the record", "0a 07 1a 02 0a 03 61 62 63"],
    ["a value as a number", "0a 04 1a 02 10 00"],
    ["a varint that runs out of its record", "0a 02 08 80 01 0a 00 0a 00 0a 00 0a 00"],
    ["a group", "1b 1c"],
    ["a group within a header", "0a 04 1a 02 1b 1c"],
    ["a tail that is cut", "12 02 08"],
  ])("%s", (_, bytes) => {
    expectProtocolError(
      thrownBy(() => decodeReadBatch(hex(bytes))),
      false,
    );
    expectProtocolError(
      thrownBy(() => decodeReadBatch(inTheMiddle(hex(bytes)))),
      false,
    );
  });

  test("whatever is accepted can be looked at, and is what another implementation makes of it", () => {
    const bytes = encodeReadBatch({
      records: [
        {
          seqNum: 300n,
          timestamp: 2n ** 60n,
          headers: [{ name: utf8.encode("n"), value: utf8.encode("v") }],
          body: utf8.encode("body"),
        },
        { seqNum: 301n, headers: [{ value: utf8.encode("trim") }], body: new Uint8Array(8) },
      ],
      tail: { seqNum: 302n, timestamp: 2n ** 60n },
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.byteLength - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
        fc.nat(bytes.byteLength),
        (changes, length) => {
          const hostile = bytes.slice(0, length);
          for (const [index, byte] of changes) if (index < length) hostile[index] = byte;
          const batch = decodesOrRefuses(() => decodeReadBatch(inTheMiddle(hostile)), false);
          if (batch === undefined) return;
          lookAtEverything(batch);
          const other = tolerant(() => fromBinary(ReadBatchSchema, hostile));
          // The other implementation neither minds a group nor a varint that is too large, nor a tag of zero.
          if (other !== undefined) expect(plain(batch)).toEqual(plainMessage(other));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("random bytes never do anything but decode or fail", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const batch = decodesOrRefuses(() => decodeReadBatch(inTheMiddle(bytes)), false);
        if (batch !== undefined) lookAtEverything(batch);
      }),
      { numRuns: 2000 },
    );
  });

  test("two megabytes of the smallest records are just many records", () => {
    const bytes = new Uint8Array(2 * 1024 * 1024);
    for (let index = 0; index < bytes.byteLength; index += 2) bytes[index] = 0x0a;
    const batch = decodeReadBatch(bytes);
    expect(batch.count).toBe(1024 * 1024);
    expect(batch.lastSeqNum).toBe(0);
  });
});

function tolerant<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Looks at every part of every record: nothing of it may fail. */
function lookAtEverything(batch: RecordBatch): void {
  let bytes = 0;
  for (const record of batch) {
    const copy = record.detach();
    const same = copy.equals(record.headers, record.body) && JSON.stringify(copy) === JSON.stringify(record);
    if (!same) throw new Error(`${JSON.stringify(copy)} is no copy of ${JSON.stringify(record)}`);
    if ((record.command !== undefined || record.header("n") !== undefined) && record.headers.length === 0) {
      throw new Error("headers were found where there are none");
    }
    bytes += record.meteredBytes;
  }
  if (batch.meteredBytes !== bytes || batch.withoutCommands().count > batch.count) throw new Error("counted wrongly");
}

describe("a batch", () => {
  test("makes a record anew at each look until all were asked for", () => {
    const batch = batchOf(3);
    expect(batch.at(1)).not.toBe(batch.at(1));
    const { records } = batch;
    expect(batch.records).toBe(records);
    expect(batch.at(1)).toBe(records[1]);
  });

  test.each([-1, 3, 1.5, Number.NaN])("has no record at %s of 3", (index) => {
    const batch = batchOf(3);
    expect(thrownBy(() => batch.at(index))).toBeInstanceOf(UsageError);
  });

  test("iterates over its records, more than once", () => {
    const batch = batchOf(3);
    expect([...batch].map((record) => record.text())).toEqual(["0", "1", "2"]);
    expect([...batch].map((record) => record.text())).toEqual(["0", "1", "2"]);
  });

  test("sums up the metered sizes of its records", () => {
    expect(batchOf(3, [1]).meteredBytes).toBe(9 + (9 + 2 + 5) + 9);
  });

  test.each([
    [0, undefined, [0, 1, 2, 3]],
    [1, undefined, [1, 2, 3]],
    [1, 3, [1, 2]],
    [-1, undefined, [3]],
    [0, -1, [0, 1, 2]],
    [2, 2, []],
    [4, undefined, []],
    [3, 99, [3]],
  ])("sliced from %s to %s is as an array is", (start, end, expected) => {
    for (const batch of [batchOf(4), RecordBatch.from(batchOf(4).records, batchOf(4).tail, 77)]) {
      const slice = batch.slice(start, end);
      expect(seqNums(slice)).toEqual(expected);
      expect(slice.count).toBe(expected.length);
      expect(slice.tail).toBe(batch.tail);
      expect(slice.byteLength).toBe(batch.byteLength);
      expect(slice.firstSeqNum).toBe(expected[0]);
      expect(slice.meteredBytes).toBe(9 * expected.length);
    }
  });

  test("without its commands keeps the others in order, the tail, and what it takes in memory", () => {
    for (const batch of [batchOf(5, [0, 3]), RecordBatch.from(batchOf(5, [0, 3]).records, batchOf(5).tail, 99)]) {
      const visible = batch.withoutCommands();
      expect(seqNums(visible)).toEqual([1, 2, 4]);
      expect(visible.tail).toBe(batch.tail);
      expect(visible.byteLength).toBe(batch.byteLength);
      expect(visible.slice(1).withoutCommands().count).toBe(2);
      expect(batch.count).toBe(5);
    }
  });

  test("of commands only is empty without them", () => {
    const visible = batchOf(2, [0, 1]).withoutCommands();
    expect(visible).toMatchObject({ count: 0, records: [], firstSeqNum: undefined });
  });

  test("without any command is itself without them", () => {
    const batch = batchOf(2);
    expect(batch.withoutCommands()).toBe(batch);
  });

  test("can be made of records", () => {
    const records = [
      ReadRecord.from({ seqNum: 1, timestamp: 2, body: "é" }),
      ReadRecord.from({ seqNum: 2, timestamp: 2, headers: [["a", "b"]] }),
    ];
    const batch = RecordBatch.from(records);
    records.pop();
    expect(batch).toMatchObject({ count: 2, firstSeqNum: 1, lastSeqNum: 2, meteredBytes: 22, byteLength: 22 });
    expect(batch.tail).toBeUndefined();
    expect(RecordBatch.from([], batchOf(1).tail).byteLength).toBe(0);
  });

  test("shows as its records and tail in JSON", () => {
    expect(JSON.stringify(batchOf(1))).toBe(
      '{"records":[{"seqNum":0,"timestamp":0,"headers":[],"body":"0"}],"tail":{"seqNum":1,"timestamp":5}}',
    );
  });
});
