import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_RETRY_POLICY } from "../src/index.js";
import { backoffMs, parseRetryAfter } from "../src/internal.js";

const ALMOST_ONE = 1 - Number.EPSILON;

describe("the pause", () => {
  test.each([
    [1, 100, 200],
    [2, 200, 400],
    [3, 400, 800],
    [4, 800, 1600],
    [5, 1000, 2000],
    [6, 1000, 2000],
    [1000, 1000, 2000],
    [1e9, 1000, 2000],
  ])("before retry %i is at least %i ms and less than %i ms", (retry, from, below) => {
    expect(backoffMs(DEFAULT_RETRY_POLICY, retry, () => 0)).toBe(from);
    expect(backoffMs(DEFAULT_RETRY_POLICY, retry, () => 0.5)).toBe((from + below) / 2);
    expect(backoffMs(DEFAULT_RETRY_POLICY, retry, () => ALMOST_ONE)).toBeLessThan(below);
  });

  test.each([0, -1, -1000])("before retry %i is none", (retry) => {
    expect(backoffMs(DEFAULT_RETRY_POLICY, retry, () => 0.9, 5000)).toBe(0);
  });

  test("is the ceiling where the smallest pause is above it", () => {
    const policy = { ...DEFAULT_RETRY_POLICY, minDelayMs: 5000 };
    expect(backoffMs(policy, 1, () => 0)).toBe(1000);
  });

  test("is none where none is wanted", () => {
    expect(backoffMs({ ...DEFAULT_RETRY_POLICY, minDelayMs: 0 }, 50, () => 0.9)).toBe(0);
  });

  test("is finite and within its range, whatever the numbers are", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.integer({ min: 1 }),
        fc.double({ min: 0, max: ALMOST_ONE, noNaN: true }),
        (minDelayMs, maxDelayMs, retry, random) => {
          const pause = backoffMs({ minDelayMs, maxDelayMs, maxRetryAfterMs: 0 }, retry, () => random);
          expect(pause).toBeGreaterThanOrEqual(Math.min(minDelayMs, maxDelayMs));
          expect(pause).toBeLessThanOrEqual(2 * maxDelayMs);
        },
      ),
    );
  });
});

describe("what the service asks for", () => {
  test("is waited for when it is longer", () => {
    expect(backoffMs(DEFAULT_RETRY_POLICY, 1, () => 0, 5000)).toBe(5000);
  });

  test("does not shorten the pause", () => {
    expect(backoffMs(DEFAULT_RETRY_POLICY, 1, () => 0.5, 20)).toBe(150);
    expect(backoffMs(DEFAULT_RETRY_POLICY, 1, () => 0.5, 0)).toBe(150);
  });

  test("is granted up to its cap, which does not cut our own pause", () => {
    expect(backoffMs(DEFAULT_RETRY_POLICY, 1, () => 0, 30_001)).toBe(30_000);
    expect(backoffMs(DEFAULT_RETRY_POLICY, 1, () => 0, Number.POSITIVE_INFINITY)).toBe(30_000);
    expect(backoffMs({ ...DEFAULT_RETRY_POLICY, maxRetryAfterMs: 10 }, 1, () => 0, 5000)).toBe(100);
  });
});

describe("the header", () => {
  const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");
  const parse = (headers: Record<string, string | null>): number | undefined =>
    parseRetryAfter((name) => headers[name], now);

  test.each([
    [{ "retry-after-ms": "1500" }, 1500],
    [{ "retry-after-ms": " 0 " }, 0],
    [{ "retry-after-ms": "12.5" }, 12.5],
    [{ "retry-after-ms": "20", "retry-after": "9" }, 20],
    [{ "retry-after-ms": "soon", "retry-after": "9" }, 9000],
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": " 0.5 " }, 500],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:07 GMT" }, 7000],
    [{ "retry-after": "Wed, 21 Oct 2015 07:27:00 GMT" }, 0],
  ])("%j asks for %d ms", (headers, expected) => {
    expect(parse(headers as Record<string, string>)).toBe(expected);
  });

  test.each([
    {},
    { "retry-after": null },
    { "retry-after": "" },
    { "retry-after": "-5" },
    { "retry-after": "1e3" },
    { "retry-after": "0x10" },
    { "retry-after": "tomorrow" },
    { "retry-after-ms": "-1" },
    { "retry-after-ms": "Infinity" },
  ])("%j asks for nothing", (headers) => {
    expect(parse(headers as Record<string, string>)).toBeUndefined();
  });
});
