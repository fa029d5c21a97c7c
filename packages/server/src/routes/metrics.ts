import { Query } from "../http/query.js";
import { apiError } from "../model/api-error.js";
import { decodeAs, FormatError } from "../model/format-error.js";
import { estimatedBillableUsage } from "../usage/billing.js";
import type { Interval, Range } from "../usage/time-series.js";
import type { Series } from "../usage/usage-ledger.js";
import type { WritableJson } from "../wire/json-write.js";
import { admit, cloudOnly } from "./admit.js";
import type { Handler, RequestContext, Route } from "./context.js";
import { basinPath, streamPath } from "./extract.js";
import { jsonReply, type Reply } from "./reply.js";

const U32_MAX = 2n ** 32n - 1n;
const MAX_RANGE_SECONDS = 90 * 86_400;
/** Clocks differ a little; an end further ahead than this is a mistake. */
const MAX_AHEAD_SECONDS = 300;

type AccountSet = "active-basins" | "account-ops" | "estimated-billable-usage";
type BasinSet = "storage" | "append-ops" | "read-ops" | "read-throughput" | "append-throughput" | "basin-ops";
type Unit = "bytes" | "operations" | "usd";

const INTERVALS: readonly Interval[] = ["minute", "hour", "day"];

interface MetricsQuery<Set extends string> {
  readonly set: Set;
  readonly start: bigint | undefined;
  readonly end: bigint | undefined;
  readonly interval: Interval | undefined;
}

const accountMetrics: Handler = async (context) => {
  const query = metricsQuery<AccountSet>(context, ["active-basins", "account-ops", "estimated-billable-usage"]);
  admit(context, "account-metrics");
  const { usage, clock } = cloudOnly(context);
  const range = checkedRange(query, clock.now());
  switch (query.set) {
    case "active-basins":
      return metricsReply([{ label: { name: query.set, values: usage.activeBasins(range) } }]);
    case "account-ops": {
      const interval = query.interval ?? "hour";
      return metricsReply(accumulations(usage.accountOperations(range, interval), "operations", interval));
    }
    case "estimated-billable-usage": {
      const interval = query.interval ?? "hour";
      if (interval === "minute") throw apiError("invalid", "estimated-billable-usage has hours and days only");
      return metricsReply(accumulations(estimatedBillableUsage(usage, range, interval, clock.now()), "usd", interval));
    }
  }
};

const basinMetrics: Handler = async (context) => {
  const basin = basinPath(context);
  const query = metricsQuery<BasinSet>(context, [
    "storage",
    "append-ops",
    "read-ops",
    "read-throughput",
    "append-throughput",
    "basin-ops",
  ]);
  admit(context, "basin-metrics", { basin });
  const { usage, clock } = cloudOnly(context);
  const range = checkedRange(query, clock.now());
  const interval = query.interval ?? (query.set === "basin-ops" ? "hour" : "minute");
  switch (query.set) {
    case "storage":
      return metricsReply([gauge(usage.storage(basin, undefined, range, interval))]);
    case "append-ops":
      return metricsReply(accumulations(usage.appendOperations(basin, range, interval), "operations", interval));
    case "read-ops":
      return metricsReply(accumulations(usage.readOperations(basin, range, interval), "operations", interval));
    case "append-throughput":
      return metricsReply(accumulations(usage.appendThroughput(basin, range, interval), "bytes", interval));
    case "read-throughput":
      return metricsReply(accumulations([usage.readThroughput(basin, range, interval)], "bytes", interval));
    case "basin-ops":
      return metricsReply(accumulations(usage.basinOperations(basin, range, interval), "operations", interval));
  }
};

const streamMetrics: Handler = async (context) => {
  const basin = basinPath(context);
  const stream = streamPath(context, 1);
  const query = metricsQuery<"storage">(context, ["storage"]);
  admit(context, "stream-metrics", { basin, stream });
  const { usage, clock } = cloudOnly(context);
  const range = checkedRange(query, clock.now());
  return metricsReply([gauge(usage.storage(basin, stream, range, query.interval ?? "minute"))]);
};

function metricsQuery<Set extends string>(context: RequestContext, sets: readonly Set[]): MetricsQuery<Set> {
  return decodeAs("bad_query", () => {
    const query = new Query(context.query);
    return {
      set: oneOf(query, "set", sets) ?? missing("set"),
      start: query.integer("start", U32_MAX),
      end: query.integer("end", U32_MAX),
      interval: oneOf(query, "interval", INTERVALS),
    };
  });
}

function oneOf<T extends string>(query: Query, name: string, allowed: readonly T[]): T | undefined {
  const text = query.text(name);
  if (text === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new FormatError(`\`${name}\` must be one of ${allowed.join(", ")}`);
  return found;
}

function missing(name: string): never {
  throw new FormatError(`missing field \`${name}\``);
}

/** @throws 422 `invalid` when a side is missing, or the range is reversed, too long or in the future. */
function checkedRange({ start, end }: MetricsQuery<string>, nowMs: number): Range {
  if (start === undefined || end === undefined) throw apiError("invalid", "start and end are required");
  const range: Range = { start: Number(start), end: Number(end) };
  if (range.start > range.end) throw apiError("invalid", "start must not be after end");
  if (range.end - range.start > MAX_RANGE_SECONDS) throw apiError("invalid", "a range is at most 90 days");
  if (range.end > nowMs / 1000 + MAX_AHEAD_SECONDS) throw apiError("invalid", "end is in the future");
  return range;
}

function metricsReply(values: readonly WritableJson[]): Reply {
  return jsonReply(200, { values });
}

function accumulations(series: readonly Series[], unit: Unit, interval: Interval): WritableJson[] {
  return series.map(({ name, points }) => ({ accumulation: { name, unit, interval, values: points } }));
}

function gauge({ name, points }: Series): WritableJson {
  return { gauge: { name, unit: "bytes", values: points } };
}

export const METRICS_ROUTES: readonly Route[] = [
  { path: "/v1/metrics", methods: { GET: accountMetrics } },
  { path: "/v1/metrics/{}", methods: { GET: basinMetrics } },
  { path: "/v1/metrics/{}/{}", methods: { GET: streamMetrics } },
];
