import { expect, test } from "vitest";
import { ratiosToRaw, ratioTable, regressions } from "../../src/report/regressions.js";
import type { Figure } from "../../src/run/median.js";

const figure = (cpuUsPerRecord: number): Figure => ({
  cpuUsPerRecord,
  minCpuUsPerRecord: cpuUsPerRecord,
  recordsPerSec: 1,
  latencyMs: undefined,
  peakMb: 1,
  growthMb: 1,
  runs: 1,
});

test("a ratio is our CPU over raw's of the same run, and there is none when one of them is missing", () => {
  const cells = [
    { cell: "both", figures: { raw: figure(2), ours: figure(3) }, failures: [] },
    { cell: "ours only", figures: { ours: figure(3) }, failures: [] },
  ];
  expect(ratiosToRaw(cells)).toEqual({ both: 1.5 });
});

test("only what is more than 2.5 times worse than recorded is a regression", () => {
  const recorded = { same: 2, better: 2, twice: 2, limit: 2, beyond: 2 };
  const measured = { same: 2, better: 0.5, twice: 4, limit: 5, beyond: 5.01, unknown: 100 };
  expect(regressions(measured, recorded)).toEqual(["beyond"]);
});

test("ratios stand beside the recorded ones, with a dash for what was not recorded", () => {
  expect(ratioTable({ a: 3, b: 1 }, { a: 2 }).split("\n").slice(2)).toEqual([
    "| a              | 3.00 |     2.00 |           1.50 |",
    "| b              | 1.00 |        – |              – |",
  ]);
});
