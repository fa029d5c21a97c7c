import type { Cell } from "../cells.js";
import type { Measurement } from "../client/measurement.js";
import type { ContenderName, Target } from "../contenders/contender.js";
import { runClient } from "./child.js";
import { type Figure, summariseRuns } from "./median.js";

/** A run that did not do its work, with what it said. It is in no figure. */
export interface Failure {
  readonly contender: ContenderName;
  readonly message: string;
}

/** The figures of one cell. */
export interface CellResult {
  readonly cell: string;
  readonly figures: Readonly<Partial<Record<ContenderName, Figure>>>;
  readonly failures: readonly Failure[];
}

/** How often and how much. */
export interface RunOptions {
  readonly repetitions: number;
  /** Part of each cell's records that is moved, above 0 and at most 1. */
  readonly scale: number;
  /** Only these contenders. */
  readonly contenders?: readonly ContenderName[] | undefined;
  /** Folder for CPU profiles of the clients. */
  readonly profile?: string | undefined;
}

/** Runs a cell's contenders in turn, again and again, so that what else the machine does hits all of them. */
export async function runCell(cell: Cell, target: Target, options: RunOptions): Promise<CellResult> {
  const contenders = cell.contenders.filter((name) => options.contenders?.includes(name) ?? true);
  const nodeOptions =
    options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}/${cell.name}`];
  const runs = new Map<ContenderName, Measurement[]>(contenders.map((name) => [name, []]));
  const failures: Failure[] = [];
  const scaled = (records: number): number => Math.max(1, Math.round(records * options.scale));
  for (let repetition = 0; repetition < options.repetitions; repetition++) {
    for (const contender of contenders) {
      const task = {
        contender,
        target,
        workload: { ...cell.workload, records: scaled(cell.workload.records) },
        warmUpRecords: scaled(cell.warmUpRecords),
      };
      try {
        runs.get(contender)?.push(await runClient(task, nodeOptions));
      } catch (error) {
        failures.push({ contender, message: String(error) });
      }
    }
  }
  return {
    cell: cell.name,
    figures: Object.fromEntries(
      [...runs].flatMap(([name, measured]) => (measured.length === 0 ? [] : [[name, summariseRuns(measured)]])),
    ),
    failures,
  };
}
