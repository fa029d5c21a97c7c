import { stringifyJson } from "@s2kit/core/internal";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJsonReadBatch } from "../../src/wire/json-batch.js";
import { scanJsonReadBatch } from "../../src/wire/json-scan.js";
import type { RecordBatch } from "../../src/wire/read-batch.js";
import { U64_EDGES } from "./arbitraries.js";
import { anyPosition, anyRecordInit } from "./oracle.js";

const encoder = new TextEncoder();

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** As S2 writes a batch: what is empty may be left out, or be there. */
const anyBatchText = fc
  .record({
    records: fc.array(anyRecordInit, { maxLength: 4 }),
    tail: fc.option(anyPosition),
    explicit: fc.boolean(),
  })
  .map(({ records, tail, explicit }) =>
    stringifyJson({
      records: records.map(({ seqNum, timestamp, headers, body }) => ({
        seq_num: seqNum,
        timestamp,
        headers:
          headers.length === 0 && !explicit
            ? undefined
            : headers.map(({ name, value }) => [base64(name), base64(value)]),
        body: body.byteLength === 0 && !explicit ? undefined : base64(body),
      })),
      ...(tail === null ? {} : { tail: { seq_num: tail.seqNum, timestamp: tail.timestamp } }),
    }),
  );

function plain(batch: RecordBatch | undefined): unknown {
  return (
    batch && {
      tail: batch.tail,
      byteLength: batch.byteLength,
      records: batch.records.map((record) => ({
        numbers: [record.seqNumU64, record.timestampU64],
        headers: record.headers.map(({ nameBytes, valueBytes }) => [[...nameBytes], [...valueBytes]]),
        body: [...record.body],
      })),
    }
  );
}

/** What the parser for all of JSON makes of it; `undefined` when it refuses it. */
function parsed(text: string): unknown {
  try {
    return plain(decodeJsonReadBatch(text));
  } catch {
    return undefined;
  }
}

test("every batch in the form of S2 is scanned, and is what a parser makes of it", () => {
  fc.assert(
    fc.property(anyBatchText, (text) => {
      const scanned = scanJsonReadBatch(encoder.encode(text));
      expect(scanned).toBeDefined();
      expect(plain(scanned)).toEqual(parsed(text));
    }),
    { numRuns: 300 },
  );
});

test.each(U64_EDGES)("the numbers %s are exact", (edge) => {
  const text = stringifyJson({
    records: [{ seq_num: edge, timestamp: edge }],
    tail: { seq_num: edge, timestamp: edge },
  });
  const batch = scanJsonReadBatch(encoder.encode(text));
  expect(batch?.at(0)).toMatchObject({ seqNumBig: edge, timestampBig: edge });
  expect(batch?.tail).toMatchObject({ seqNumBig: edge, timestampBig: edge });
});

test("a batch that was changed anywhere is refused, or is what a parser makes of it", () => {
  const anyChange = fc.record({
    at: fc.nat(),
    removed: fc.integer({ min: 0, max: 3 }),
    added: fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.constantFrom('"', "]", "}", ",", "\\/", "0", "00", "-", "=", " ", "é"),
    ),
  });
  let understood = 0;
  fc.assert(
    fc.property(anyBatchText, anyChange, (text, { at, removed, added }) => {
      const from = at % (text.length + 1);
      const changed = text.slice(0, from) + added + text.slice(from + removed);
      const scanned = scanJsonReadBatch(encoder.encode(changed));
      if (scanned === undefined) return;
      understood++;
      expect(plain(scanned)).toEqual(parsed(changed));
    }),
    { numRuns: 3000 },
  );
  expect(understood).toBeGreaterThan(0);
});

describe("what is left to the parser for all of JSON", () => {
  test.each([
    ["blanks", '{"records": []}'],
    ["another order of members", '{"tail":{"seq_num":1,"timestamp":2},"records":[]}'],
    ["members that are new", '{"records":[],"more":1}'],
    ["escapes in base64", '{"records":[{"seq_num":1,"timestamp":2,"body":"ab\\/c"}]}'],
    ["a ping", '{"timestamp":5,"tail":{"seq_num":1,"timestamp":2}}'],
  ])("%s", (_, text) => {
    expect(scanJsonReadBatch(encoder.encode(text))).toBeUndefined();
    expect(parsed(text)).toBeDefined();
  });

  test.each([
    ["nothing", ""],
    ["the half of a batch", '{"records":[{"seq_num":1,"timestamp":2,"body":"YWJj'],
    ["a number beyond 64 bits", '{"records":[{"seq_num":18446744073709551616,"timestamp":2}]}'],
    ["a number with a leading zero", '{"records":[{"seq_num":01,"timestamp":2}]}'],
    ["a number that is missing", '{"records":[{"seq_num":,"timestamp":2}]}'],
    ["base64 without its padding", '{"records":[{"seq_num":1,"timestamp":2,"body":"YQ"}]}'],
    ["base64 with something else in it", '{"records":[{"seq_num":1,"timestamp":2,"body":"YW!j"}]}'],
    ["something behind the end", '{"records":[]}x'],
  ])("%s, which it refuses too", (_, text) => {
    expect(scanJsonReadBatch(encoder.encode(text))).toBeUndefined();
    expect(parsed(text)).toBeUndefined();
  });
});
