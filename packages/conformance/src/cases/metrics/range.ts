import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { askMetrics, DAY_SECONDS, type Metric } from "../../harness/metrics.js";
import type { QueryValues } from "../../harness/query.js";

/** Each level with a set that it has. */
const LEVELS: readonly (readonly [path: string, set: string])[] = [
  ["", "account-ops"],
  ["/case-basin", "append-ops"],
  ["/case-basin/stream", "storage"],
];

export const metricsRangeCases: ConformanceCase[] = casesFor("metrics.range", [
  {
    name: "needed-and-bounded",
    proves: "a range without start or end, reversed, ahead of time or wider than 90 days is answered 422 invalid",
    tags: ["not-lite"],
    run: async (context) => {
      const now = Math.floor(Date.now() / 1000);
      const ranges: QueryValues[] = [
        {},
        { start: 0 },
        { end: 60 },
        { start: 61, end: 60 },
        { start: now, end: now + 600 },
        { start: 0, end: 90 * DAY_SECONDS + 1 },
      ];
      const rows = LEVELS.flatMap(([path, set]) => ranges.map((range) => ({ path, query: { set, ...range } })));
      await forEachRow(rows, async ({ path, query }) =>
        expectError(await askMetrics(context, path, query), 422, "invalid"),
      );
    },
  },
  {
    name: "far-past",
    proves: "a range of 90 days in the far past is answered 200 without points",
    tags: ["not-lite"],
    run: async (context) => {
      await forEachRow(LEVELS, async ([path, set]) => {
        const reply = await askMetrics(context, path, { set, start: 0, end: 90 * DAY_SECONDS });
        expectStatus(reply, 200);
        for (const metric of reply.json<{ values: Metric[] }>().values) {
          const [{ values }] = Object.values(metric) as [{ values: unknown[] }];
          assert.deepEqual(values, []);
        }
      });
    },
  },
  {
    name: "by-the-minute-has-no-price",
    proves: "billed usage by the minute is answered 422 invalid",
    tags: ["not-lite"],
    run: async (context) => {
      const query = { set: "estimated-billable-usage", interval: "minute", start: 0, end: 60 };
      expectError(await askMetrics(context, "", query), 422, "invalid");
    },
  },
  {
    name: "what-cannot-be-read",
    proves: "no set, one of another level, an unknown interval, or a time beyond 32 bits is answered 400 bad_query",
    // s2-lite reads the query before it says that it has no metrics.
    tags: ["lite-quirk"],
    run: async (context) => {
      const range = { start: 0, end: 60 };
      const rows: { path: string; query: QueryValues }[] = [
        { path: "", query: range },
        { path: "", query: { ...range, set: "weather" } },
        { path: "", query: { ...range, set: "append-ops" } },
        { path: "/case-basin", query: { ...range, set: "account-ops" } },
        { path: "/case-basin/stream", query: { ...range, set: "append-ops" } },
        { path: "", query: { ...range, set: "account-ops", interval: "year" } },
        { path: "", query: { set: "account-ops", start: 4_294_967_296, end: 60 } },
        { path: "", query: { set: "account-ops", start: -1, end: 60 } },
      ];
      await forEachRow(rows, async ({ path, query }) =>
        expectError(await askMetrics(context, path, query), 400, "bad_query"),
      );
    },
  },
  {
    name: "bad-names",
    proves: "names that no basin or stream can have are answered 400 bad_path",
    tags: ["lite-quirk"],
    run: async (context) => {
      const query = { set: "storage", start: 0, end: 60 };
      for (const path of ["/short", "/Upper-case", "/case-basin/%2e%2e", `/case-basin/${"x".repeat(513)}`]) {
        expectError(await askMetrics(context, path, query), 400, "bad_path");
      }
    },
  },
]);
