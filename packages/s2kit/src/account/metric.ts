import type { components } from "@s2kit/rest";

/** What values are in. The set is open. */
export type MetricUnit = components["schemas"]["MetricUnit"];

/** How wide the points of a series are. The set is open. */
export type MetricInterval = components["schemas"]["TimeseriesInterval"];

/** A point of a series. */
export interface MetricPoint {
  readonly time: Date;
  readonly value: number;
}

/** One number. */
export interface ScalarMetric {
  readonly kind: "scalar";
  readonly name: string;
  readonly unit: MetricUnit;
  readonly value: number;
}

/** A series of sums, each over the interval that begins at its time. */
export interface AccumulationMetric {
  readonly kind: "accumulation";
  readonly name: string;
  readonly unit: MetricUnit;
  readonly interval: MetricInterval;
  readonly values: readonly MetricPoint[];
}

/** A series of readings, each at its time. */
export interface GaugeMetric {
  readonly kind: "gauge";
  readonly name: string;
  readonly unit: MetricUnit;
  readonly values: readonly MetricPoint[];
}

/** A set of names. */
export interface LabelMetric {
  readonly kind: "label";
  readonly name: string;
  readonly values: readonly string[];
}

/** A kind of metric that this version does not know, as the service sent it. */
export interface UnknownMetric {
  readonly kind: "unknown";
  readonly raw: unknown;
}

/** One metric of a set. Its `kind` tells what it holds. */
export type Metric = ScalarMetric | AccumulationMetric | GaugeMetric | LabelMetric | UnknownMetric;

export function fromWireMetric(wire: components["schemas"]["Metric"]): Metric {
  if ("scalar" in wire) return { kind: "scalar", ...wire.scalar, value: Number(wire.scalar.value) };
  if ("accumulation" in wire) {
    return { kind: "accumulation", ...wire.accumulation, values: wire.accumulation.values.map(fromWirePoint) };
  }
  if ("gauge" in wire) return { kind: "gauge", ...wire.gauge, values: wire.gauge.values.map(fromWirePoint) };
  if ("label" in wire) return { kind: "label", ...wire.label };
  return { kind: "unknown", raw: wire };
}

/** The time comes in seconds; a value above 2^53 − 1 is as near as a number gets. */
function fromWirePoint([seconds, value]: readonly [number, number]): MetricPoint {
  return { time: new Date(Number(seconds) * 1000), value: Number(value) };
}
