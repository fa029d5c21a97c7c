import type { LimitCase } from "../extras/limits.js";
import type { LimitResult } from "../extras/run-limits.js";
import type { StartUp } from "../extras/start-up.js";
import { digits, table } from "./table.js";

/** Memory and latency against their limits. */
export function limitTable(cases: readonly LimitCase[], results: readonly LimitResult[]): string {
  const rows = cases.flatMap(({ name, title, unit, max }) => {
    const values = results.find((result) => result.name === name)?.values;
    if (values === undefined) return [];
    const { raw, official, ours } = values;
    return [[title, unit, digits(raw), digits(official), digits(ours), verdict(ours, max)]];
  });
  return table(["case", "unit", "raw", "official", "ours", "limit"], rows);
}

export function startUpTable(results: readonly StartUp[]): string {
  return table(
    ["import, over an empty module", "CPU ms", "wall ms", "limit"],
    results.map(({ name, cpuMs, wallMs, maxCpuMs }) => [name, digits(cpuMs), digits(wallMs), verdict(cpuMs, maxCpuMs)]),
  );
}

function verdict(value: number | undefined, max: number | undefined): string {
  if (max === undefined) return "";
  return `≤ ${digits(max)} ${value === undefined ? "" : value <= max ? "yes" : "NO"}`.trim();
}
