import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InexactNumberError, MAX_U64, StreamPosition, type U64, UsageError } from "../src/index.js";
import { addU64, checkU64, compactU64, equalU64, exactNumber, isU64 } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

const MAX_SAFE = 2n ** 53n - 1n;

const anyBig: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: 0n, max: MAX_U64 }),
  fc.constantFrom(0n, 1n, MAX_SAFE - 1n, MAX_SAFE, MAX_SAFE + 1n, MAX_SAFE + 2n, MAX_U64 - 1n, MAX_U64),
);

describe("a u64", () => {
  test.each([0, 5, Number(MAX_SAFE), 0n, 5n, MAX_SAFE, MAX_SAFE + 1n, MAX_U64])("may be %s", (value) => {
    expect(isU64(value)).toBe(true);
    expect(equalU64(checkU64(value, "n"), value)).toBe(true);
  });

  test.each([
    -1,
    -0.5,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    -1n,
    MAX_U64 + 1n,
    "5",
    null,
    undefined,
    {},
  ])("may not be %s", (value) => {
    expect(isU64(value)).toBe(false);
    const error = thrownBy(() => checkU64(value, "matchSeqNum"));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field: "matchSeqNum" });
  });

  test("has one form: a number while that is exact", () => {
    expect(checkU64(MAX_SAFE, "n")).toBe(Number(MAX_SAFE));
    expect(checkU64(MAX_SAFE + 1n, "n")).toBe(MAX_SAFE + 1n);
    expect(compactU64(0n)).toBe(0);
    expect(compactU64(MAX_SAFE)).toBe(9_007_199_254_740_991);
    expect(compactU64(MAX_SAFE + 1n)).toBe(9_007_199_254_740_992n);
  });

  test("plus a count is exact and in its one form", () => {
    fc.assert(
      fc.property(anyBig, fc.nat(2000), fc.boolean(), (value, count, compact) => {
        const sum = addU64(compact ? compactU64(value) : value, count);
        expect(BigInt(sum)).toBe(value + BigInt(count));
        if (compact) expect(sum).toBe(compactU64(value + BigInt(count)));
      }),
    );
  });

  test("plus a count turns into a bigint exactly where numbers end", () => {
    expect(addU64(Number(MAX_SAFE) - 1, 1)).toBe(Number(MAX_SAFE));
    expect(addU64(Number(MAX_SAFE), 1)).toBe(2n ** 53n);
    expect(addU64(Number(MAX_SAFE), 2)).toBe(2n ** 53n + 1n);
  });

  test("equals another by value, in whatever form", () => {
    fc.assert(
      fc.property(anyBig, anyBig, (left, right) => {
        const forms = (value: bigint): U64[] => [value, compactU64(value)];
        for (const a of forms(left)) {
          for (const b of forms(right)) expect(equalU64(a, b)).toBe(left === right);
          for (const b of forms(left)) expect(equalU64(a, b)).toBe(true);
        }
      }),
    );
  });

  test("is a number or nothing less", () => {
    expect(exactNumber(5, "seqNum")).toBe(5);
    expect(thrownBy(() => exactNumber(MAX_SAFE + 1n, "seqNum"))).toBeInstanceOf(InexactNumberError);
  });
});

describe("a position", () => {
  test("gives numbers while they are exact", () => {
    const position = new StreamPosition(5, 1_700_000_000_000);
    expect(position).toMatchObject({
      seqNum: 5,
      seqNumBig: 5n,
      seqNumU64: 5,
      timestamp: 1_700_000_000_000,
      timestampBig: 1_700_000_000_000n,
      timestampU64: 1_700_000_000_000,
    });
  });

  test("refuses to round", () => {
    const position = new StreamPosition(MAX_U64, MAX_SAFE + 1n);
    expect(position).toMatchObject({ seqNumBig: MAX_U64, timestampU64: MAX_SAFE + 1n });
    expect(thrownBy(() => position.seqNum)).toMatchObject({ message: expect.stringContaining("seqNumBig") });
    expect(thrownBy(() => position.timestamp)).toMatchObject({ message: expect.stringContaining("timestampBig") });
  });

  test("shows both numbers, exactly", () => {
    const position = new StreamPosition(MAX_U64, 5);
    expect(JSON.stringify(position)).toBe('{"seqNum":"18446744073709551615","timestamp":5}');
    expect(inspect(position)).toBe("{ seqNum: 18446744073709551615n, timestamp: 5 }");
  });
});
