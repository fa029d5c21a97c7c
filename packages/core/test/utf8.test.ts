import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength, encodeUtf8, utf8Length } from "../src/internal.js";
import { encodedLength } from "../src/values/utf8.js";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "\x7f",
      "\x80",
      "é",
      "\u07ff",
      "\u0800",
      "€",
      "\uffff",
      "😀",
      "\ud800",
      "\udbff",
      "\udc00",
    ),
  }),
);

test("the length of any text is that of its encoding, counted by the runtime or not", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { byteLength: expected } = new TextEncoder().encode(text);
      expect(utf8Length(text)).toBe(expected);
      expect(encodedLength(text)).toBe(expected);
      expect(byteLength(text)).toBe(expected);
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
    }),
    { numRuns: 1000 },
  );
});

test("the length of long text, too, wherever it is cut for counting", () => {
  fc.assert(
    fc.property(
      anyText,
      fc.constantFrom("", "a", "é", "€", "😀"),
      fc.integer({ min: 510, max: 70_000 }),
      (start, unit, times) => {
        const text = start + unit.repeat(times) + start;
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      },
    ),
    { numRuns: 300 },
  );
});

test("the length of bytes is their number", () => {
  expect(byteLength(new Uint8Array(5).subarray(1, 3))).toBe(2);
});
