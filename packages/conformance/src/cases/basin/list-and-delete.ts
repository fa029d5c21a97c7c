import assert from "node:assert/strict";
import type { BasinInfo } from "../../harness/basin-handle.js";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import { type QueryValues, queryText } from "../../harness/query.js";

interface BasinPage {
  basins: BasinInfo[];
  has_more: boolean;
}

async function list(context: CaseContext, query: QueryValues): Promise<{ names: string[]; hasMore: boolean }> {
  const reply = await context.request("GET", `/v1/basins${queryText(query)}`);
  expectStatus(reply, 200);
  const page = reply.json<BasinPage>();
  return { names: page.basins.map(({ name }) => name), hasMore: page.has_more };
}

export const basinListCases: ConformanceCase[] = casesFor("basin.list", [
  {
    name: "empty",
    proves: "a prefix without a match is answered with an empty list and no more",
    run: async (context) => {
      const reply = await context.request("GET", `/v1/basins?prefix=${context.uniqueName("none")}`);
      expectJson(reply, 200, { basins: [], has_more: false });
    },
  },
  {
    name: "paging",
    proves: "pages follow each other by start_after in byte order, and has_more says whether another match exists",
    run: async (context) => {
      const prefix = context.uniqueName("page");
      const names = ["a", "a-", "a0", "aa", "b", "b9", "c"].map((ending) => `${prefix}-${ending}z`).sort();
      for (const name of [...names].reverse()) expectStatus(await context.basinNamed(name).create(), 201);
      assert.deepEqual(await list(context, { prefix }), { names, hasMore: false });
      assert.deepEqual(await list(context, { prefix, limit: 3 }), { names: names.slice(0, 3), hasMore: true });
      const second = await list(context, { prefix, limit: 3, start_after: names[2] });
      assert.deepEqual(second, { names: names.slice(3, 6), hasMore: true });
      const last = await list(context, { prefix, limit: 3, start_after: names[5] });
      assert.deepEqual(last, { names: names.slice(6), hasMore: false });
      const exact = await list(context, { prefix, limit: 7 });
      assert.deepEqual(exact, { names, hasMore: false });
    },
  },
  {
    name: "start-after-is-strict",
    proves: "start_after excludes itself, need not exist, and may lie before or beyond the prefix",
    run: async (context) => {
      const prefix = context.uniqueName("after");
      const names = [`${prefix}-a`, `${prefix}-c`];
      for (const name of names) expectStatus(await context.basinNamed(name).create(), 201);
      assert.deepEqual((await list(context, { prefix, start_after: `${prefix}-b` })).names, [`${prefix}-c`]);
      assert.deepEqual((await list(context, { prefix, start_after: "a" })).names, names);
      assert.deepEqual(await list(context, { prefix, start_after: "zzz" }), { names: [], hasMore: false });
      assert.deepEqual((await list(context, { prefix, start_after: `${prefix}-` })).names, names);
    },
  },
  {
    name: "limits",
    proves: "a limit of 0 or beyond 1000 means 1000",
    run: async (context) => {
      const prefix = (await context.newBasin()).name;
      for (const limit of [0, 1000, 1500, "18446744073709551615"]) {
        assert.deepEqual((await list(context, { prefix, limit })).names, [prefix]);
      }
    },
  },
  {
    name: "bad-arguments",
    proves: "a prefix or start_after that no name could have is answered 400 bad_query",
    run: async (context) => {
      const rows = ["UPPER", "under_score", "-first", "x".repeat(49), "ä"];
      await forEachRow(rows, async (value) => {
        expectError(await context.request("GET", `/v1/basins?prefix=${encodeURIComponent(value)}`), 400, "bad_query");
        expectError(
          await context.request("GET", `/v1/basins?start_after=${encodeURIComponent(value)}`),
          400,
          "bad_query",
        );
      });
      expectError(await context.request("GET", "/v1/basins?limit=x"), 400, "bad_query");
      for (const value of ["", "a", "a-", "x".repeat(48)]) {
        expectStatus(await context.request("GET", `/v1/basins?prefix=${value}&start_after=${value}`), 200);
      }
    },
  },
]);

export const basinDeleteCases: ConformanceCase[] = casesFor("basin.delete", [
  {
    name: "empty-basin-goes",
    proves: "deleting an empty basin is answered 202 without body; it disappears and its name is free again",
    run: async (context) => {
      const basin = await context.newBasin();
      const reply = await basin.delete();
      expectStatus(reply, 202);
      assert.equal(reply.text, "");
      await eventually(async () => expectError(await basin.config(), 404, "basin_not_found"));
      assert.equal(await basin.listed(), undefined);
      expectStatus(await basin.create(), 201);
    },
  },
  {
    name: "refuses-change-at-once",
    proves:
      "from the answer on, every change in the basin is 409 basin_deletion_pending or 404; if it is listed, then with deleted_at",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true });
      const stream = await basin.newStream();
      await stream.appendBodies("a");
      expectStatus(await basin.delete(), 202);
      const info = await basin.listed();
      if (info !== undefined) assert.notEqual(info.deleted_at, null);
      const refused = [
        await basin.reconfigure({}),
        await basin.stream("new").create(),
        await basin.stream("new").ensure(),
        await basin.stream("new").append({ records: [{}] }),
        await stream.reconfigure({}),
      ];
      for (const reply of refused) {
        if (reply.status === 409) expectError(reply, 409, "basin_deletion_pending");
        else assert.equal(reply.status, 404, reply.text);
      }
      const again = await basin.delete();
      assert(again.status === 202 || again.status === 404, again.text);
      const recreated = await basin.create();
      if (recreated.status !== 201) expectError(recreated, 409, "basin_deletion_pending");
    },
  },
  {
    name: "streams-go",
    proves: "deleting a basin deletes its streams",
    run: async (context) => {
      const basin = await context.newBasin();
      const streams = [await basin.newStream(), await basin.newStream()];
      for (const stream of streams) await stream.appendBodies("a");
      expectStatus(await basin.delete(), 202);
      await eventually(async () => {
        for (const stream of streams) {
          const { status } = await stream.checkTail();
          assert([404, 409].includes(status), `status ${status}`);
        }
      });
    },
  },
  {
    name: "name-is-free-again",
    proves: "a basin that had streams disappears in the end and can be created anew, empty",
    tags: ["slow"],
    run: async (context) => {
      const basin = await context.newBasin();
      await (await basin.newStream()).appendBodies("a");
      expectStatus(await basin.delete(), 202);
      await eventually(async () => expectStatus(await basin.create(), 201), 150_000);
      assert.deepEqual(await basin.streamNames(), []);
    },
  },
]);

export const basinHeaderCases: ConformanceCase[] = casesFor("basin.header", [
  {
    name: "missing-or-invalid",
    proves: "a stream route without a valid s2-basin header is answered 400 bad_header",
    run: async (context) => {
      const paths = ["/v1/streams", "/v1/streams/s", "/v1/streams/s/records", "/v1/streams/s/records/tail"];
      const values = [undefined, "", "short", "UPPER-CASE", "under_score", "x".repeat(49), "b\u00e4sin-name"];
      const rows = paths.flatMap((path) => values.map((value) => ({ path, value })));
      await forEachRow(rows, async ({ path, value }) => {
        expectError(await context.request("GET", path, { headers: { "s2-basin": value } }), 400, "bad_header");
      });
    },
  },
  {
    name: "first-one-counts",
    proves: "of two s2-basin headers the first counts",
    tags: ["lite-quirk"],
    run: async (context) => {
      const basin = await context.sharedBasin();
      const missing = context.uniqueName("missing");
      const list = (values: string[]) =>
        context.request("GET", "/v1/streams?limit=1", { headers: { "s2-basin": values } });
      expectStatus(await list([basin.name, missing]), 200);
      expectError(await list([missing, basin.name]), 404, "basin_not_found");
    },
  },
  {
    name: "not-needed-for-basins",
    proves: "routes about basins take no s2-basin header",
    run: async (context) => {
      const basin = await context.sharedBasin();
      const headers = { "s2-basin": "not a basin" };
      expectStatus(await context.request("GET", basin.path, { headers }), 200);
    },
  },
]);
