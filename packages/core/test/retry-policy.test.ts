import { describe, expect, test } from "vitest";
import { DEFAULT_RETRY_POLICY, type RetryOption, UsageError } from "../src/index.js";
import { resolveRetryPolicy } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

test("nothing said is three tries, pauses of 100 ms to 1 s, and every append tried again", () => {
  expect(resolveRetryPolicy(undefined)).toEqual({
    maxAttempts: 3,
    minDelayMs: 100,
    maxDelayMs: 1000,
    maxRetryAfterMs: 30_000,
    appends: "all",
  });
});

test("what is not said, or undefined, is as at the outer level", () => {
  const outer = resolveRetryPolicy({ maxAttempts: 7, appends: "noSideEffects" });
  expect(resolveRetryPolicy({ minDelayMs: 5, maxAttempts: undefined }, outer)).toEqual({
    ...DEFAULT_RETRY_POLICY,
    maxAttempts: 7,
    minDelayMs: 5,
    appends: "noSideEffects",
  });
  expect(resolveRetryPolicy(undefined, outer)).toBe(outer);
});

test("words change only the number of tries", () => {
  const outer = resolveRetryPolicy({ minDelayMs: 5, appends: "noSideEffects" });
  expect(resolveRetryPolicy("forever", outer)).toEqual({ ...outer, maxAttempts: Number.POSITIVE_INFINITY });
  expect(resolveRetryPolicy("never", outer)).toEqual({ ...outer, maxAttempts: 1 });
});

test.each([
  { maxAttempts: 1 },
  { maxAttempts: Number.POSITIVE_INFINITY },
  { minDelayMs: 0, maxDelayMs: 0, maxRetryAfterMs: 0 },
])("%j is fine", (option) => {
  expect(resolveRetryPolicy(option)).toMatchObject(option);
});

describe("is refused with the field's name", () => {
  test.each([
    ["retry", "always"],
    ["retry", 3],
    ["retry", null],
    ["retry.maxAttempts", { maxAttempts: 0 }],
    ["retry.maxAttempts", { maxAttempts: -1 }],
    ["retry.maxAttempts", { maxAttempts: Number.NaN }],
    ["retry.maxAttempts", { maxAttempts: "3" }],
    ["retry.minDelayMs", { minDelayMs: -1 }],
    ["retry.minDelayMs", { minDelayMs: Number.POSITIVE_INFINITY }],
    ["retry.maxDelayMs", { maxDelayMs: Number.NaN }],
    ["retry.maxRetryAfterMs", { maxRetryAfterMs: -1 }],
    ["retry.appends", { appends: "some" }],
  ])("%s: %j", (field, option) => {
    const error = thrownBy(() => resolveRetryPolicy(option as RetryOption));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field, message: expect.stringContaining(`${field} must be`) });
  });
});
