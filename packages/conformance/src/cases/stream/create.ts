import assert from "node:assert/strict";
import type { StreamInfo } from "../../harness/basin-handle.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectProvisioned, expectStatus, forEachRow } from "../../harness/expectations.js";

const RFC3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

export const streamNameCases: ConformanceCase[] = casesFor("stream.name", [
  {
    name: "accepted",
    proves: "names of 1 to 512 bytes with any character but NUL are accepted, dots among others too",
    run: async (context) => {
      const basin = await context.newBasin();
      const names = [
        "x",
        "...",
        ".a",
        "a/b/c",
        "/",
        " ",
        "\t\n\u0001\u007f",
        "ünï☃😀",
        "x".repeat(512),
        "é".repeat(256),
      ];
      await forEachRow(names, async (name) => expectStatus(await basin.stream(name).create(), 201));
      const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.deepEqual(await basin.streamNames(), sorted);
    },
  },
  {
    name: "refused-in-body",
    proves: "an empty name, a dot, two dots, a NUL or more than 512 bytes in a body is answered 400 bad_json",
    run: async (context) => {
      const basin = await context.sharedBasin();
      await forEachRow(["", ".", "..", "a\u0000b", "x".repeat(513), "é".repeat(257)], async (name) => {
        expectError(await basin.stream(name).create(), 400, "bad_json");
      });
    },
  },
  {
    name: "case-sensitive",
    proves: "names that differ in case or in normalisation are different streams",
    run: async (context) => {
      const basin = await context.newBasin();
      for (const name of ["stream", "Stream", "caf\u00e9", "cafe\u0301"])
        expectStatus(await basin.stream(name).create(), 201);
      assert.equal((await basin.streamNames()).length, 4);
    },
  },
]);

export const streamCreateCases: ConformanceCase[] = casesFor("stream.create", [
  {
    name: "answers-info",
    proves: "a created stream is answered 201 with its name, times and cipher, and the result created; it begins empty",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const reply = await stream.create();
      expectProvisioned(reply, 201, "created");
      const info = reply.json<StreamInfo>();
      assert.match(info.created_at, RFC3339_UTC);
      assert.deepEqual(info, { name: stream.name, created_at: info.created_at, deleted_at: null, cipher: null });
      assert.deepEqual(await stream.listed(), info);
      assert.deepEqual(await stream.tail(), { seq_num: 0, timestamp: 0 });
    },
  },
  {
    name: "missing-basin",
    proves: "creating in a basin that does not exist is answered 404 basin_not_found, by POST, PUT and PATCH",
    run: async (context) => {
      const stream = context.basinNamed(context.uniqueName("missing")).stream("s");
      expectError(await stream.create(), 404, "basin_not_found");
      expectError(await stream.ensure(), 404, "basin_not_found");
      expectError(await stream.reconfigure({}), 404, "basin_not_found");
    },
  },
  {
    name: "without-token-twice",
    proves: "creating an existing stream without a request token is answered 409 resource_already_exists",
    run: async (context) => {
      const stream = await context.newStream();
      expectError(await stream.create(), 409, "resource_already_exists");
    },
  },
  {
    name: "replay-with-token",
    proves:
      "the same request with the same token again is answered 201 noop with the first info; another token or configuration 409",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const config = { retention_policy: { age: 60 } };
      const token = { "s2-request-token": "token-1" };
      const first = await stream.create({ config }, token);
      expectProvisioned(first, 201, "created");
      await stream.appendBodies("a");
      const second = await stream.create({ config }, token);
      expectProvisioned(second, 201, "noop");
      assert.deepEqual(second.json(), first.json());
      expectError(await stream.create({}, token), 409, "resource_already_exists");
      expectError(await stream.create({ config }, { "s2-request-token": "token-2" }), 409, "resource_already_exists");
      expectError(await stream.create({ config }), 409, "resource_already_exists");
    },
  },
  {
    name: "replay-is-about-explicit-config",
    proves: "a replay compares what was given, not what it resolved to: changed basin defaults do not break it",
    run: async (context) => {
      const basin = await context.newBasin();
      const stream = basin.stream("events");
      const token = { "s2-request-token": "token" };
      expectProvisioned(await stream.create({ config: {} }, token), 201, "created");
      expectStatus(await basin.reconfigure({ default_stream_config: { retention_policy: { age: 5 } } }), 200);
      expectProvisioned(await stream.create({ config: {} }, token), 201, "noop");
      for (const config of [undefined, null, { timestamping: {} }, { storage_class: null }]) {
        expectProvisioned(await stream.create({ config }, token), 201, "noop");
      }
      const explicit = { config: { delete_on_empty: { min_age_secs: 0 } } };
      expectError(await stream.create(explicit, token), 409, "resource_already_exists");
    },
  },
  {
    name: "replay-after-change",
    proves: "a replay is recognised after PUT and PATCH changed the stream",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const token = { "s2-request-token": "" };
      expectProvisioned(await stream.create({}, token), 201, "created");
      expectProvisioned(await stream.ensure({ storage_class: "standard" }), 200, "updated");
      expectStatus(await stream.reconfigure({ retention_policy: { age: 9 } }), 200);
      expectProvisioned(await stream.create({}, token), 201, "noop");
    },
  },
  {
    name: "after-ensure",
    proves: "creating a stream that was made by PUT or by an append is answered 409",
    run: async (context) => {
      const basin = await context.newBasin({ create_stream_on_append: true });
      expectStatus(await basin.stream("ensured").ensure(), 201);
      await basin.stream("appended").appendBodies("a");
      for (const name of ["ensured", "appended"]) {
        expectError(await basin.stream(name).create({}, { "s2-request-token": "t" }), 409, "resource_already_exists");
      }
    },
  },
  {
    name: "token-of-36-bytes",
    proves: "a request token of more than 36 bytes is answered 400 bad_header",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      expectError(await stream.create({}, { "s2-request-token": "x".repeat(37) }), 400, "bad_header");
      expectStatus(await stream.create({}, { "s2-request-token": "x".repeat(36) }), 201);
    },
  },
  {
    name: "racing-replays",
    proves: "of racing identical requests with one token, one creates and no other fails for good",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const replies = await Promise.all(
        Array.from({ length: 8 }, () => stream.create({}, { "s2-request-token": "t" })),
      );
      const results = replies.map((reply) => reply.headers["s2-provision-result"]);
      assert.equal(results.filter((result) => result === "created").length, 1);
      for (const reply of replies.filter(({ status }) => status !== 201))
        expectError(reply, 409, "transaction_conflict");
    },
  },
  {
    name: "same-name-in-two-basins",
    proves: "streams of the same name in two basins are independent",
    run: async (context) => {
      const [one, other] = [await context.newBasin(), await context.newBasin()];
      for (const basin of [one, other]) expectStatus(await basin.stream("events").create(), 201);
      await one.stream("events").appendBodies("a");
      assert.equal((await other.stream("events").tail()).seq_num, 0);
    },
  },
]);
