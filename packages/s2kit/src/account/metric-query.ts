import { UsageError } from "@s2kit/core";
import { checkInteger, MAX_METRICS_RANGE_DAYS, usageError } from "@s2kit/core/internal";
import type { CallOptions } from "@s2kit/rest";
import { checkObject, checkWord, ifGiven } from "../calls/check-fields.js";
import { type Present, present } from "../calls/present.js";
import type { MetricInterval } from "./metric.js";

/** The part of the past that a metric is about. At most 90 days. */
export interface MetricRange {
  /** Its begin: a date, or seconds since 1970. */
  readonly start: Date | number;
  /** Its end, after `start`: a date, or seconds since 1970. */
  readonly end: Date | number;
}

/** A range of a set that has no series, or only one width of points. */
export interface MetricRangeOnly<Only extends MetricInterval = never> extends MetricRange {
  readonly interval?: Only | undefined;
}

/** A range, and how wide the points are. */
export interface MetricSeries<Interval extends MetricInterval = "minute" | "hour" | "day"> extends MetricRange {
  /** Default: the set's own. */
  readonly interval?: Interval | undefined;
}

/** What the account's sets take. */
export interface AccountMetricSets {
  /** Names of the basins that were in use: a label. */
  readonly "active-basins": MetricRangeOnly;
  /** Operations by kind: accumulations. Points are an hour wide by default. */
  readonly "account-ops": MetricSeries;
  /** Estimated cost in US dollars by what is billed, and in `total`: accumulations. Points are an hour wide by default. */
  readonly "estimated-billable-usage": MetricSeries<"hour" | "day">;
}

/** What a basin's sets take. */
export interface BasinMetricSets {
  /** Bytes stored, by the hour: a gauge. */
  readonly storage: MetricRangeOnly<"hour">;
  /** Appends by storage class: accumulations. Points are a minute wide by default, as in the next three. */
  readonly "append-ops": MetricSeries;
  readonly "read-ops": MetricSeries;
  /** Bytes appended. */
  readonly "append-throughput": MetricSeries;
  /** Bytes read. */
  readonly "read-throughput": MetricSeries;
  /** Operations on the basin by kind: accumulations. Points are an hour wide by default. */
  readonly "basin-ops": MetricSeries;
}

/** What a stream's sets take. */
export interface StreamMetricSets {
  /** Bytes stored, by the minute: a gauge. */
  readonly storage: MetricRangeOnly<"minute">;
}

/** What a set takes that this version does not know. */
export interface UnknownMetricSet {
  readonly start?: Date | number | undefined;
  readonly end?: Date | number | undefined;
  readonly interval?: MetricInterval | undefined;
}

/** Which metrics: a set by its name, and what that set takes. The names are open. */
export type MetricQuery<Sets, Name extends string> = CallOptions & {
  readonly set: Name | (keyof Sets & string);
} & (Name extends keyof Sets ? Sets[Name] : UnknownMetricSet);

/** The widths of points that each known set offers. */
export type SetIntervals = Readonly<Record<string, readonly MetricInterval[]>>;

const ALL: readonly MetricInterval[] = ["minute", "hour", "day"];

export const ACCOUNT_SETS: SetIntervals = {
  "active-basins": [],
  "account-ops": ALL,
  "estimated-billable-usage": ["hour", "day"],
} satisfies Record<keyof AccountMetricSets, unknown>;

export const BASIN_SETS: SetIntervals = {
  storage: ["hour"],
  "append-ops": ALL,
  "read-ops": ALL,
  "append-throughput": ALL,
  "read-throughput": ALL,
  "basin-ops": ALL,
} satisfies Record<keyof BasinMetricSets, unknown>;

export const STREAM_SETS: SetIntervals = {
  storage: ["minute"],
} satisfies Record<keyof StreamMetricSets, unknown>;

interface WireQuery {
  readonly set: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly interval: MetricInterval | undefined;
}

/** @throws `invalid_argument` */
export function toWireMetricQuery(
  query: UnknownMetricSet & { readonly set: string },
  sets: SetIntervals,
): Present<WireQuery> {
  const set = checkWord(checkObject(query, "query").set, "set");
  const known = Object.hasOwn(sets, set) ? sets[set] : undefined;
  const start = known || query.start !== undefined ? epochSeconds(query.start, "start") : undefined;
  const end = known || query.end !== undefined ? epochSeconds(query.end, "end") : undefined;
  if (start !== undefined && end !== undefined) checkRange(start, end);
  const interval = ifGiven(query.interval, "interval", checkWord);
  if (interval !== undefined && known?.includes(interval) === false) {
    throw usageError("interval", known.length === 0 ? `left out for ${set}` : `${list(known)} for ${set}`, interval);
  }
  return present({ set, start, end, interval });
}

function checkRange(start: number, end: number): void {
  if (start >= end) throw new UsageError("start", `start must be before end, got ${start} and ${end} (seconds)`);
  const days = (end - start) / 86_400;
  if (days > MAX_METRICS_RANGE_DAYS) {
    const limit = `${MAX_METRICS_RANGE_DAYS} days`;
    throw new UsageError("end", `end must be at most ${limit} after start, got ${Number(days.toFixed(2))} days`);
  }
}

/** Whole seconds, as many as the service can count (32 bits). A date's milliseconds are cut off. */
function epochSeconds(time: Date | number | undefined, field: string): number {
  if (!(time instanceof Date)) return checkInteger(time, field, 0, 0xffff_ffff);
  if (Number.isNaN(time.getTime())) throw usageError(field, "a valid Date, or seconds since 1970", time);
  return checkInteger(Math.floor(time.getTime() / 1000), field, 0, 0xffff_ffff);
}

function list(words: readonly string[]): string {
  return words.map((word) => JSON.stringify(word)).join(" or ");
}
