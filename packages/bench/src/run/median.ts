import type { Measurement } from "../client/measurement.js";

/** The value in the middle; of an even number of values the mean of both. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("nothing has no median");
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** What the table shows of one contender in one cell. */
export interface Figure {
  readonly cpuUsPerRecord: number;
  /** The best of all runs, which on a busy machine says more than the median. */
  readonly minCpuUsPerRecord: number;
  readonly recordsPerSec: number;
  readonly latencyMs: { readonly mean: number; readonly p50: number; readonly p99: number } | undefined;
  /** Peak of the resident memory. */
  readonly peakMb: number;
  /** Peak over what was resident before the work, with the library loaded. */
  readonly growthMb: number;
  readonly runs: number;
}

/** The median of each figure by itself, over all runs. */
export function summariseRuns(runs: readonly Measurement[]): Figure {
  const of = (value: (run: Measurement) => number): number => median(runs.map(value));
  const withLatency = runs.flatMap(({ latencyMs }) => latencyMs ?? []);
  const perRecord = runs.map(({ cpuUs, records }) => cpuUs / records);
  return {
    cpuUsPerRecord: median(perRecord),
    minCpuUsPerRecord: Math.min(...perRecord),
    recordsPerSec: of(({ records, wallMs }) => (records / wallMs) * 1000),
    latencyMs:
      withLatency.length === 0
        ? undefined
        : {
            mean: median(withLatency.map(({ mean }) => mean)),
            p50: median(withLatency.map(({ p50 }) => p50)),
            p99: median(withLatency.map(({ p99 }) => p99)),
          },
    peakMb: of(({ peakBytes }) => peakBytes / 1_000_000),
    growthMb: of(({ peakBytes, idleBytes }) => (peakBytes - idleBytes) / 1_000_000),
    runs: runs.length,
  };
}
