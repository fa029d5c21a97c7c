import { describe, expect, test } from "vitest";
import { asBoolean, asU64, defaulted, onlyKnown, optional, required, threeState } from "../../src/wire/json-fields.js";
import { JsonFloat, JsonObject, type JsonValue, parseJson } from "../../src/wire/json-parse.js";
import { writeJson } from "../../src/wire/json-write.js";
import { seededRandom } from "../random.js";

/** What `JSON.parse` would have returned. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonFloat) return value.value;
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof JsonObject)) return value;
  return Object.fromEntries([...value.names()].map((name) => [name, plain(value.get(name)!)]));
}

function object(text: string): JsonObject {
  const value = parseJson(text);
  if (!(value instanceof JsonObject)) throw new Error("not an object");
  return value;
}

describe("parsing JSON", () => {
  test.for([
    "null",
    " [ ] ",
    '{"a":[1,{"b":null}],"c":"d"}',
    '"\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00 é😀"',
    "[0,-1,1.5,-0.5e-3,1E+2,true,false]",
    '{"":"","\\u0061":1}',
  ])("agrees with the built-in parser on %s", (text) => {
    expect(plain(parseJson(text))).toEqual(JSON.parse(text));
  });

  test("agrees with the built-in parser on random values", () => {
    const random = seededRandom(3);
    const text = (): string => String.fromCodePoint(...Array.from({ length: 5 }, () => Math.floor(random() * 0xd7ff)));
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
      if (kind < 4) return [null, random() < 0.5, Math.floor(random() * 1e9), text()][kind];
      const items = Array.from({ length: 3 }, () => value(depth + 1));
      return kind === 4 ? items : Object.fromEntries(items.map((item) => [text(), item]));
    };
    for (let round = 0; round < 300; round++) {
      const expected = value(0);
      expect(plain(parseJson(JSON.stringify(expected)))).toEqual(expected);
      expect(plain(parseJson(JSON.stringify(expected, null, 2)))).toEqual(expected);
    }
  });

  test("keeps integers beyond 2^53 exact", () => {
    expect(parseJson("[9007199254740993,18446744073709551615,-9007199254740993]")).toEqual([
      9007199254740993n,
      18446744073709551615n,
      -9007199254740993n,
    ]);
  });

  test.for([
    ["nothing", ""],
    ["a byte order mark", "\ufeff{}"],
    ["data after the value", "{} x"],
    ["a trailing comma in an array", "[1,]"],
    ["a trailing comma in an object", '{"a":1,}'],
    ["a missing colon", '{"a" 1}'],
    ["a key without quotes", "{a:1}"],
    ["a leading zero", "01"],
    ["a leading plus", "+1"],
    ["a bare fraction", ".5"],
    ["a bare minus", "-"],
    ["NaN", "NaN"],
    ["a raw control character", '"\u0001"'],
    ["an unknown escape", '"\\x"'],
    ["an escape with too few digits", '"\\u12"'],
    ["a lone high surrogate", '"\\ud800"'],
    ["a lone low surrogate", '"\\udc00"'],
    ["two high surrogates", '"\\ud800\\ud800"'],
    ["an unterminated string", '"abc'],
    ["an unterminated escape", '"abc\\'],
    ["50,000 levels", "[".repeat(50_000)],
    ["128 levels", `${"[".repeat(128)}${"]".repeat(128)}`],
  ] as const)("refuses %s", ([, text]) => {
    expect(() => parseJson(text)).toThrow("invalid JSON");
  });

  test("refuses what is not UTF-8", () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow("not UTF-8");
  });

  test("takes 127 levels", () => {
    expect(() => parseJson(`${"[".repeat(127)}${"]".repeat(127)}`)).not.toThrow();
  });
});

describe("reading fields", () => {
  test("refuses a repeated field only when somebody wants it", () => {
    const value = object('{"a":1,"b":2,"b":3}');
    expect(required(value, "a", asU64)).toBe(1n);
    expect(() => required(value, "b", asU64)).toThrow("duplicate field `b`");
  });

  test.for(["1.0", "1e3", '"1"', "-1", "-0", "18446744073709551616", "null", "true", "[]"])(
    "refuses %s as a u64",
    (text) => {
      expect(() => required(object(`{"n":${text}}`), "n", asU64)).toThrow("`n` must be an unsigned 64-bit integer");
    },
  );

  test("takes every u64", () => {
    for (const text of ["0", "9007199254740993", "18446744073709551615"]) {
      expect(required(object(`{"n":${text}}`), "n", asU64)).toBe(BigInt(text));
    }
  });

  test("tells absent, null and given fields apart as each kind demands", () => {
    const value = object('{"null":null,"given":true}');
    const names = ["absent", "null", "given"];
    expect(names.map((name) => optional(value, name, asBoolean))).toEqual([undefined, undefined, true]);
    expect(names.map((name) => threeState(value, name, asBoolean))).toEqual([undefined, null, true]);
    expect(defaulted(value, "absent", asBoolean, false)).toBe(false);
    expect(() => defaulted(value, "null", asBoolean, false)).toThrow("`null` must be true or false");
    expect(() => required(value, "absent", asBoolean)).toThrow("missing field `absent`");
    expect(() => onlyKnown(value, ["null"])).toThrow("unknown field `given`");
  });
});

test("writing JSON keeps bigints exact and leaves undefined members out", () => {
  expect(writeJson({ a: 18446744073709551615n, b: undefined, c: [1, "x\n", null, true, {}] })).toBe(
    '{"a":18446744073709551615,"c":[1,"x\\n",null,true,{}]}',
  );
});
