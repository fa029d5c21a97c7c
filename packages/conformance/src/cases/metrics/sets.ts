import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, forEachRow } from "../../harness/expectations.js";
import { expectAccumulations, expectGauge, lastDay, metricsOf } from "../../harness/metrics.js";

const INTERVALS = ["minute", "hour", "day"] as const;

/** What is used appears some time later in the cloud. */
const CLOUD_DELAY_MS = 30_000;

export const accountMetricsCases: ConformanceCase[] = casesFor("metrics.account", [
  {
    name: "active-basins",
    proves: "active-basins is a label that names a basin with records",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      await (await basin.newStream()).appendBodies("x");
      await eventually(async () => {
        const [metric, ...others] = await metricsOf(context, "", { set: "active-basins", ...lastDay() });
        assert.deepEqual(others, []);
        assert.ok(metric !== undefined && "label" in metric);
        assert.ok(metric.label.values.includes(basin.name));
      }, CLOUD_DELAY_MS);
    },
  },
  {
    name: "account-ops",
    proves: "account-ops is accumulations of operations by minute, hour or day; by the hour when nothing is said",
    tags: ["not-lite"],
    run: async (context) => {
      await context.newBasin();
      const ask = (interval?: string) => metricsOf(context, "", { set: "account-ops", interval, ...lastDay() });
      await eventually(async () => {
        const series = expectAccumulations(await ask(), "operations", "hour");
        assert.ok((series.get("create-basin") ?? []).some(([, count]) => count >= 1));
      }, CLOUD_DELAY_MS);
      await forEachRow(INTERVALS, async (interval) => {
        expectAccumulations(await ask(interval), "operations", interval);
      });
    },
  },
  {
    name: "estimated-billable-usage",
    proves:
      "estimated-billable-usage is accumulations of dollars, one of them total, by hour or day; by the hour when nothing is said",
    tags: ["not-lite"],
    run: async (context) => {
      const ask = (interval?: string) =>
        metricsOf(context, "", { set: "estimated-billable-usage", interval, ...lastDay() });
      await forEachRow([undefined, "hour", "day"], async (interval) => {
        const series = expectAccumulations(await ask(interval), "usd", interval ?? "hour");
        assert.ok(series.has("total"));
        assert.ok(series.size > 1);
      });
    },
  },
]);

export const basinMetricsCases: ConformanceCase[] = casesFor("metrics.basin", [
  {
    name: "series",
    proves: "operations and throughput are accumulations by minute, hour or day, with a default of their own",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      const stream = await basin.newStream();
      await stream.appendBodies("hello");
      await stream.readBatch({ seq_num: 0, count: 1 });
      const rows: [set: string, unit: string, defaultInterval: string][] = [
        ["append-ops", "operations", "minute"],
        ["read-ops", "operations", "minute"],
        ["append-throughput", "bytes", "minute"],
        ["read-throughput", "bytes", "minute"],
        ["basin-ops", "operations", "hour"],
      ];
      await forEachRow(rows, async ([set, unit, defaultInterval]) => {
        const ask = (interval?: string) => metricsOf(context, `/${basin.name}`, { set, interval, ...lastDay() });
        await eventually(async () => {
          const series = expectAccumulations(await ask(), unit, defaultInterval);
          assert.ok([...series.values()].flat().some(([, amount]) => amount > 0));
        }, CLOUD_DELAY_MS);
        for (const interval of INTERVALS) expectAccumulations(await ask(interval), unit, interval);
      });
    },
  },
  {
    name: "storage",
    proves: "storage is a gauge of metered bytes",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      await (await basin.newStream()).appendBodies("hello");
      const query = { set: "storage", interval: "hour", ...lastDay() };
      await eventually(async () => {
        const points = expectGauge(await metricsOf(context, `/${basin.name}`, query), "hour");
        assert.equal(points.at(-1)?.[1], 13);
      }, CLOUD_DELAY_MS);
    },
  },
]);

export const streamMetricsCases: ConformanceCase[] = casesFor("metrics.stream", [
  {
    name: "storage",
    proves: "storage is a gauge of metered bytes by the minute, for this stream alone",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      const [one, other] = [basin.stream("a/b c"), await basin.newStream()];
      await one.create();
      await one.appendBodies("hello");
      await other.appendBodies("x".repeat(100));
      const query = { set: "storage", ...lastDay() };
      await eventually(async () => {
        const points = expectGauge(await metricsOf(context, `/${basin.name}/a%2Fb%20c`, query), "minute");
        assert.equal(points.at(-1)?.[1], 13);
      }, CLOUD_DELAY_MS);
    },
  },
]);
