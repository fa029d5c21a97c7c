import assert from "node:assert/strict";
import { ALL_RESOURCES, bearer, expectDenied, newToken } from "../../harness/access-tokens.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { eventually, expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import { fence } from "../../harness/stream-handle.js";
import type { JsonInput } from "../../wire/exact-json.js";

const DATA_OPERATIONS = ["append", "read", "check-tail", "trim", "fence"] as const;

export const tokenScopeCases: ConformanceCase[] = casesFor("access-token.scope", [
  {
    name: "single-operations",
    proves: "a token for one operation on records permits that one and answers 403 permission_denied to the others",
    tags: ["not-lite"],
    run: async (context) => {
      const stream = await context.newStream();
      const append = (record: { [key: string]: JsonInput }, token: string) =>
        stream.append({ records: [record] }, bearer(token));
      const calls: Record<(typeof DATA_OPERATIONS)[number], (token: string) => ReturnType<typeof append>> = {
        append: (token) => append({ body: "x" }, token),
        read: (token) => stream.read({ count: 0, seq_num: 0 }, bearer(token)),
        "check-tail": (token) => stream.checkTail(bearer(token)),
        trim: (token) => append({ headers: [["", "trim"]], body: "\0\0\0\0\0\0\0\0" }, token),
        fence: (token) => append({ headers: [["", "fence"]], body: "" }, token),
      };
      await forEachRow(DATA_OPERATIONS, async (operation) => {
        const token = await newToken(context, { ...ALL_RESOURCES, ops: [operation] });
        for (const other of DATA_OPERATIONS) {
          const reply = await calls[other](token);
          if (other === operation) expectStatus(reply, 200);
          else expectDenied(reply);
        }
      });
    },
  },
  {
    name: "groups",
    proves: "a group permits its operations of its kind and no others, and adds to single operations",
    tags: ["not-lite"],
    run: async (context) => {
      const stream = await context.newStream();
      const token = await newToken(context, {
        ...ALL_RESOURCES,
        op_groups: { account: { read: true }, stream: { read: true, write: false } },
        ops: ["append"],
      });
      const headers = bearer(token);
      expectStatus(await stream.checkTail(headers), 200);
      expectStatus(await stream.append({ records: [{}] }, headers), 200);
      expectStatus(await context.request("GET", "/v1/basins?limit=1", { headers }), 200);
      expectDenied(await stream.append({ records: [{ headers: [["", "fence"]], body: "" }] }, headers));
      expectDenied(await stream.request("GET", "/v1/streams", { headers }));
      expectDenied(await context.request("GET", stream.basin.path, { headers }));
      expectDenied(await context.request("DELETE", stream.basin.path, { headers }));
    },
  },
  {
    name: "basins",
    proves: "a token for one basin, or for those of a prefix, is answered 403 for every other, existing or not",
    tags: ["not-lite"],
    run: async (context) => {
      const own = await context.newBasin();
      const other = await context.newBasin();
      await forEachRow([{ exact: own.name }, { prefix: own.name }], async (basins) => {
        const groups = { account: { read: true }, basin: { read: true } };
        const headers = bearer(await newToken(context, { ...ALL_RESOURCES, basins, op_groups: groups }));
        expectStatus(await context.request("GET", own.path, { headers }), 200);
        expectStatus(await own.request("GET", "/v1/streams", { headers }), 200);
        expectDenied(await context.request("GET", other.path, { headers }));
        expectDenied(await other.request("GET", "/v1/streams", { headers }));
        expectDenied(await context.request("GET", `/v1/basins/${context.uniqueName("missing")}`, { headers }));
        const { basins: listed } = (await context.request("GET", "/v1/basins", { headers })).json<{
          basins: { name: string }[];
        }>();
        assert.deepEqual(
          listed.map(({ name }) => name),
          [own.name],
        );
      });
    },
  },
  {
    name: "streams",
    proves: "a token for streams of a prefix makes, uses and lists those, and is answered 403 for every other",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      expectStatus(await basin.stream("b/1").create(), 201);
      const groups = { basin: { read: true, write: true }, stream: { read: true, write: true } };
      const headers = bearer(
        await newToken(context, { ...ALL_RESOURCES, streams: { prefix: "a/" }, op_groups: groups }),
      );
      const create = (stream: string) => basin.request("POST", "/v1/streams", { json: { stream }, headers });
      expectStatus(await create("a/1"), 201);
      expectDenied(await create("c"));
      expectStatus(await basin.stream("a/1").append({ records: [{}] }, headers), 200);
      expectDenied(await basin.stream("b/1").append({ records: [{}] }, headers));
      expectDenied(await basin.stream("b/1").read({ seq_num: 0 }, headers));
      const { streams } = (await basin.request("GET", "/v1/streams", { headers })).json<{
        streams: { name: string }[];
      }>();
      assert.deepEqual(
        streams.map(({ name }) => name),
        ["a/1"],
      );
    },
  },
  {
    name: "exact-and-empty-is-none",
    proves: "an exact set with the empty name holds nothing, a prefix set with the empty prefix everything",
    tags: ["not-lite"],
    run: async (context) => {
      const stream = await context.newStream();
      const read = async (streams: { exact: string } | { prefix: string }) => {
        const token = await newToken(context, { ...ALL_RESOURCES, streams, ops: ["check-tail"] });
        return stream.checkTail(bearer(token));
      };
      expectDenied(await read({ exact: "" }));
      expectStatus(await read({ prefix: "" }), 200);
      expectStatus(await read({ exact: stream.name }), 200);
    },
  },
  {
    name: "sessions",
    proves: "a session is refused like a single request before its answer begins, and an input that needs more ends it",
    tags: ["not-lite"],
    run: async (context) => {
      const stream = await context.newStream();
      const readOnly = await newToken(context, { ...ALL_RESOURCES, ops: ["read"] });
      const appendOnly = await newToken(context, { ...ALL_RESOURCES, ops: ["append"] });
      expectDenied(await stream.openAppend(bearer(readOnly)).reply());
      expectDenied(await stream.openRead({ seq_num: 0 }, bearer(appendOnly)).reply());
      expectDenied(await stream.openSse({ seq_num: 0 }, bearer(appendOnly)).reply());
      const session = stream.openAppend(bearer(appendOnly));
      session.send({ records: [{}] });
      session.send({ records: [fence("token")] });
      await session.nextAck();
      await session.expectTerminalError(403, "permission_denied");
      assert.equal((await stream.tail()).seq_num, 1);
    },
  },
  {
    name: "expired",
    proves: "a token is answered 401 authn from its end on",
    // Whose clock counts is known only there.
    tags: ["embedded-only"],
    run: async (context) => {
      const end = Math.ceil(Date.now() / 1000 + 1) * 1000;
      const expires_at = new Date(end).toISOString();
      const token = await newToken(context, { ...ALL_RESOURCES, ops: ["list-basins"] }, { expires_at });
      const use = () => context.request("GET", "/v1/basins?limit=1", { headers: bearer(token) });
      const early = await use();
      if (early.status !== 200) assert.ok(Date.now() >= end, early.text);
      await eventually(async () => expectError(await use(), 401, "authn"));
      assert.ok(Date.now() >= end);
    },
  },
]);

export const tokenAutoPrefixCases: ConformanceCase[] = casesFor("access-token.auto-prefix", [
  {
    name: "without-the-prefix",
    proves: "its holder creates, appends to and lists streams without the prefix, with which everyone else sees them",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      const groups = { basin: { read: true, write: true }, stream: { read: true, write: true } };
      const scope = { ...ALL_RESOURCES, streams: { prefix: "tenant/" }, op_groups: groups };
      const headers = bearer(await newToken(context, scope, { auto_prefix_streams: true }));
      const created = await basin.request("POST", "/v1/streams", { json: { stream: "s" }, headers });
      expectStatus(created, 201);
      assert.equal(created.json<{ name: string }>().name, "s");
      expectStatus(await basin.stream("s").append({ records: [{ body: "x" }] }, headers), 200);
      const names = async (query: string, own: { authorization?: string } = {}): Promise<string[]> => {
        const reply = await basin.request("GET", `/v1/streams${query}`, { headers: { ...own } });
        return reply.json<{ streams: { name: string }[] }>().streams.map(({ name }) => name);
      };
      expectStatus(await basin.stream("tenant/t").create(), 201);
      assert.deepEqual(await names("", headers), ["s", "t"]);
      assert.deepEqual(await names("?prefix=t", headers), ["t"]);
      assert.deepEqual(await names("?start_after=s", headers), ["t"]);
      assert.deepEqual(await names(""), ["tenant/s", "tenant/t"]);
      expectStatus(await basin.stream("tenant/s").read({ seq_num: 0, count: 1 }), 200);
      expectError(await basin.stream("tenant/s").checkTail(headers), 404, "stream_not_found");
    },
  },
]);
