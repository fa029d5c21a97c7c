import { startTcpProxy } from "@s2kit/conformance/tools";
import type { Measurement } from "../client/measurement.js";
import type { ContenderName, Target } from "../contenders/contender.js";
import { runClient } from "../run/child.js";
import { type Figure, summariseRuns } from "../run/median.js";
import type { Failure } from "../run/run-cell.js";
import type { LimitCase } from "./limits.js";

/** What a limit was held against. */
export interface LimitResult {
  readonly name: string;
  readonly values: Readonly<Partial<Record<ContenderName, number>>>;
  readonly figures: Readonly<Partial<Record<ContenderName, Figure>>>;
  readonly failures: readonly Failure[];
  readonly max: number;
}

/** Measures one limit, the contenders in turn. */
export async function runLimit(limit: LimitCase, target: Target, repetitions: number): Promise<LimitResult> {
  const { latencyMs, contenders, workload, warmUpRecords } = limit;
  const targetPort = Number(new URL(target.url).port);
  const proxy = latencyMs === 0 ? undefined : await startTcpProxy({ targetPort, latencyMs });
  const url = proxy === undefined ? target.url : `http://127.0.0.1:${proxy.port}`;
  const failures: Failure[] = [];
  const runs = new Map<ContenderName, Measurement[]>(contenders.map((name) => [name, []]));
  try {
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const contender of contenders) {
        const task = { contender, target: { ...target, url }, workload, warmUpRecords };
        try {
          runs.get(contender)?.push(await runClient(task));
        } catch (error) {
          failures.push({ contender, message: String(error) });
        }
      }
    }
  } finally {
    await proxy?.[Symbol.asyncDispose]();
  }
  const figures = [...runs].flatMap(([name, measured]) =>
    measured.length === 0 ? [] : [[name, summariseRuns(measured)] as const],
  );
  return {
    name: limit.name,
    values: Object.fromEntries(figures.map(([name, figure]) => [name, limit.value(figure)])),
    figures: Object.fromEntries(figures),
    failures,
    max: limit.max,
  };
}
