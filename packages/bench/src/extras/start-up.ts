import { runNode } from "../run/child.js";
import { median } from "../run/median.js";

/** What importing a package costs, over importing an empty module. */
export interface StartUp {
  readonly name: string;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Most that `cpuMs` may be. */
  readonly maxCpuMs: number | undefined;
}

/** A module with nothing in it: what Node does for any module is no cost of ours. */
const NOTHING = "./bundles/nothing.mjs";

const PACKAGES = [
  { name: "s2kit", maxCpuMs: 15 },
  { name: "@s2-dev/streamstore", maxCpuMs: undefined },
] as const;

/** From the start of the module to the end of the import: the same work of Node before it is in both. */
const program = (name: string): string => `
  import ${JSON.stringify(name)};
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs: performance.now() }));`;

/** Imports each package and an empty module in turn, and takes the differences of the medians. */
export async function measureStartUp(repetitions: number, resolveDir: string): Promise<StartUp[]> {
  const names = [NOTHING, ...PACKAGES.map(({ name }) => name)];
  const runs = new Map(names.map((name) => [name, { cpuMs: [] as number[], wallMs: [] as number[] }]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const name of names) {
      const output = await runNode(["--input-type=module", "--eval", program(name)], 30_000, resolveDir);
      const { cpuMs, wallMs } = JSON.parse(output) as { cpuMs: number; wallMs: number };
      runs.get(name)?.cpuMs.push(cpuMs);
      runs.get(name)?.wallMs.push(wallMs);
    }
  }
  const over = (name: (typeof names)[number], figure: "cpuMs" | "wallMs"): number =>
    median(runs.get(name)?.[figure] ?? []) - median(runs.get(NOTHING)?.[figure] ?? []);
  return PACKAGES.map(({ name, maxCpuMs }) => ({
    name,
    cpuMs: over(name, "cpuMs"),
    wallMs: over(name, "wallMs"),
    maxCpuMs,
  }));
}
