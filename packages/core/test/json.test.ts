import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, stringifyJson } from "../src/internal.js";

/** Doubles that are not integers beyond 2^53 − 1 in disguise; −0 has no JSON form. */
const anyExactDouble = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((number) => Number.isSafeInteger(number) || !Number.isInteger(number) || Math.abs(number) >= 1e21)
  .map((number) => (Object.is(number, -0) ? 0 : number));

/** JSON values with integers of any size; large ones as bigints, as parsing gives them. */
const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, 2n ** 53n, 2n ** 64n - 1n, -(2n ** 53n), 9_007_199_254_740_991, 0.1),
    fc.integer(),
    anyExactDouble,
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
    tie("text"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(tie("text") as fc.Arbitrary<string>, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
  // What could be taken for a number, the end of a string, or the mark of a number.
  text: fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc
      .array(fc.constantFrom('"', "\\", ":", ",", "[", "}", "-", ".", "e", "9007199254740993", "u64-", " "), {
        maxLength: 8,
      })
      .map((parts) => parts.join("")),
  ),
})).value;

test("everything comes out as it went in, with all its digits", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(parseJson(stringifyJson(value))).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

test("what has no large integers is what JSON.parse and JSON.stringify make of it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(stringifyJson(value)).toBe(JSON.stringify(value));
      const spaced = JSON.stringify(value, null, 2);
      let large = false;
      const expected: unknown = JSON.parse(spaced, (_key, member: unknown) => {
        large ||= Number.isInteger(member) && !Number.isSafeInteger(member);
        return member;
      });
      fc.pre(!large);
      expect(parseJson(spaced)).toEqual(expected);
    }),
  );
});

describe("integers", () => {
  test.each([
    ["9007199254740991", 9_007_199_254_740_991],
    ["9007199254740992", 9_007_199_254_740_992n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["18446744073709551615", 18_446_744_073_709_551_615n],
    ["18446744073709551616", 18_446_744_073_709_551_616n],
    ["-9007199254740991", -9_007_199_254_740_991],
    ["-9007199254740992", -9_007_199_254_740_992n],
    ["1000000000000000", 1_000_000_000_000_000],
    ["123456789012345", 123_456_789_012_345],
    [" 9007199254740993 ", 9_007_199_254_740_993n],
    ["[9007199254740993,9007199254740993]", [9_007_199_254_740_993n, 9_007_199_254_740_993n]],
    ['{"a":9007199254740993}', { a: 9_007_199_254_740_993n }],
    ['{"a":\t9007199254740993\n}', { a: 9_007_199_254_740_993n }],
  ])("%s are exact", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test.each([
    "1.1234567890123456",
    "12345678901234567.5",
    "12345678901234567e3",
    "1e-1234567890123456",
    "1E+0000000000000001",
    "-0",
  ])("in %s are none: it stays a fraction", (text) => {
    expect(parseJson(text)).toBe(JSON.parse(text));
  });
});

describe("text", () => {
  test.each([
    '"9007199254740993"',
    '"a\\"9007199254740993"',
    '"\\\\"',
    '["\\\\",9007199254740993,"\\\\\\"9007199254740993"]',
    '{"9007199254740993":"\\u0022:9007199254740993"}',
    '{"a\\\\":"9007199254740993","b":"u64-"}',
  ])("of digits, quotes and backslashes is untouched: %s", (text) => {
    const rounded: unknown = JSON.parse(text);
    const compact = JSON.stringify(rounded, (_key, value: unknown) => (typeof value === "number" ? 0 : value));
    const exact = JSON.stringify(parseJson(text), (_key, value: unknown) => (typeof value === "bigint" ? 0 : value));
    expect(exact).toBe(compact);
  });
});

test("a long string with an escape at every character is read like any other", () => {
  const body = '"\\'.repeat(1_000_000);
  expect(parseJson(`[${JSON.stringify(body)},9007199254740993]`)).toEqual([body, 9_007_199_254_740_993n]);
});

describe("what is not JSON is a SyntaxError, with long numbers in it too", () => {
  test.each([
    "",
    "{",
    "9007199254740993 9007199254740993",
    "[9007199254740993",
    "00000000000000001",
    "[09007199254740993]",
    "-",
    "+9007199254740993",
    "{9007199254740993:1}",
    "{9007199254740993 : 1}",
    '"9007199254740993',
    '"9007199254740993\\',
    "9007199254740993n",
  ])("%s", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe("writing", () => {
  test("has bigints as bare integers and leaves undefined out", () => {
    expect(stringifyJson({ a: 2n ** 64n - 1n, b: undefined, c: [1n, undefined], d: new Date(0) })).toBe(
      '{"a":18446744073709551615,"c":[1,null],"d":"1970-01-01T00:00:00.000Z"}',
    );
    expect(stringifyJson(5n)).toBe("5");
  });
});

test("a bigint stays a number where the program gave every bigint a toJSON", () => {
  const prototype = BigInt.prototype as { toJSON?: () => string };
  prototype.toJSON = function (this: bigint): string {
    return this.toString();
  };
  try {
    expect(stringifyJson({ a: [2n ** 64n - 1n], b: 5n, c: { toJSON: () => 7n } })).toBe(
      '{"a":[18446744073709551615],"b":5,"c":7}',
    );
    expect(stringifyJson(5n)).toBe("5");
  } finally {
    delete prototype.toJSON;
  }
});
