import { inspect } from "node:util";
import { InexactNumberError, UsageError } from "@s2kit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeReadBatch } from "../../src/wire/read-batch.js";
import { ReadRecord, type RecordParts } from "../../src/wire/read-record.js";
import { anyBytes, anyContent, anyHeaders, anyU64 } from "./arbitraries.js";
import { encodeReadBatch, inTheMiddle, type RecordInit, thrownBy } from "./oracle.js";

const utf8 = new TextEncoder();

/** A record as it comes from a frame, in the middle of others. */
function received(init: RecordInit): ReadRecord {
  const records = [{ body: utf8.encode("before") }, init, { body: utf8.encode("after") }];
  return decodeReadBatch(inTheMiddle(encodeReadBatch({ records }))).at(1);
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? utf8.encode(value) : value;
}

const anyParts: fc.Arbitrary<RecordParts> = fc.record(
  { seqNum: anyU64, timestamp: anyU64, headers: anyHeaders, body: anyContent },
  { requiredKeys: ["seqNum", "timestamp"] },
);

describe("numbers", () => {
  test("are numbers up to 2^53 − 1", () => {
    const record = received({ seqNum: 2n ** 53n - 1n, timestamp: 1_700_000_000_000n });
    expect(record.seqNum).toBe(9_007_199_254_740_991);
    expect(record.timestamp).toBe(1_700_000_000_000);
    expect(record.seqNumBig).toBe(9_007_199_254_740_991n);
    expect(record.date.toISOString()).toBe("2023-11-14T22:13:20.000Z");
  });

  test("beyond 2^53 − 1 are exact as bigints and refuse to be numbers", () => {
    const record = received({ seqNum: 2n ** 53n, timestamp: 2n ** 64n - 1n });
    expect(record.seqNumU64).toBe(2n ** 53n);
    expect(record.timestampU64).toBe(2n ** 64n - 1n);
    for (const read of [() => record.seqNum, () => record.timestamp, () => record.date]) {
      expect(thrownBy(read)).toBeInstanceOf(InexactNumberError);
    }
    expect(thrownBy(() => record.timestamp)).toMatchObject({ message: expect.stringContaining("timestampBig") });
  });

  test("beyond what a date can hold give an invalid date", () => {
    expect(received({ timestamp: 8_640_000_000_000_001n }).date.getTime()).toBeNaN();
  });
});

describe("the body", () => {
  test("is a view of the frame, and a plain Uint8Array whatever the frame is", () => {
    const frame = Buffer.from(encodeReadBatch({ records: [{ body: utf8.encode("abc") }] }));
    const { body } = decodeReadBatch(frame).at(0);
    expect(body.constructor).toBe(Uint8Array);
    expect(body.buffer).toBe(frame.buffer);
    expect([...body]).toEqual([97, 98, 99]);
  });

  test("is empty when there is none", () => {
    const record = received({ seqNum: 1n });
    expect(record.body.byteLength).toBe(0);
    expect(record.text()).toBe("");
  });

  test("as text keeps a byte order mark and replaces what is not UTF-8", () => {
    expect(received({ body: Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe2, 0x82) }).text()).toBe(
      "\ufeffa\ufffd\ufffd",
    );
  });

  test("as JSON is what JSON.parse makes of it", () => {
    expect(received({ body: utf8.encode('{"a":[1,9007199254740993]}') }).json()).toEqual({
      a: [1, 9_007_199_254_740_992],
    });
    expect(thrownBy(() => received({ body: utf8.encode("{") }).json())).toBeInstanceOf(SyntaxError);
  });
});

describe("headers", () => {
  const record = received({
    headers: [
      { name: utf8.encode("kind"), value: utf8.encode("first") },
      { name: utf8.encode("größe"), value: utf8.encode("10 €") },
      { name: utf8.encode("kind"), value: utf8.encode("second") },
      { name: utf8.encode("kin"), value: Uint8Array.of(0xff) },
      { name: utf8.encode("empty") },
    ],
  });

  test("keep order and duplicates", () => {
    expect(record.headers.map(({ name, value }) => [name, value])).toEqual([
      ["kind", "first"],
      ["größe", "10 €"],
      ["kind", "second"],
      ["kin", "\ufffd"],
      ["empty", ""],
    ]);
  });

  test.each([
    ["kind", "first"],
    ["größe", "10 €"],
    ["kin", "\ufffd"],
    ["empty", ""],
    ["ki", undefined],
    ["kinds", undefined],
    ["Kind", undefined],
    ["grösse", undefined],
    ["", undefined],
  ])("the first named %j has the value %j", (name, value) => {
    expect(record.header(name)).toBe(value);
    expect(record.headerBytes(name) === undefined).toBe(value === undefined);
  });

  test("as bytes are views", () => {
    expect([...(record.headerBytes("kin") as Uint8Array)]).toEqual([0xff]);
    expect(record.headerBytes("kind")?.buffer).toBe(record.body.buffer);
    expect(record.headers[1]?.nameBytes).toEqual(utf8.encode("größe"));
  });

  test("are found exactly where their name as text is the one asked for", () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { minLength: 1, maxLength: 3 }), anyContent, (names, wanted) => {
        const headers = names.map((name, index) => ({ name, value: Uint8Array.of(index) }));
        const read = received({ headers });
        const name = typeof wanted === "string" ? wanted : (read.headers[0]?.name as string);
        const expected = read.headers.findIndex((header) => header.name === name);
        expect(read.headerBytes(name)?.[0]).toBe(expected === -1 ? undefined : expected);
      }),
    );
  });
});

describe("commands", () => {
  const fence = { value: utf8.encode("fence") };

  test("a fence has its token", () => {
    const record = received({ headers: [fence], body: utf8.encode("writer-1") });
    expect(record.isCommand).toBe(true);
    expect(record.command).toEqual({ type: "fence", fencingToken: "writer-1" });
  });

  test("a trim has its position, exact for every u64", () => {
    const trim = { value: utf8.encode("trim") };
    const at = (...bytes: number[]): unknown => received({ headers: [trim], body: Uint8Array.from(bytes) }).command;
    expect(at(0, 0, 0, 0, 0, 0, 1, 2)).toEqual({ type: "trim", seqNum: 258 });
    expect(at(255, 255, 255, 255, 255, 255, 255, 255)).toEqual({ type: "trim", seqNum: 2n ** 64n - 1n });
    expect(at(1)).toBeUndefined();
  });

  test("one that this version does not know is still a command", () => {
    const record = received({ headers: [{ value: utf8.encode("seal") }] });
    expect(record.isCommand).toBe(true);
    expect(record.command).toBeUndefined();
  });

  test.each([
    ["no header", []],
    ["a header with a name", [{ name: utf8.encode("fence"), value: utf8.encode("fence") }]],
    ["a second header after", [fence, { name: utf8.encode("a") }]],
    ["two empty names", [fence, fence]],
    ["a second header before", [{ name: utf8.encode("a") }, fence]],
  ])("a record with %s is none", (_, headers) => {
    const record = received({ headers });
    expect(record.isCommand).toBe(false);
    expect(record.command).toBeUndefined();
  });
});

describe("a record", () => {
  test("is metered by the bytes of its parts", () => {
    expect(received({}).meteredBytes).toBe(8);
    expect(received({ headers: [{ name: utf8.encode("größe") }, {}], body: utf8.encode("€") }).meteredBytes).toBe(
      8 + 2 + 7 + 2 + 3,
    );
  });

  test("made of its parts is as if it had come over the wire", () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const { headers = [], body = "" } = parts;
        const made = ReadRecord.from(parts);
        const came = received({
          seqNum: BigInt(parts.seqNum),
          timestamp: BigInt(parts.timestamp),
          headers: headers.map(([name, value]) => ({ name: bytesOf(name), value: bytesOf(value) })),
          body: bytesOf(body),
        });
        for (const record of [made, made.detach(), came.detach()]) {
          expect(record.toJSON()).toEqual(came.toJSON());
          expect(record.equals(came.headers, came.body)).toBe(true);
          expect(record.meteredBytes).toBe(came.meteredBytes);
          expect(record.isCommand).toBe(came.isCommand);
          expect(record.seqNumU64).toBe(came.seqNumU64);
          expect(record.timestampU64).toBe(came.timestampU64);
        }
      }),
    );
  });

  test("made of its parts keeps a copy of them", () => {
    const body = Uint8Array.of(1);
    const record = ReadRecord.from({ seqNum: 0, timestamp: 0, body });
    body[0] = 2;
    expect([...record.body]).toEqual([1]);
  });

  test.each([-1, 1.5, 2 ** 53, 2n ** 64n])("cannot have the number %s", (number) => {
    expect(thrownBy(() => ReadRecord.from({ seqNum: number, timestamp: 0 }))).toBeInstanceOf(UsageError);
    expect(thrownBy(() => ReadRecord.from({ seqNum: 0, timestamp: number }))).toMatchObject({ field: "timestamp" });
  });

  test.each([
    ["a Uint8Array", (bytes: Uint8Array) => new Uint8Array(bytes)],
    ["a Buffer", (bytes: Uint8Array) => Buffer.from(bytes)],
  ])("detached no longer refers to its frame, which was %s", (_, copy) => {
    const frame = copy(
      encodeReadBatch({ records: [{ headers: [{ name: utf8.encode("n") }], body: utf8.encode("b") }] }),
    );
    const detached = decodeReadBatch(frame).at(0).detach();
    frame.fill(0);
    expect(detached.text()).toBe("b");
    expect(detached.header("n")).toBe("");
    expect(detached.body.buffer.byteLength).toBeLessThan(10);
  });

  test("equals only the same headers in the same order, and the same body", () => {
    const other = (headers: RecordInit["headers"], body = "b"): boolean => {
      const { headers: theirs, body: bytes } = received({ headers: headers ?? [], body: utf8.encode(body) });
      return received({
        headers: [{ name: utf8.encode("n"), value: utf8.encode("v") }, {}],
        body: utf8.encode("b"),
      }).equals(theirs, bytes);
    };
    const header = { name: utf8.encode("n"), value: utf8.encode("v") };
    expect(other([header, {}])).toBe(true);
    expect(other([{}, header])).toBe(false);
    expect(other([header])).toBe(false);
    expect(other([header, {}], "c")).toBe(false);
    expect(other([header, {}], "bb")).toBe(false);
    expect(other([{ name: utf8.encode("n"), value: utf8.encode("w") }, {}])).toBe(false);
    expect(other([{ name: utf8.encode("nv") }, {}])).toBe(false);
  });

  test("shows what it holds in logs", () => {
    const record = received({
      seqNum: 2n ** 60n,
      timestamp: 5n,
      headers: [{ name: utf8.encode("n") }],
      body: utf8.encode("b"),
    });
    expect(JSON.stringify(record)).toBe(
      '{"seqNum":"1152921504606846976","timestamp":5,"headers":[["n",""]],"body":"b"}',
    );
    expect(inspect(record)).toBe(
      "{\n  seqNum: 1152921504606846976n,\n  timestamp: 5,\n  headers: [ [ 'n', '' ] ],\n  body: 'b'\n}",
    );
    expect(inspect(record.headers)).toBe("[ [ 'n', '' ] ]");
  });
});
