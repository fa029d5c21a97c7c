import { describe, expect } from "vitest";
import type { EmbeddedServer, ManualClock } from "../../src/index.js";
import { append, BASIN, http, test } from "../harness.js";

const HOUR = 3_600;
const DAY = 86_400;

async function metrics(server: EmbeddedServer, path: string, query: Record<string, string | number>) {
  const answer = await http(
    server,
    "GET",
    `/v1/metrics${path}?${new URLSearchParams(query as Record<string, string>)}`,
  );
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.json.values;
}

/** The last day, up to now. */
const lastDay = (clock: ManualClock) => {
  const now = Math.floor(clock.now() / 1000);
  return { start: now - DAY, end: now + 1 };
};

const floorTo = (clock: ManualClock, width: number): number => Math.floor(clock.now() / 1000 / width) * width;

describe("metrics of a basin", () => {
  test("count appended batches and bytes by storage class", async ({ timedServer: server, clock }) => {
    await append(server, "s", "12", "34");
    await append(server, "s", "");
    const minute = floorTo(clock, 60);
    const query = { ...lastDay(clock), set: "append-ops" };
    expect(await metrics(server, `/${BASIN}`, query)).toEqual([
      { accumulation: { name: "express", unit: "operations", interval: "minute", values: [[minute, 2]] } },
    ]);
    expect(await metrics(server, `/${BASIN}`, { ...query, set: "append-throughput", interval: "day" })).toEqual([
      { accumulation: { name: "express", unit: "bytes", interval: "day", values: [[floorTo(clock, DAY), 28]] } },
    ]);
  });

  test("count reads by the way of reading", async ({ timedServer: server, clock }) => {
    await append(server, "s", "12");
    await http(server, "GET", "/v1/streams/s/records?seq_num=0");
    await http(server, "GET", "/v1/streams/s/records?seq_num=0&count=1", { headers: { accept: "text/event-stream" } });
    const query = { ...lastDay(clock), set: "read-ops", interval: "hour" };
    const hour = floorTo(clock, HOUR);
    expect(await metrics(server, `/${BASIN}`, query)).toEqual([
      { accumulation: { name: "unary", unit: "operations", interval: "hour", values: [[hour, 1]] } },
      { accumulation: { name: "streaming", unit: "operations", interval: "hour", values: [[hour, 1]] } },
    ]);
    const [{ accumulation }] = await metrics(server, `/${BASIN}`, { ...query, set: "read-throughput" });
    expect(accumulation.values).toEqual([[hour, 20]]);
  });

  test("count operations on streams", async ({ timedServer: server, clock }) => {
    await http(server, "GET", "/v1/streams");
    await http(server, "PUT", "/v1/streams/s");
    await http(server, "GET", "/v1/streams/s/records/tail");
    await http(server, "GET", "/v1/streams/s/records/tail");
    const series = await metrics(server, `/${BASIN}`, { ...lastDay(clock), set: "basin-ops" });
    const counts = series.map(({ accumulation }: { accumulation: { name: string; values: number[][] } }) => [
      accumulation.name,
      accumulation.values[0]![1],
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      "list-streams": 1,
      "create-stream": 1,
      "check-tail": 2,
      "basin-metrics": 1,
    });
  });

  test("show what is stored, over time, for the basin and for each stream", async ({ timedServer: server, clock }) => {
    const start = floorTo(clock, 60);
    await append(server, "s", "12");
    await append(server, "t", "");
    await clock.advance(120_000);
    await http(server, "DELETE", "/v1/streams/s");
    await clock.advance(60_000);
    const query = { start, end: start + 240, set: "storage", interval: "minute" };
    const [basin] = await metrics(server, `/${BASIN}`, query);
    const at = (...levels: number[]): number[][] => levels.map((level, index) => [start + index * 60, level]);
    expect(basin).toEqual({ gauge: { name: "storage", unit: "bytes", values: at(18, 18, 8, 8) } });
    const [stream] = await metrics(server, `/${BASIN}/s`, query);
    expect(stream.gauge.values).toEqual(at(10, 10, 0, 0));
    const [unknown] = await metrics(server, `/${BASIN}/nothing`, query);
    expect(unknown.gauge.values).toEqual([]);
  });
});

describe("metrics of the account", () => {
  test("count operations, this one included, and name the basins that held records", async ({
    timedServer: server,
    clock,
  }) => {
    await http(server, "PUT", "/v1/basins/idle-basin");
    await append(server, "s", "x");
    const ops = await metrics(server, "", { ...lastDay(clock), set: "account-ops" });
    const series = (name: string) => ({
      accumulation: { name, unit: "operations", interval: "hour", values: [[floorTo(clock, HOUR), 1]] },
    });
    expect(ops).toEqual([series("create-basin"), series("account-metrics")]);
    const query = { ...lastDay(clock), set: "active-basins" };
    expect(await metrics(server, "", query)).toEqual([{ label: { name: "active-basins", values: [BASIN] } }]);
    expect(await metrics(server, "", { ...query, start: 0, end: DAY })).toEqual([
      { label: { name: "active-basins", values: [] } },
    ]);
  });

  test("estimate the bill from full hours, with a total", async ({ timedServer: server, clock }) => {
    await append(server, "s", "x".repeat(100_000));
    const query = () => ({ ...lastDay(clock), set: "estimated-billable-usage" });
    const amounts = async (interval: string): Promise<Record<string, number>> => {
      const series = await metrics(server, "", { ...query(), interval });
      return Object.fromEntries(
        series.map(
          ({
            accumulation: { name, unit, values },
          }: {
            accumulation: { name: string; unit: string; values: number[][] };
          }) => {
            expect(unit).toBe("usd");
            return [name, values.reduce((sum, [, value]) => sum + value!, 0)];
          },
        ),
      );
    };
    expect((await amounts("hour"))["total"]).toBe(0);
    await clock.advance(2 * HOUR * 1000);
    for (const interval of ["hour", "day"]) {
      const { total, ...dimensions } = await amounts(interval);
      expect(Object.keys(dimensions)).toEqual([
        "storage",
        "append-throughput",
        "read-throughput",
        "append-ops",
        "read-ops",
      ]);
      expect(total).toBeGreaterThan(0);
      expect(total).toBeCloseTo(
        Object.values(dimensions).reduce((sum, value) => sum + value, 0),
        12,
      );
    }
  });
});

describe("what is asked of metrics", () => {
  const now = Math.floor(Date.now() / 1000);
  test.for([
    ["no set", `start=0&end=60`, 400],
    ["an unknown set", `set=weather&start=0&end=60`, 400],
    ["a set of another level", `set=append-ops&start=0&end=60`, 400],
    ["an unknown interval", `set=account-ops&start=0&end=60&interval=year`, 400],
    ["a start of more than 32 bits", `set=account-ops&start=4294967296&end=60`, 400],
    ["no start", `set=account-ops&end=60`, 422],
    ["no end", `set=account-ops&start=0`, 422],
    ["neither", `set=account-ops`, 422],
    ["a reversed range", `set=account-ops&start=61&end=60`, 422],
    ["an end ten minutes ahead", `set=account-ops&start=${now}&end=${now + 600}`, 422],
    ["more than 90 days", `set=account-ops&start=0&end=${90 * DAY + 1}`, 422],
    ["a bill by the minute", `set=estimated-billable-usage&start=0&end=60&interval=minute`, 422],
    ["90 days long ago", `set=account-ops&start=0&end=${90 * DAY}`, 200],
    ["an empty range", `set=account-ops&start=60&end=60`, 200],
  ] as const)("%s is answered as it deserves", async ([, query, status], { server }) => {
    expect((await http(server, "GET", `/v1/metrics?${query}`)).status).toBe(status);
  });
});
