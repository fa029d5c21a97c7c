import { expect, test } from "vitest";
import { CELLS } from "../../src/cells.js";
import { cpuTable } from "../../src/report/cell-report.js";
import { digits } from "../../src/report/table.js";
import { type Figure, median, summariseRuns } from "../../src/run/median.js";

const run = (cpuUs: number, wallMs = 1000): Parameters<typeof summariseRuns>[0][number] => ({
  records: 100,
  cpuUs,
  wallMs,
  latencyMs: { mean: cpuUs, p50: 1, p99: 2 },
  idleBytes: 1_000_000,
  peakBytes: 3_000_000,
});

const figure = (cpuUs: number, wallMs?: number): Figure => summariseRuns([run(cpuUs, wallMs)]);

function verdictOf(
  cell: string,
  figures: Record<string, Figure>,
  others: Record<string, Record<string, Figure>> = {},
): string {
  const results = Object.entries({ ...others, [cell]: figures }).map(([name, some]) => ({
    cell: name,
    figures: some,
    failures: [],
  }));
  return (
    cpuTable(
      CELLS.filter(({ name }) => name === cell),
      results,
    )
      .split("|")
      .at(-2)
      ?.trim() ?? ""
  );
}

test("the median is the middle value, or the mean of the two", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test("figures of a contender are medians over its runs, each by itself", () => {
  const summary = summariseRuns([run(100, 500), run(900, 1000), run(200, 2000)]);
  expect(summary).toMatchObject({ cpuUsPerRecord: 2, minCpuUsPerRecord: 1, recordsPerSec: 100, growthMb: 2, runs: 3 });
});

test("a goal in microseconds looks at ours alone", () => {
  expect(verdictOf("read-100-records", { ours: figure(35) })).toBe("≤ 0.35 µs yes");
  expect(verdictOf("read-100-records", { ours: figure(36) })).toBe("≤ 0.35 µs NO");
});

test("a goal in times of raw, of official or of another cell needs that to be measured", () => {
  expect(verdictOf("read-10k", { raw: figure(100), ours: figure(130) })).toBe("≤ 1.3 x raw yes");
  expect(verdictOf("read-10k", { raw: figure(100), ours: figure(131) })).toBe("≤ 1.3 x raw NO");
  expect(verdictOf("read-10k", { ours: figure(131) })).toBe("≤ 1.3 x raw");
  expect(verdictOf("append-100-by-1", { official: figure(9, 300), ours: figure(1, 100) })).toContain("yes");
  expect(verdictOf("append-100-by-1", { official: figure(9, 300), ours: figure(1, 101) })).toContain("NO");
  expect(verdictOf("fetch-100", { ours: figure(150) }, { "read-100-records": { ours: figure(100) } })).toContain("yes");
});

test("numbers have three digits", () => {
  expect([0.1234, 1.234, 12.34, 123.4, 1_234_567, undefined, Number.NaN].map(digits)).toEqual([
    "0.12",
    "1.23",
    "12.3",
    "123",
    "1 234 567",
    "–",
    "–",
  ]);
});
