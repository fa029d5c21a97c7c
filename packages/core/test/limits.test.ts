import { describe, expect, test } from "vitest";
import { LIMITS, MiB, UsageError } from "../src/index.js";
import {
  checkAccessTokenId,
  checkAccessTokenIdPrefix,
  checkBasinName,
  checkBasinPrefix,
  checkDurationMs,
  checkFencingToken,
  checkInteger,
  checkLocationName,
  checkRequestToken,
  checkStreamName,
  checkStreamPrefix,
} from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

type Check = (value: unknown, field: string) => unknown;

/** Two bytes a character, so that bytes are not characters. */
const wide = (bytes: number): string => "é".repeat(Math.floor(bytes / 2)) + "a".repeat(bytes % 2);

const RULES: readonly (readonly [name: string, check: Check, good: readonly unknown[], bad: readonly unknown[]])[] = [
  [
    "a basin name",
    checkBasinName,
    ["abcdefgh", "a".repeat(8), "a".repeat(48), "a-b--c-9", "01234567", "a------9"],
    [
      "a".repeat(7),
      "a".repeat(49),
      "-abcdefgh",
      "abcdefgh-",
      "Abcdefgh",
      "abc_defgh",
      "abcdéfgh",
      "abcdefgh\n",
      "",
      12345678,
      null,
    ],
  ],
  [
    "a basin prefix",
    checkBasinPrefix,
    ["", "a", "a-", "9", "a".repeat(48)],
    ["a".repeat(49), "-", "-a", "A", "a_", undefined],
  ],
  [
    "a stream name",
    checkStreamName,
    ["a", "/", "a/b c\t\n", "...", "..a", "\u{1f600}", wide(512), "a".repeat(512)],
    ["", ".", "..", "a\0b", "a".repeat(513), wide(513), 5, null],
  ],
  ["a stream prefix", checkStreamPrefix, ["", ".", "..", wide(512)], ["\0", wide(513), undefined]],
  [
    "an access token id",
    checkAccessTokenId,
    ["a", "a b", wide(96), "a".repeat(96)],
    ["", ".", "..", "\0", "a".repeat(97), wide(97), 5],
  ],
  ["an access token id prefix", checkAccessTokenIdPrefix, ["", ".", wide(96)], ["a\0", wide(97), null]],
  [
    "a location name",
    checkLocationName,
    ["a", "aws:us-east-1", "A.b:C-9", "a".repeat(64)],
    ["", "a".repeat(65), "a b", "a/b", "é", 5],
  ],
  [
    "a fencing token",
    checkFencingToken,
    ["", "a".repeat(36), wide(36), "\0"],
    ["a".repeat(37), wide(37), 5, undefined],
  ],
  ["a request token", checkRequestToken, ["", " ~", "a".repeat(36)], ["a".repeat(37), "é", "a\nb", "\x7f", 5]],
  [
    "a duration",
    checkDurationMs,
    [0.5, 1, 1e12, Number.POSITIVE_INFINITY],
    [0, -1, Number.NaN, Number.NEGATIVE_INFINITY, "5", undefined],
  ],
];

describe.each(RULES)("%s", (_, check, good, bad) => {
  test.each(good.map((value) => [value]))("may be %j", (value) => {
    expect(check(value, "field")).toBe(value);
  });

  test.each(bad.map((value) => [value]))("may not be %j", (value) => {
    const error = thrownBy(() => check(value, "options.field"));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field: "options.field", message: expect.stringContaining("options.field") });
  });
});

describe("a whole number in a range", () => {
  test.each([1, 500, 1000])("may be %d", (value) => {
    expect(checkInteger(value, "limit", 1, 1000)).toBe(value);
  });

  test.each([0, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "5", 5n, undefined])("may not be %s", (value) => {
    expect(thrownBy(() => checkInteger(value, "limit", 1, 1000))).toMatchObject({
      message: expect.stringContaining("limit must be a whole number from 1 to 1000, got"),
    });
  });
});

test("a refusal names the limit and what was given", () => {
  expect(thrownBy(() => checkStreamName(wide(513)))).toMatchObject({
    field: "stream",
    rawMessage: "stream must be 1 to 512 bytes long, got 513",
  });
});

test("the limits are those of the service", () => {
  expect(MiB).toBe(1_048_576);
  expect(LIMITS).toEqual({
    batchRecords: 1000,
    batchBytes: 1_048_576,
    fencingTokenBytes: 36,
    requestTokenBytes: 36,
    basinNameMinBytes: 8,
    basinNameMaxBytes: 48,
    streamNameMaxBytes: 512,
    accessTokenIdMaxBytes: 96,
    locationNameMaxBytes: 64,
    encryptionKeyMaxChars: 44,
    listPage: 1000,
    unaryReadRecords: 1000,
    unaryReadBytes: 1_048_576,
    unaryReadWaitSecs: 60,
    metricsRangeDays: 90,
    frameBytes: 2_097_152,
  });
});

test.each([
  ["basinNameMaxBytes", checkBasinName],
  ["basinNameMaxBytes", checkBasinPrefix],
  ["streamNameMaxBytes", checkStreamName],
  ["streamNameMaxBytes", checkStreamPrefix],
  ["accessTokenIdMaxBytes", checkAccessTokenId],
  ["accessTokenIdMaxBytes", checkAccessTokenIdPrefix],
  ["locationNameMaxBytes", checkLocationName],
  ["fencingTokenBytes", checkFencingToken],
  ["requestTokenBytes", checkRequestToken],
] as const)("%s is the limit of %o", (limit, check: Check) => {
  const longest = "a".repeat(LIMITS[limit]);
  expect(check(longest, "field")).toBe(longest);
  expect(() => check(`${longest}a`, "field")).toThrow(` to ${LIMITS[limit]} bytes long, got ${LIMITS[limit] + 1}`);
});
