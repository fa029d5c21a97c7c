import { describe, expect } from "vitest";
import type { AccumulationMetric, Metric } from "../../src/index.js";
import { rest } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

interface Fixtures {
  /** The hour up to the server's time, after something was appended and read. */
  readonly used: { readonly start: Date; readonly end: Date };
}

const test = base.extend<Fixtures>({
  used: async ({ basin, clock }, use) => {
    await basin.streams.create({ stream: "events" });
    await basin.stream("events").append([{ body: "12345678" }]);
    await basin.stream("events").read({ from: { seqNum: 0 } });
    await clock.advance(1000);
    await use({ start: new Date(clock.now() - 3_600_000), end: new Date(clock.now()) });
  },
});

/** The sum of the series of one name. */
function total(metrics: readonly Metric[], name: string): number {
  const found = metrics.find((metric) => "name" in metric && metric.name === name) as AccumulationMetric;
  return found.values.reduce((sum, { value }) => sum + value, 0);
}

describe.skipIf(onOtherServer)("account", () => {
  test("names the basins in use", async ({ s2, basin, used }) => {
    const metrics = await s2.metrics.account({ set: "active-basins", ...used });
    expect(metrics).toEqual([{ kind: "label", name: "active-basins", values: [basin.name] }]);
  });

  test.for(["minute", "hour", "day"] as const)("counts operations by the %s", async (interval, { s2, used, clock }) => {
    const metrics = await s2.metrics.account({
      set: "account-ops",
      ...used,
      start: clock.now() / 1000 - 86_400,
      interval,
    });
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect(metric).toMatchObject({ kind: "accumulation", unit: "operations", interval });
    expect(total(metrics, "create-basin")).toBe(1);
  });

  test.for(["hour", "day"] as const)(
    "estimates the cost in dollars by the %s",
    async (interval, { s2, used, clock }) => {
      await clock.advance(3_600_000);
      const range = { start: used.start, end: new Date(clock.now()) };
      const metrics = await s2.metrics.account({ set: "estimated-billable-usage", ...range, interval });
      for (const metric of metrics) expect(metric).toMatchObject({ kind: "accumulation", unit: "usd", interval });
      expect(total(metrics, "total")).toBeGreaterThan(0);
    },
  );
});

describe.skipIf(onOtherServer)("basin", () => {
  test.for([
    ["append-ops", "operations"],
    ["read-ops", "operations"],
    ["append-throughput", "bytes"],
    ["read-throughput", "bytes"],
    ["basin-ops", "operations"],
  ] as const)("gives %s in %s", async ([set, unit], { s2, basin, used }) => {
    const metrics = await s2.metrics.basin(basin.name, { set, ...used, interval: "minute" });
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect(metric).toMatchObject({ kind: "accumulation", unit, interval: "minute" });
  });

  test("gives what is stored, by the hour", async ({ s2, basin, used }) => {
    const [metric] = await s2.metrics.basin(basin.name, { set: "storage", ...used, interval: "hour" });
    expect(metric).toMatchObject({ kind: "gauge", unit: "bytes" });
  });

  test("gives points in order, with their times as dates", async ({ s2, basin, used }) => {
    const metrics = await s2.metrics.basin(basin.name, { set: "append-throughput", ...used });
    const [metric] = metrics as readonly AccumulationMetric[];
    expect(metric?.values).toHaveLength(1);
    const [point] = metric?.values ?? [];
    expect(point?.value).toBe(16);
    expect(point?.time).toBeInstanceOf(Date);
    expect(used.end.getTime() - (point?.time.getTime() ?? 0)).toBeLessThan(120_000);
  });

  test("is empty for the far past", async ({ s2, basin }) => {
    const past = { start: new Date(0), end: new Date(3_600_000) };
    expect(await s2.metrics.basin(basin.name, { set: "append-ops", ...past })).toEqual([]);
  });
});

describe.skipIf(onOtherServer)("stream", () => {
  test("gives what is stored, by the minute", async ({ s2, basin, used }) => {
    const [metric] = await s2.metrics.stream(basin.name, "events", { set: "storage", ...used, interval: "minute" });
    expect(metric).toMatchObject({ kind: "gauge", unit: "bytes", values: [{ value: 16 }] });
  });
});

describe.skipIf(onOtherServer)("a range that the service refuses", () => {
  test.for([
    ["no start", { end: 2_000 }],
    ["no end", { start: 1_000 }],
    ["neither", {}],
  ])("with %s fails with invalid in the typed functions", async ([, query], { s2 }) => {
    const set = "account-ops";
    const asking = rest.unwrap(rest.accountMetrics(s2.rest, { query: { set, ...(query as object) } }));
    await expect(asking).rejects.toMatchObject({ code: "invalid", status: 422 });
  });

  test("that ends ten minutes ahead fails with invalid", async ({ s2, clock }) => {
    const range = { start: new Date(clock.now() - 60_000), end: new Date(clock.now() + 600_000) };
    const asking = s2.metrics.account({ set: "account-ops", ...range });
    await expect(asking).rejects.toMatchObject({ code: "invalid", status: 422 });
  });
});
