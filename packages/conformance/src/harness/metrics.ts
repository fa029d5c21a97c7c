import assert from "node:assert/strict";
import type { Reply } from "../wire/http-client.js";
import type { CaseContext } from "./case-context.js";
import { expectStatus } from "./expectations.js";
import { type QueryValues, queryText } from "./query.js";

/** A point of a series: seconds since 1970, and a value. */
export type Point = [seconds: number, value: number];

interface Series {
  name: string;
  unit: string;
  values: Point[];
}

/** A metric as it is sent: its kind is the name of its only member. */
export type Metric =
  | { scalar: { name: string; unit: string; value: number } }
  | { accumulation: Series & { interval: string } }
  | { gauge: Series }
  | { label: { name: string; values: string[] } };

export const DAY_SECONDS = 86_400;

/** The last day, and a minute ahead, so that what has just happened lies in it. */
export function lastDay(): { start: number; end: number } {
  const now = Math.floor(Date.now() / 1000);
  return { start: now - DAY_SECONDS, end: now + 60 };
}

/** Asks for metrics. @param path - What comes after `/v1/metrics`. */
export function askMetrics(context: CaseContext, path: string, query: QueryValues): Promise<Reply> {
  return context.request("GET", `/v1/metrics${path}${queryText(query)}`);
}

/** The metrics of a set. Fails unless the request succeeds. */
export async function metricsOf(context: CaseContext, path: string, query: QueryValues): Promise<Metric[]> {
  const reply = await askMetrics(context, path, query);
  expectStatus(reply, 200);
  const body = reply.json<{ values: Metric[] }>();
  assert.deepEqual(Object.keys(body), ["values"]);
  return body.values;
}

/** Asserts that there is at least one metric and that all are accumulations in this unit and interval. */
export function expectAccumulations(metrics: readonly Metric[], unit: string, interval: string): Map<string, Point[]> {
  assert.ok(metrics.length > 0);
  const series = new Map<string, Point[]>();
  for (const metric of metrics) {
    assert.deepEqual(Object.keys(metric), ["accumulation"]);
    const { accumulation } = metric as Extract<Metric, { accumulation: unknown }>;
    assert.deepEqual([accumulation.unit, accumulation.interval], [unit, interval]);
    expectPoints(accumulation.values, interval);
    assert.ok(!series.has(accumulation.name));
    series.set(accumulation.name, accumulation.values);
  }
  return series;
}

/** Asserts a single gauge of bytes, and returns its points. */
export function expectGauge(metrics: readonly Metric[], interval: string): Point[] {
  assert.equal(metrics.length, 1);
  const [metric] = metrics;
  assert.deepEqual(Object.keys(metric ?? {}), ["gauge"]);
  const { gauge } = metric as Extract<Metric, { gauge: unknown }>;
  assert.equal(gauge.unit, "bytes");
  expectPoints(gauge.values, interval);
  return gauge.values;
}

/** Points begin with an interval, go up in time, and are not negative. */
function expectPoints(points: readonly Point[], interval: string): void {
  const width = { minute: 60, hour: 3_600, day: DAY_SECONDS }[interval] as number;
  let before = -1;
  for (const [seconds, value] of points) {
    assert.ok(seconds % width === 0 && seconds > before, `${seconds} after ${before} by the ${interval}`);
    assert.ok(value >= 0);
    before = seconds;
  }
}
