import assert from "node:assert/strict";
import type { BasinInfo } from "../../harness/basin-handle.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectProvisioned, expectStatus, forEachRow } from "../../harness/expectations.js";
import type { Json } from "../../wire/exact-json.js";

const RFC3339_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

export const basinNameCases: ConformanceCase[] = casesFor("basin.name", [
  {
    name: "accepted",
    proves: "names of 8 to 48 lower-case letters, digits and inner hyphens are accepted",
    run: async (context) => {
      const unique = context.uniqueName("n").replace("-", "");
      const names = [`${unique.slice(-8)}`, `1${unique}`, `${unique}--x`, unique.padEnd(48, "0"), `${unique}9`];
      await forEachRow(names, async (name) => expectStatus(await context.basinNamed(name).create(), 201));
    },
  },
  {
    name: "refused-in-body",
    proves: "any other name in a body is answered 400 bad_json",
    run: async (context) => {
      const names = [
        "",
        "seven77",
        "x".repeat(49),
        "Upper-case",
        "under_score",
        "-hyphen-first",
        "hyphen-last-",
        "with.dots.x",
        "café-basin",
      ];
      await forEachRow(names, async (name) => expectError(await context.basinNamed(name).create(), 400, "bad_json"));
    },
  },
]);

export const basinCreateCases: ConformanceCase[] = casesFor("basin.create", [
  {
    name: "answers-info",
    proves: "a created basin is answered 201 with its name, location, times, and the result created",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const reply = await basin.create();
      expectProvisioned(reply, 201, "created");
      const info = reply.json<BasinInfo>();
      assert.equal(info.name, basin.name);
      assert.match(info.created_at, RFC3339_UTC);
      assert(Math.abs(Date.parse(info.created_at) - Date.now()) < 60_000, info.created_at);
      assert.equal(info.deleted_at, null);
      assert("location" in info);
      assert.deepEqual(await basin.listed(), info);
    },
  },
  {
    name: "location-is-null",
    proves: "the location is null, whatever location was asked for, and the state is active",
    tags: ["lite-only"],
    run: async (context) => {
      const info = (
        await context.basinNamed(context.uniqueName("basin")).create({ location: "aws:us-east-1" })
      ).json<BasinInfo>();
      assert.equal(info.location, null);
      assert.equal(info.state, "active");
    },
  },
  {
    name: "location-syntax",
    proves:
      "a location that is empty, longer than 64 characters or has others than letters, digits, colon, dot and hyphen is 400 bad_json",
    run: async (context) => {
      await forEachRow(["", "x".repeat(65), "aws us", "aws/us", "äws", "aws_us"], async (location) => {
        const basin = context.basinNamed(context.uniqueName("basin"));
        expectError(await basin.create({ location }), 400, "bad_json");
        expectError(await basin.ensure({ location }), 400, "bad_json");
      });
      await forEachRow(["x", "x".repeat(64), "aws:us-east-1.a", null], async (location) => {
        expectStatus(await context.basinNamed(context.uniqueName("basin")).create({ location }), 201);
      });
    },
  },
  {
    name: "without-token-twice",
    proves: "creating an existing basin without a request token is answered 409 resource_already_exists",
    run: async (context) => {
      const basin = await context.newBasin();
      expectError(await basin.create(), 409, "resource_already_exists");
    },
  },
  {
    name: "replay-with-token",
    proves: "the same request with the same token again is answered 201 with the first info and the result noop",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const token = { "s2-request-token": context.uniqueName("token") };
      const first = await basin.create({ config: { create_stream_on_read: true } }, token);
      expectProvisioned(first, 201, "created");
      const second = await basin.create({ config: { create_stream_on_read: true } }, token);
      expectProvisioned(second, 201, "noop");
      assert.deepEqual(second.json(), first.json());
    },
  },
  {
    name: "token-with-another-config",
    proves: "the same token with another configuration, or another token, is answered 409",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const token = { "s2-request-token": "token-1" };
      expectStatus(await basin.create({}, token), 201);
      expectError(
        await basin.create({ config: { create_stream_on_read: true } }, token),
        409,
        "resource_already_exists",
      );
      expectError(await basin.create({}, { "s2-request-token": "token-2" }), 409, "resource_already_exists");
      expectProvisioned(await basin.create({ config: { create_stream_on_read: false } }, token), 201, "noop");
    },
  },
  {
    name: "location-is-not-part-of-replay",
    proves: "a replay may name another location",
    tags: ["lite-quirk"],
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const token = { "s2-request-token": "token" };
      expectStatus(await basin.create({ location: "one" }, token), 201);
      expectProvisioned(await basin.create({ location: "two" }, token), 201, "noop");
    },
  },
  {
    name: "replay-after-change",
    proves: "a replay is recognised although the configuration was changed in between",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const token = { "s2-request-token": "token" };
      const first = await basin.create({}, token);
      expectProvisioned(await basin.ensure({ config: { create_stream_on_append: true } }), 200, "updated");
      expectStatus(await basin.reconfigure({ create_stream_on_read: true }), 200);
      const replay = await basin.create({}, token);
      expectProvisioned(replay, 201, "noop");
      assert.deepEqual(replay.json(), first.json());
    },
  },
  {
    name: "after-ensure",
    proves: "creating a basin that was made by PUT is answered 409, with or without token",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      expectStatus(await basin.ensure(), 201);
      expectError(await basin.create(), 409, "resource_already_exists");
      expectError(await basin.create({}, { "s2-request-token": "token" }), 409, "resource_already_exists");
    },
  },
  {
    name: "token-of-36-bytes",
    proves: "a request token has at most 36 bytes and may be empty; a longer one is 400 bad_header",
    run: async (context) => {
      for (const token of ["", "x".repeat(36)]) {
        const basin = context.basinNamed(context.uniqueName("basin"));
        expectProvisioned(await basin.create({}, { "s2-request-token": token }), 201, "created");
        expectProvisioned(await basin.create({}, { "s2-request-token": token }), 201, "noop");
      }
      const basin = context.basinNamed(context.uniqueName("basin"));
      expectError(await basin.create({}, { "s2-request-token": "x".repeat(37) }), 400, "bad_header");
    },
  },
  {
    name: "racing-replays",
    proves: "of racing identical requests with one token, one creates and no other fails for good",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const replies = await Promise.all(
        Array.from({ length: 8 }, () => basin.create({}, { "s2-request-token": "token" })),
      );
      const results = replies.map((reply) => reply.headers["s2-provision-result"]);
      assert.equal(results.filter((result) => result === "created").length, 1);
      for (const reply of replies.filter(({ status }) => status !== 201))
        expectError(reply, 409, "transaction_conflict");
    },
  },
  {
    name: "malformed-json",
    proves: "a body that is no creation request is answered 400 bad_json and creates nothing",
    run: async (context) => {
      const name = context.uniqueName("basin");
      const texts = [
        "",
        "null",
        "[]",
        "{}",
        `{"name":"${name}"}`,
        `{"basin":null}`,
        `{"basin":["${name}"]}`,
        `{"basin":"${name}","config":[]}`,
        `{"basin":"${name}","config":{"default_stream_config":{"retention_policy":"infinite"}}}`,
        `{"basin":"${name}","config":{"stream_cipher":"rot13"}}`,
        `{"basin":"${name}","config":{"create_stream_on_append":1}}`,
        `{"basin":"${name}","basin":"${name}"}`,
        `{"basin":"${name}"}{}`,
      ];
      await forEachRow(texts, async (body) => {
        const headers = { "content-type": "application/json" };
        expectError(await context.request("POST", "/v1/basins", { body, headers }), 400, "bad_json");
      });
      assert.equal(await context.basinNamed(name).listed(), undefined);
    },
  },
  {
    name: "config-round-trip",
    proves: "every member of a basin configuration is kept as given",
    run: async (context) => {
      const configs: Json[] = [
        {
          default_stream_config: {
            storage_class: "standard",
            retention_policy: { age: 3_600 },
            timestamping: { mode: "client-require", uncapped: true },
            delete_on_empty: { min_age_secs: 86_400 },
          },
          stream_cipher: "aegis-256",
          create_stream_on_append: true,
          create_stream_on_read: true,
        },
        {
          default_stream_config: {
            storage_class: "express",
            retention_policy: { infinite: {} },
            timestamping: { mode: "arrival", uncapped: false },
            delete_on_empty: { min_age_secs: 0 },
          },
          stream_cipher: "aes-256-gcm",
          create_stream_on_append: false,
          create_stream_on_read: true,
        },
      ];
      for (const config of configs) expectJson(await (await context.newBasin(config)).config(), 200, config);
    },
  },
  {
    name: "config-defaults",
    proves: "a basin without configuration has no defaults, no cipher, and creates no streams by itself",
    run: async (context) => {
      const expected = {
        default_stream_config: null,
        stream_cipher: null,
        create_stream_on_append: false,
        create_stream_on_read: false,
      };
      for (const config of [undefined, null, {}, { default_stream_config: null }, { default_stream_config: {} }]) {
        expectJson(await (await context.newBasin(config)).config(), 200, expected);
      }
    },
  },
  {
    name: "config-with-one-default",
    proves: "one default is answered with null for those that are not set",
    run: async (context) => {
      const unset = { storage_class: null, retention_policy: null, timestamping: null, delete_on_empty: null };
      const rows: Record<string, Json>[] = [
        { storage_class: "standard" },
        { retention_policy: { age: 5 } },
        { delete_on_empty: { min_age_secs: 0 } },
      ];
      await forEachRow(rows, async (given) => {
        const basin = await context.newBasin({ default_stream_config: given });
        const config = (await basin.config()).json<{ default_stream_config: Json }>();
        assert.deepEqual(config.default_stream_config, { ...unset, ...given });
      });
      const basin = await context.newBasin({ default_stream_config: { delete_on_empty: {} } });
      const config = (await basin.config()).json<{ default_stream_config: Json }>();
      assert.deepEqual(config.default_stream_config, { ...unset, delete_on_empty: { min_age_secs: 0 } });
    },
  },
]);
