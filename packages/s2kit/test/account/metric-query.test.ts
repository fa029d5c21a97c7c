import { describe, expect, test } from "vitest";
import { ACCOUNT_SETS, BASIN_SETS, STREAM_SETS, toWireMetricQuery } from "../../src/account/metric-query.js";
import { S2 } from "../../src/index.js";

const DAY = 86_400;
const range = { start: 1_000, end: 2_000 };

describe("a range", () => {
  test("is sent in seconds, from dates too", () => {
    const dates = { start: new Date(1_000_999), end: new Date(2_000_000) };
    expect(toWireMetricQuery({ set: "active-basins", ...dates }, ACCOUNT_SETS)).toEqual({
      set: "active-basins",
      ...range,
    });
  });

  test("may be 90 days wide and begin at 0", () => {
    const widest = { set: "active-basins", start: 0, end: 90 * DAY };
    expect(toWireMetricQuery(widest, ACCOUNT_SETS)).toEqual(widest);
  });

  test.for<[string, object, string]>([
    ["begins with its end", { start: 2_000, end: 2_000 }, "start"],
    ["begins after its end", { start: 2_001, end: 2_000 }, "start"],
    ["begins and ends in one second", { start: new Date(2_000_000), end: new Date(2_000_999) }, "start"],
    ["is a second more than 90 days wide", { start: 0, end: 90 * DAY + 1 }, "end"],
    ["has no begin", { end: 2_000 }, "start"],
    ["has no end", { start: 2_000 }, "end"],
    ["is in milliseconds", { start: 1_700_000_000_000, end: 1_700_000_360_000 }, "start"],
    ["has fractions of a second", { start: 1.5, end: 2_000 }, "start"],
    ["begins before 1970", { start: -1, end: 2_000 }, "start"],
    ["ends with no valid date", { start: 1_000, end: new Date("never") }, "end"],
    ["is text", { start: "1970-01-01", end: 2_000 }, "start"],
  ])("is refused when it %s", ([, wrong, field]) => {
    expect(() => toWireMetricQuery({ set: "account-ops", ...wrong }, ACCOUNT_SETS)).toThrow(
      expect.objectContaining({ code: "invalid_argument", field }),
    );
  });
});

describe("an interval", () => {
  test.for([
    ["active-basins", "hour", ACCOUNT_SETS],
    ["estimated-billable-usage", "minute", ACCOUNT_SETS],
    ["storage", "minute", BASIN_SETS],
    ["storage", "hour", STREAM_SETS],
    ["account-ops", "week", ACCOUNT_SETS],
  ] as const)("of %s is not %s", ([set, interval, sets]) => {
    expect(() => toWireMetricQuery({ set, ...range, interval }, sets)).toThrow(
      expect.objectContaining({ code: "invalid_argument", field: "interval" }),
    );
  });

  test("may be left out", () => {
    expect(toWireMetricQuery({ set: "storage", ...range }, BASIN_SETS)).toEqual({ set: "storage", ...range });
  });
});

describe("a set that is not known", () => {
  test("takes any interval, and no range", () => {
    const future = { set: "constructor", interval: "week" };
    expect(toWireMetricQuery(future, ACCOUNT_SETS)).toEqual(future);
  });

  test("has its range checked when there is one", () => {
    const refused = expect.objectContaining({ field: "start" });
    expect(() => toWireMetricQuery({ set: "future", start: 2, end: 1 }, ACCOUNT_SETS)).toThrow(refused);
  });

  test("must have a name", () => {
    expect(() => toWireMetricQuery({ set: "" }, ACCOUNT_SETS)).toThrow(expect.objectContaining({ field: "set" }));
  });
});

describe("names of basin and stream", () => {
  const s2 = new S2({ accessToken: "token", fetch: () => Promise.reject(new Error("nothing may be sent")) });

  test("are checked before anything is sent", async () => {
    const basin = { code: "invalid_argument", field: "basin" };
    await expect(s2.metrics.basin("", { set: "storage", ...range })).rejects.toMatchObject(basin);
    await expect(s2.metrics.stream("", "events", { set: "storage", ...range })).rejects.toMatchObject(basin);
    await expect(s2.metrics.stream("my-basin", "", { set: "storage", ...range })).rejects.toMatchObject({
      code: "invalid_argument",
      field: "stream",
    });
  });
});
