import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equalsText } from "../../src/wire/text.js";
import { readText as readTextPortably, writeText as writeTextPortably } from "../../src/wire/utf8.js";
import { readText, writeAsciiText, writeText } from "../../src/wire/utf8.node.js";
import { anyText } from "./arbitraries.js";
import { inTheMiddle } from "./oracle.js";

const utf8 = new TextEncoder();

/** What bytes that are no UTF-8 look like in practice: pieces of characters, cut and joined anywhere. */
const anyBroken = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      anyText.map((text) => utf8.encode(text).slice(0, 50)),
    ),
    { maxLength: 5 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

describe.each([
  ["with Buffer", writeText],
  ["without Buffer", writeTextPortably],
])("writing %s", (_, write) => {
  test("puts the UTF-8 of any text in its place and touches nothing else", () => {
    fc.assert(
      fc.property(anyText, fc.nat(5), (text, offset) => {
        const expected = utf8.encode(text);
        const target = inTheMiddle(new Uint8Array(offset + expected.byteLength + 5).fill(7));
        expect(write(target, offset, text)).toBe(expected.byteLength);
        expect([...target]).toEqual([...Array(offset).fill(7), ...expected, ...Array(5).fill(7)]);
      }),
      { numRuns: 500 },
    );
  });

  test.each(["abc", "é€😀", "a long text of more than twenty characters", "lange Größen, über zwanzig Zeichen"])(
    "writes no more of %j than there is room for, and says so",
    (text) => {
      const { byteLength } = utf8.encode(text);
      for (let room = 0; room < byteLength; room++) {
        const whole = new Uint8Array(room + 10);
        const written = write(whole.subarray(0, room), 0, text);
        expect(written).toBeLessThanOrEqual(room);
        expect(whole.subarray(room).every((byte) => byte === 0)).toBe(true);
      }
    },
  );
});

test("writing text that is known to be ASCII is writing text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 60 }), fc.nat(5), (text, offset) => {
      const [known, any] = [writeAsciiText, writeText].map((write) => {
        const target = inTheMiddle(new Uint8Array(offset + text.length + 5).fill(7));
        return [write(target, offset, text), ...target];
      });
      expect(known).toEqual(any);
    }),
  );
});

test("reading gives the same with and without Buffer, also for what is not UTF-8", () => {
  fc.assert(
    fc.property(anyBroken, fc.nat(), fc.nat(), (bytes, first, second) => {
      const [start, end] = [first, second].map((at) => at % (bytes.byteLength + 1)).sort((a, b) => a - b) as [
        number,
        number,
      ];
      const within = inTheMiddle(bytes);
      const expected = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.slice(start, end));
      expect(readText(within, start, end)).toBe(expected);
      expect(readTextPortably(within, start, end)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test("bytes equal a text exactly when they read as it", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyBroken,
        anyText.map((text) => utf8.encode(text)),
      ),
      anyText,
      (bytes, other) => {
        const text = readText(bytes, 0, bytes.byteLength);
        expect(equalsText(bytes, 0, bytes.byteLength, text)).toBe(true);
        expect(equalsText(bytes, 0, bytes.byteLength, other)).toBe(text === other);
        expect(equalsText(bytes, 0, bytes.byteLength, `${text}a`)).toBe(false);
        expect(equalsText(bytes, 0, bytes.byteLength, text.slice(1))).toBe(text === "");
      },
    ),
  );
});
