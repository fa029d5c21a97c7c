import assert from "node:assert/strict";
import type { BasinHandle, StreamInfo } from "../../harness/basin-handle.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectJson, expectStatus, forEachRow } from "../../harness/expectations.js";
import type { QueryValues } from "../../harness/query.js";

async function page(basin: BasinHandle, query: QueryValues): Promise<{ names: string[]; hasMore: boolean }> {
  const reply = await basin.listStreams(query);
  expectStatus(reply, 200);
  const { streams, has_more } = reply.json<{ streams: StreamInfo[]; has_more: boolean }>();
  return { names: streams.map(({ name }) => name), hasMore: has_more };
}

async function create(basin: BasinHandle, names: readonly string[]): Promise<void> {
  for (let start = 0; start < names.length; start += 50) {
    const replies = await Promise.all(names.slice(start, start + 50).map((name) => basin.stream(name).create()));
    for (const reply of replies) expectStatus(reply, 201);
  }
}

export const streamListCases: ConformanceCase[] = casesFor("stream.list", [
  {
    name: "empty",
    proves: "a basin without streams lists none and has no more",
    run: async (context) => {
      expectJson(await (await context.newBasin()).listStreams(), 200, { streams: [], has_more: false });
    },
  },
  {
    name: "missing-basin",
    proves: "listing a basin that does not exist is answered 404 basin_not_found",
    run: async (context) => {
      expectError(await context.basinNamed(context.uniqueName("missing")).listStreams(), 404, "basin_not_found");
    },
  },
  {
    name: "byte-order",
    proves: "streams are listed by the UTF-8 bytes of their names, not by UTF-16 units",
    run: async (context) => {
      const basin = await context.newBasin();
      await create(basin, ["\u{1f600}", "\uff5e", "b", "B", "a/b", "a", "a-", "é", "\u0001"]);
      assert.deepEqual(await basin.streamNames(), ["\u0001", "B", "a", "a-", "a/b", "b", "é", "\uff5e", "\u{1f600}"]);
    },
  },
  {
    name: "paging",
    proves: "fifteen streams come in pages of five, each after the last name of the page before",
    run: async (context) => {
      const basin = await context.newBasin();
      const names = Array.from({ length: 15 }, (_, index) => `stream-${String(index).padStart(2, "0")}`);
      await create(basin, names);
      let startAfter: string | undefined;
      for (const first of [0, 5, 10]) {
        const { names: found, hasMore } = await page(basin, { limit: 5, start_after: startAfter });
        assert.deepEqual(found, names.slice(first, first + 5));
        assert.equal(hasMore, first < 10);
        startAfter = found.at(-1);
      }
      assert.deepEqual(await page(basin, { start_after: startAfter }), { names: [], hasMore: false });
    },
  },
  {
    name: "prefix-and-paging",
    proves: "a prefix limits pages and has_more to its matches, by bytes",
    run: async (context) => {
      const basin = await context.newBasin();
      await create(basin, ["a", "logs/1", "logs/2", "logs/é", "logs0", "z"]);
      assert.deepEqual(await page(basin, { prefix: "logs/" }), {
        names: ["logs/1", "logs/2", "logs/é"],
        hasMore: false,
      });
      assert.deepEqual(await page(basin, { prefix: "logs/", limit: 2 }), {
        names: ["logs/1", "logs/2"],
        hasMore: true,
      });
      const rest = await page(basin, { prefix: "logs/", limit: 2, start_after: "logs/2" });
      assert.deepEqual(rest, { names: ["logs/é"], hasMore: false });
      assert.deepEqual((await page(basin, { prefix: "logs/", start_after: "a" })).names.length, 3);
      assert.deepEqual(await page(basin, { prefix: "logs/", start_after: "z" }), { names: [], hasMore: false });
      assert.deepEqual(await page(basin, { prefix: "none" }), { names: [], hasMore: false });
    },
  },
  {
    name: "page-of-1000",
    proves: "of 1005 streams a page has 1000 and says that there are more; limit 0 and 1500 mean 1000",
    run: async (context) => {
      const basin = await context.newBasin();
      const names = Array.from({ length: 1005 }, (_, index) => `s${String(index).padStart(4, "0")}`);
      await create(basin, names);
      for (const limit of [undefined, 0, 1000, 1500]) {
        const { names: found, hasMore } = await page(basin, { limit });
        assert.equal(found.length, 1000);
        assert.equal(hasMore, true);
      }
      assert.deepEqual(await page(basin, { start_after: names[999] }), { names: names.slice(1000), hasMore: false });
    },
  },
  {
    name: "bad-arguments",
    proves: "a prefix or start_after of more than 512 bytes or with NUL is answered 400 bad_query; dots are fine",
    run: async (context) => {
      const basin = await context.sharedBasin();
      await forEachRow(["x".repeat(513), "é".repeat(257), "a\u0000"], async (value) => {
        expectError(await basin.listStreams({ prefix: value }), 400, "bad_query");
        expectError(await basin.listStreams({ start_after: value }), 400, "bad_query");
      });
      for (const value of ["", ".", "..", "x".repeat(512)]) {
        expectStatus(await basin.listStreams({ prefix: value, start_after: value, limit: 1 }), 200);
      }
    },
  },
]);

export const streamDeleteCases: ConformanceCase[] = casesFor("stream.delete", [
  {
    name: "gone-and-new",
    proves:
      "a deleted stream is answered 202 without body, goes away, and begins anew at 0 without fencing token when created again",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ headers: [["", "fence"]], body: "token" }, { body: "a" }]);
      const reply = await stream.delete();
      expectStatus(reply, 202);
      assert.equal(reply.text, "");
      await eventually(async () => expectError(await stream.checkTail(), 404, "stream_not_found"));
      assert.equal(await stream.listed(), undefined);
      expectStatus(await stream.create(), 201);
      assert.deepEqual(await stream.tail(), { seq_num: 0, timestamp: 0 });
      const { start } = await stream.appendRecords([{ body: "b" }], { fencing_token: "" });
      assert.equal(start.seq_num, 0);
      assert.deepEqual(await stream.bodies(), ["b"]);
    },
  },
  {
    name: "refuses-use-at-once",
    proves: "from the answer on, every use is 409 stream_deletion_pending or 404 stream_not_found",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendBodies("a");
      expectStatus(await stream.delete(), 202);
      const replies = [
        await stream.append({ records: [{}] }),
        await stream.read({ seq_num: 0 }),
        await stream.checkTail(),
        await stream.config(),
        await stream.reconfigure({}),
        await stream.openSse({ seq_num: 0 }).reply(),
        await stream.openAppend().reply(),
      ];
      for (const refused of replies) {
        if (refused.status === 404) expectError(refused, 404, "stream_not_found");
        else expectError(refused, 409, "stream_deletion_pending");
      }
    },
  },
  {
    name: "missing",
    proves: "deleting a stream that does not exist is answered 404 stream_not_found, in a missing basin too",
    run: async (context) => {
      expectError(await (await context.sharedBasin()).missingStream().delete(), 404, "stream_not_found");
    },
  },
  {
    name: "missing-basin",
    proves: "deleting a stream in a missing basin is answered 404 stream_not_found",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = context.basinNamed(context.uniqueName("missing")).stream("s");
      expectError(await stream.delete(), 404, "stream_not_found");
    },
  },
  {
    name: "again",
    proves: "DELETE again is 202 while the deletion is under way and 404 afterwards; creating is 409 until then",
    run: async (context) => {
      const stream = await context.newStream();
      expectStatus(await stream.delete(), 202);
      const again = await stream.delete();
      if (again.status === 404) expectError(again, 404, "stream_not_found");
      else if (again.status !== 202) expectError(again, 409, "transaction_conflict");
      for (const reply of [await stream.create(), await stream.ensure()]) {
        if (reply.status === 409) assert.match(reply.text, /stream_deletion_pending|resource_already_exists/);
        else assert(reply.status === 201 || reply.status === 200, reply.text);
      }
    },
  },
  {
    name: "encrypted-without-key",
    proves: "an encrypted stream can be deleted without its key",
    run: async (context) => {
      const basin = await context.newBasin({ stream_cipher: "aegis-256" });
      const stream = await basin.newStream();
      expectStatus(await stream.delete(), 202);
      await eventually(async () => expectError(await stream.checkTail(), 404, "stream_not_found"));
    },
  },
]);

export const checkTailCases: ConformanceCase[] = casesFor("stream.check-tail", [
  {
    name: "zero-then-ack",
    proves: "the tail of a new stream is zero, and equals the end of the last ack afterwards",
    run: async (context) => {
      const stream = await context.newStream();
      expectJson(await stream.checkTail(), 200, { tail: { seq_num: 0, timestamp: 0 } });
      const { end } = await stream.appendBodies("a", "b");
      expectJson(await stream.checkTail(), 200, { tail: { ...end } });
    },
  },
  {
    name: "missing",
    proves: "the tail of a missing stream is 404 stream_not_found, in a missing basin 404 basin_not_found",
    run: async (context) => {
      expectError(await (await context.sharedBasin()).missingStream().checkTail(), 404, "stream_not_found");
      const elsewhere = context.basinNamed(context.uniqueName("missing")).stream("s");
      expectError(await elsewhere.checkTail(), 404, "basin_not_found");
    },
  },
]);
