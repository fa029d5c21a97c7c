import { describe, expect, test } from "vitest";
import { exactInteger, parseExactJson, writeExactJson } from "../../src/wire/exact-json.js";

describe("parseExactJson", () => {
  test("keeps integers beyond 2^53 exact and others as numbers", () => {
    expect(parseExactJson("[0,9007199254740991,9007199254740992,18446744073709551615,-18446744073709551615]")).toEqual([
      0,
      9007199254740991,
      9007199254740992n,
      18446744073709551615n,
      -18446744073709551615n,
    ]);
  });

  test("leaves digits in strings and keys alone", () => {
    const value = { "18446744073709551615": "18446744073709551615", 'q"9007199254740993': "\\9007199254740993" };
    expect(parseExactJson(JSON.stringify(value))).toEqual(value);
  });

  test("rejects what is not JSON", () => {
    expect(() => parseExactJson("{")).toThrow(SyntaxError);
    expect(() => parseExactJson("18446744073709551615 1")).toThrow(SyntaxError);
  });
});

test("writeExactJson writes a bigint as a bare number and leaves out what is undefined", () => {
  expect(writeExactJson({ a: 18446744073709551615n, b: [1, 2n], c: undefined, d: "1" })).toBe(
    '{"a":18446744073709551615,"b":[1,2],"d":"1"}',
  );
});

test("exactInteger turns to bigint above 2^53 - 1", () => {
  expect([exactInteger(2n ** 53n - 1n), exactInteger(2n ** 53n)]).toEqual([Number.MAX_SAFE_INTEGER, 2n ** 53n]);
});
