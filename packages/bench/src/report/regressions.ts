import type { CellResult } from "../run/run-cell.js";
import { digits, table } from "./table.js";

/** Our CPU over raw's in the same run, by cell: what a machine's speed does not change. */
export type Ratios = Readonly<Record<string, number>>;

/** The only failure of the short run: these machines are noisy. */
export const MAX_WORSE = 2.5;

export function ratiosToRaw(results: readonly CellResult[]): Ratios {
  return Object.fromEntries(
    results.flatMap(({ cell, figures: { raw, ours } }) =>
      raw === undefined || ours === undefined ? [] : [[cell, ours.cpuUsPerRecord / raw.cpuUsPerRecord]],
    ),
  );
}

/** Cells whose ratio is more than {@link MAX_WORSE} times the recorded one. Cells that were not recorded are none. */
export function regressions(measured: Ratios, recorded: Ratios): string[] {
  return Object.keys(measured).filter((cell) => {
    const before = recorded[cell];
    return before !== undefined && (measured[cell] as number) > before * MAX_WORSE;
  });
}

/** Measured and recorded ratios side by side. */
export function ratioTable(measured: Ratios, recorded: Ratios): string {
  return table(
    ["CPU ours / raw", "now", "recorded", "now / recorded"],
    Object.entries(measured).map(([cell, now]) => {
      const before = recorded[cell];
      return [cell, digits(now), digits(before), before === undefined ? "–" : digits(now / before)];
    }),
  );
}
