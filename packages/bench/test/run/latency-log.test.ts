import { expect, test } from "vitest";
import { summarise } from "../../src/client/latency-log.js";
import { parseOptions } from "../../src/options.js";

test("percentiles are the smallest values that so many do not exceed", () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarise(values)).toEqual({ mean: 100.5, p50: 100, p99: 198 });
  expect(summarise([7])).toEqual({ mean: 7, p50: 7, p99: 7 });
  expect(summarise([])).toBeUndefined();
});

test("without options everything is measured five times at full size", () => {
  expect(parseOptions([])).toMatchObject({ server: "replay", short: false, repetitions: 5, scale: 1, cells: [] });
});

test("limits can be asked for by name", () => {
  expect(parseOptions(["--limit", "ack-latency", "--limit", "memory-stopped"]).limits).toEqual([
    "ack-latency",
    "memory-stopped",
  ]);
});

test("a short run leaves the official SDK out", () => {
  expect(parseOptions(["--short"])).toMatchObject({ contenders: ["raw", "ours"], repetitions: 3, scale: 0.1 });
});

test.each([
  ["--server", "cloud"],
  ["--repetitions", "0"],
  ["--repetitions", "x"],
  ["--contender", "go"],
  ["--unknown"],
])("refuses %s %s", (...args) => {
  expect(() => parseOptions(args)).toThrow();
});
