import type { StreamPosition } from "@s2kit/core";
import { stringifyJson } from "@s2kit/core/internal";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJsonReadBatch } from "../../src/wire/json-batch.js";
import { decodeReadBatch, type RecordBatch } from "../../src/wire/read-batch.js";
import { U64_EDGES } from "./arbitraries.js";
import { anyPosition, anyRecordInit, encodeReadBatch, expectProtocolError, thrownBy } from "./oracle.js";

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function plain(batch: RecordBatch): unknown {
  return {
    tail: batch.tail,
    records: batch.records.map((record) => ({
      numbers: [record.seqNumU64, record.timestampU64],
      headers: record.headers.map(({ nameBytes, valueBytes }) => [[...nameBytes], [...valueBytes]]),
      body: [...record.body],
    })),
  };
}

test("a batch of an event is read with all its parts", () => {
  const batch = decodeJsonReadBatch(
    '{"records":[{"seq_num":41,"timestamp":7,"headers":[["","ZmVuY2U="]],"body":"w6k="},{"seq_num":42,"timestamp":8}],"tail":{"seq_num":43,"timestamp":8}}',
  );
  expect(JSON.stringify(batch)).toBe(
    '{"records":[{"seqNum":41,"timestamp":7,"headers":[["","fence"]],"body":"é"},' +
      '{"seqNum":42,"timestamp":8,"headers":[],"body":""}],"tail":{"seqNum":43,"timestamp":8}}',
  );
  expect(batch.at(0).command).toEqual({ type: "fence", fencingToken: "é" });
  expect(batch).toMatchObject({ count: 2, firstSeqNum: 41, lastSeqNum: 42, meteredBytes: 8 + 2 + 5 + 2 + 8 });
  expect(batch.byteLength).toBeGreaterThanOrEqual(7);
});

test("a batch without a tail has none", () => {
  expect(decodeJsonReadBatch('{"records":[]}').tail).toBeUndefined();
  expect(decodeJsonReadBatch('{"records":[],"tail":null}').tail).toBeUndefined();
});

test("records count what they take in memory, also when there is nothing in them", () => {
  const records = Array.from({ length: 1000 }, (_, index) => ({ seq_num: index, timestamp: 1, headers: [["", ""]] }));
  expect(decodeJsonReadBatch(JSON.stringify({ records })).byteLength).toBeGreaterThan(32_000);
});

test("the data of a ping is a heartbeat", () => {
  const batch = decodeJsonReadBatch('{"timestamp":1700000000000,"tail":{"seq_num":42,"timestamp":1699999999999}}');
  expect(batch.count).toBe(0);
  expect(batch.tail).toMatchObject({ seqNum: 42, timestamp: 1_699_999_999_999 });
});

test("members that this version does not know change nothing", () => {
  const batch = decodeJsonReadBatch('{"records":[{"seq_num":1,"timestamp":2,"new":9007199254740993}],"more":{}}');
  expect(batch.at(0).seqNum).toBe(1);
});

test.each(U64_EDGES)("the numbers %s are exact, whatever the text around them looks like", (edge) => {
  const digits = "9007199254740993".repeat(3);
  const text = stringifyJson({
    records: [{ seq_num: edge, timestamp: edge, body: digits }],
    tail: { seq_num: edge, timestamp: edge },
  });
  const batch = decodeJsonReadBatch(text);
  expect(batch.at(0)).toMatchObject({ seqNumBig: edge, timestampBig: edge });
  expect(base64(batch.at(0).body)).toBe(digits);
  expect((batch.tail as StreamPosition).seqNumBig).toBe(edge);
});

test("every batch is what it is in protobuf", () => {
  fc.assert(
    fc.property(fc.array(anyRecordInit, { maxLength: 4 }), fc.option(anyPosition), (records, tail) => {
      const text = stringifyJson({
        records: records.map(({ seqNum, timestamp, headers, body }) => ({
          seq_num: seqNum,
          timestamp,
          headers: headers.length === 0 ? undefined : headers.map(({ name, value }) => [base64(name), base64(value)]),
          body: body.byteLength === 0 ? undefined : base64(body),
        })),
        ...(tail === null ? {} : { tail: { seq_num: tail.seqNum, timestamp: tail.timestamp } }),
      });
      const fromJson = decodeJsonReadBatch(text);
      const fromProtobuf = decodeReadBatch(encodeReadBatch({ records, ...(tail === null ? {} : { tail }) }));
      expect(plain(fromJson)).toEqual(plain(fromProtobuf));
      expect(fromJson.meteredBytes).toBe(fromProtobuf.meteredBytes);
    }),
  );
});

describe("what is no batch is refused, never retried, and nothing counts as applied", () => {
  const record = (members: string): string => `{"records":[{"seq_num":1,"timestamp":2,${members}}]}`;
  test.each<[string, string]>([
    ["half a text", '{"records":['],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["records that are no list", '{"records":{}}'],
    ["a record that is null", '{"records":[null]}'],
    ["a record without a number", '{"records":[{"timestamp":2}]}'],
    ["a record without a timestamp", '{"records":[{"seq_num":2}]}'],
    ["a negative number", '{"records":[{"seq_num":-1,"timestamp":2}]}'],
    ["a fraction", '{"records":[{"seq_num":1.5,"timestamp":2}]}'],
    ["a number beyond 64 bits", '{"records":[{"seq_num":18446744073709551616,"timestamp":2}]}'],
    ["a number as text", '{"records":[{"seq_num":"1","timestamp":2}]}'],
    ["a large number in the form of a fraction", '{"records":[{"seq_num":1e17,"timestamp":2}]}'],
    ["a tail without a timestamp", '{"records":[],"tail":{"seq_num":1}}'],
    ["a body that is a number", record('"body":1')],
    ["a body that is null", record('"body":null')],
    ["headers that are an object", record('"headers":{}')],
    ["a header of one", record('"headers":[["a"]]')],
    ["a header of three", record('"headers":[["a","b","c"]]')],
    ["a header with a number", record('"headers":[["a",1]]')],
    ["base64 without its padding", record('"body":"YQ"')],
    ["base64 with something else in it", record('"body":"YW!j"')],
    ["base64 with its padding in the middle", record('"body":"YQ==YWJj"')],
    ["base64 of nothing but padding", record('"body":"===="')],
    ["a header that is not base64", record('"headers":[["?",""]]')],
  ])("%s", (_, text) => {
    expectProtocolError(
      thrownBy(() => decodeJsonReadBatch(text)),
      false,
    );
  });
});
