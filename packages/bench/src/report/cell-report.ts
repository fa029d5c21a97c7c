import type { Cell, Figures } from "../cells.js";
import type { ContenderName } from "../contenders/contender.js";
import type { Figure } from "../run/median.js";
import type { CellResult } from "../run/run-cell.js";
import { digits, table } from "./table.js";

/** Looks figures up for a cell's goal. */
export function figuresFor(cell: string, results: readonly CellResult[]): Figures {
  const find = (contender: ContenderName, name: string): Figure | undefined =>
    results.find((result) => result.cell === name)?.figures[contender];
  return {
    cpuUs: (contender, other = cell) => find(contender, other)?.cpuUsPerRecord,
    recordsPerSec: (contender) => find(contender, cell)?.recordsPerSec,
  };
}

/** The CPU table: µs a record of each contender, our ratios, and whether the goal is met. */
export function cpuTable(cells: readonly Cell[], results: readonly CellResult[]): string {
  const rows = cells.flatMap((cell) => {
    const result = results.find((candidate) => candidate.cell === cell.name);
    if (result === undefined) return [];
    const { raw, official, ours } = result.figures;
    const met = cell.goal?.met(figuresFor(cell.name, results));
    return [
      [
        cell.title,
        digits(raw?.cpuUsPerRecord),
        digits(official?.cpuUsPerRecord),
        digits(ours?.cpuUsPerRecord),
        ratio(ours?.cpuUsPerRecord, raw?.cpuUsPerRecord),
        ratio(official?.cpuUsPerRecord, ours?.cpuUsPerRecord),
        cell.goal === undefined ? "" : `${cell.goal.text} ${met === undefined ? "" : met ? "yes" : "NO"}`.trim(),
      ],
    ];
  });
  return table(["CPU µs a record", "raw", "official", "ours", "ours / raw", "official / ours", "goal"], rows);
}

/** The second table: speed, waits and memory. */
export function speedTable(cells: readonly Cell[], results: readonly CellResult[]): string {
  const rows = cells.flatMap((cell) =>
    Object.entries(results.find((candidate) => candidate.cell === cell.name)?.figures ?? {}).map(
      ([contender, { recordsPerSec, latencyMs, peakMb, growthMb }]) => [
        cell.title,
        contender,
        digits(recordsPerSec),
        digits(latencyMs?.p50),
        digits(latencyMs?.p99),
        digits(peakMb),
        digits(growthMb),
      ],
    ),
  );
  return table(["case", "client", "records/s", "p50 ms", "p99 ms", "RSS peak MB", "over idle MB"], rows);
}

function ratio(value: number | undefined, base: number | undefined): string {
  return value === undefined || base === undefined ? "–" : `${digits(value / base)} x`;
}
