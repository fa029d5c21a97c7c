// Checked by the compiler, never run: every line under `@ts-expect-error` must not compile, every other one must.
import type {
  AccessTokenScope,
  BasinConfig,
  BasinReconfiguration,
  Metric,
  Plan,
  ResourceSpec,
  RetentionPolicy,
  S2,
  StreamConfig,
  StreamReconfiguration,
} from "../../src/index.js";

declare const s2: S2;
declare const word: string;
declare const maybe: string | undefined;
declare const metric: Metric;
declare const plan: Plan;
const range = { start: new Date(0), end: 1_000 };

/** Configurations: open words, exact ages, and no null. */
export const configs: readonly StreamConfig[] = [
  {},
  { storageClass: "express" },
  { storageClass: word },
  { storageClass: maybe, retentionPolicy: undefined },
  { retentionPolicy: "infinite" },
  { retentionPolicy: { ageSecs: 60 } },
  { retentionPolicy: { ageSecs: 60n } },
  { timestamping: { mode: "arrival" } },
  { timestamping: { mode: word, uncapped: true } },
  { deleteOnEmpty: {} },
  // @ts-expect-error null is for reconfiguring
  { storageClass: null },
  // @ts-expect-error an age is a whole number of seconds
  { retentionPolicy: { ageSecs: "7days" } },
  // @ts-expect-error the age has its unit in its name
  { retentionPolicy: { age: 60 } },
  // @ts-expect-error not a setting
  { retention: "infinite" },
  // @ts-expect-error the wire has other names
  { storage_class: "express" },
];

// @ts-expect-error a retention is infinite or has an age
export const retention: RetentionPolicy = "forever";

/** Changes: three states, but for the two flags. */
export const changes: readonly BasinReconfiguration[] = [
  {},
  { createStreamOnAppend: true, createStreamOnRead: undefined },
  { streamCipher: null, defaultStreamConfig: null },
  { defaultStreamConfig: { retentionPolicy: null, timestamping: { mode: null, uncapped: null } } },
  // @ts-expect-error false is the default of a flag
  { createStreamOnAppend: null },
  // @ts-expect-error false is the default of a flag
  { createStreamOnRead: null },
  // @ts-expect-error flags are true or false
  { createStreamOnRead: "true" },
  // @ts-expect-error inside the defaults flags do not exist
  { defaultStreamConfig: { createStreamOnRead: true } },
  // @ts-expect-error a basin's storage class is one of its streams' defaults
  { storageClass: "express" },
];

export const streamChanges: readonly StreamReconfiguration[] = [
  { storageClass: null, retentionPolicy: null, timestamping: null, deleteOnEmpty: null },
  { storageClass: undefined, retentionPolicy: undefined, timestamping: undefined, deleteOnEmpty: undefined },
  { storageClass: word, retentionPolicy: "infinite", timestamping: { mode: "arrival", uncapped: false } },
  { timestamping: { mode: undefined, uncapped: null } },
  { deleteOnEmpty: { minAgeSecs: null } },
  { deleteOnEmpty: { minAgeSecs: 2n ** 63n } },
  // @ts-expect-error a number of seconds
  { deleteOnEmpty: { minAgeSecs: "1h" } },
  // @ts-expect-error not a setting of a stream
  { streamCipher: null },
  // @ts-expect-error the whole of a retention is set
  { retentionPolicy: {} },
  // @ts-expect-error an age inside a retention is set, not cleared
  { retentionPolicy: { ageSecs: null } },
];

// @ts-expect-error null is for reconfiguring
export const basinConfig: BasinConfig = { streamCipher: null };

/** Scopes: words and objects, open operations. */
export const scopes: readonly AccessTokenScope[] = [
  { opGroups: "read-write" },
  { opGroups: { account: "read", basin: { read: true }, stream: { read: true, write: true } } },
  { ops: ["append", "an-operation-of-the-future"] },
  { basins: { exact: "" }, streams: { prefix: "" } },
  // @ts-expect-error no such word
  { opGroups: "all" },
  // @ts-expect-error no such level
  { opGroups: { records: "read" } },
  // @ts-expect-error the text alone does not say whether it is exact
  { basins: "my-basin" },
  // @ts-expect-error either exact or a prefix
  { basins: { exact: "my-basin", prefix: "my-" } },
  // @ts-expect-error nothing is no set: exact and empty is none, prefix and empty is all
  { streams: {} },
  // @ts-expect-error no such permission
  { opGroups: { stream: "append" } },
  // @ts-expect-error a list
  { ops: "append" },
  // @ts-expect-error wire names
  { op_groups: {} },
];

/** Metrics: each set with what it takes. */
export const metrics: readonly Promise<readonly Metric[]>[] = [
  s2.metrics.account({ set: "active-basins", ...range }),
  s2.metrics.account({ set: "account-ops", ...range, interval: "day" }),
  s2.metrics.account({ set: "estimated-billable-usage", ...range, interval: "hour" }),
  s2.metrics.account({ set: "of-the-future" }),
  s2.metrics.account({ set: "of-the-future", start: 1, interval: "week" }),
  s2.metrics.account({ set: word, ...range }),
  s2.metrics.basin("my-basin", { set: "storage", ...range, interval: "hour" }),
  s2.metrics.basin("my-basin", { set: "append-ops", ...range, signal: AbortSignal.timeout(1), timeoutMs: 1 }),
  s2.metrics.stream("my-basin", "events", { set: "storage", ...range, interval: "minute" }),
  // @ts-expect-error a range is needed
  s2.metrics.account({ set: "active-basins" }),
  // @ts-expect-error its end, too
  s2.metrics.account({ set: "account-ops", start: 0 }),
  // @ts-expect-error a label has no interval
  s2.metrics.account({ set: "active-basins", ...range, interval: "hour" }),
  // @ts-expect-error money is counted by the hour
  s2.metrics.account({ set: "estimated-billable-usage", ...range, interval: "minute" }),
  // @ts-expect-error a basin's storage is by the hour
  s2.metrics.basin("my-basin", { set: "storage", ...range, interval: "minute" }),
  // @ts-expect-error a stream's storage is by the minute
  s2.metrics.stream("my-basin", "events", { set: "storage", ...range, interval: "hour" }),
  // @ts-expect-error a range is needed for every known set of a basin
  s2.metrics.basin("my-basin", { set: "append-throughput", interval: "day" }),
  // @ts-expect-error and of a stream
  s2.metrics.stream("my-basin", "events", { set: "storage" }),
  // @ts-expect-error a stream has to be named
  s2.metrics.stream("my-basin", { set: "storage", ...range }),
  // @ts-expect-error known series have known intervals
  s2.metrics.basin("my-basin", { set: "read-ops", ...range, interval: "week" }),
  // @ts-expect-error dates or seconds
  s2.metrics.basin("my-basin", { set: "read-ops", start: "yesterday", end: 1 }),
  // @ts-expect-error a set is needed
  s2.metrics.basin("my-basin", range),
];

/** What a metric holds follows from its kind. */
export function read(): unknown {
  // @ts-expect-error not every kind has values
  metric.values;
  switch (metric.kind) {
    case "scalar":
      return metric.value.toFixed();
    case "accumulation":
      return [metric.interval, metric.values[0]?.time.getTime()];
    case "gauge":
      return metric.values[0]?.value.toFixed();
    case "label":
      return metric.values[0]?.toUpperCase();
    case "unknown":
      return metric.raw;
  }
}

/** Calls: required names, plain objects, and the options of every call. */
export const calls: readonly unknown[] = [
  s2.basins.create({ basin: "my-basin", config: {}, location: "here", requestToken: "t", retry: "never" }),
  s2.basins.delete("my-basin", { deadlineMs: 1 }),
  s2.basins.list({ limit: 1, signal: AbortSignal.timeout(1) }),
  s2.accessTokens.issue({ id: "t", scope: {}, expiresAt: new Date() }),
  // @ts-expect-error a name is needed
  s2.basins.create({}),
  // @ts-expect-error not an option
  s2.basins.create({ basin: "my-basin", timeout: 1 }),
  // @ts-expect-error pages do not show what is deleted or not: they show all
  s2.basins.list({ includeDeleted: true }),
  // @ts-expect-error tokens have no time of deletion
  s2.accessTokens.listAll({ includeDeleted: true }),
  // @ts-expect-error a scope is needed
  s2.accessTokens.issue({ id: "t" }),
  // @ts-expect-error a date
  s2.accessTokens.issue({ id: "t", scope: {}, expiresAt: 1 }),
  // @ts-expect-error streams belong to a basin
  s2.streams,
];

/** An item of a list is not for changing, and an ensure's result is one of three. */
export async function results(): Promise<"created" | "updated" | "noop"> {
  for await (const info of s2.basins.listAll()) {
    // @ts-expect-error read-only
    info.name = "other";
  }
  const { result, info } = await s2.basin("my-basin").streams.ensure({ stream: "events" });
  info.createdAt.getTime();
  // @ts-expect-error may be absent
  info.deletedAt.getTime();
  return result;
}

/** Specs and plans. */
export const specs: readonly ResourceSpec[] = [
  {},
  { basins: [{ name: "my-basin", streams: [{ name: "events", config: { retentionPolicy: "infinite" } }] }] },
  // @ts-expect-error the form of the file has to be parsed
  { basins: [{ name: "my-basin", config: { default_stream_config: {} } }] },
];
export const streamsOfPlan: readonly string[] = plan.steps.flatMap((step) =>
  step.kind === "stream" ? step.stream : [],
);
// @ts-expect-error only streams have one
export const everyStream: unknown = plan.steps.map((step) => step.stream);
