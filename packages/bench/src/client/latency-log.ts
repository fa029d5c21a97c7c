/** Figures of one kind of wait, in milliseconds. */
export interface Latency {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

/** Collects waits. */
export class LatencyLog {
  readonly #waits: number[] = [];

  /** @param sinceMs - When the wait began, by `performance.now()`. */
  add(sinceMs: number): void {
    this.#waits.push(performance.now() - sinceMs);
  }

  /** `undefined` when nothing was waited for. */
  summary(): Latency | undefined {
    return summarise(this.#waits);
  }
}

/** The mean, and the smallest values that half and 99 % of all values do not exceed. */
export function summarise(values: readonly number[]): Latency | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((left, right) => left - right);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, p50: rank(0.5), p99: rank(0.99) };
}
