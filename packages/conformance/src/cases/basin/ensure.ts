import assert from "node:assert/strict";
import type { BasinInfo } from "../../harness/basin-handle.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectProvisioned, expectStatus } from "../../harness/expectations.js";
import type { Json } from "../../wire/exact-json.js";

const DEFAULT_CONFIG = {
  default_stream_config: null,
  stream_cipher: null,
  create_stream_on_append: false,
  create_stream_on_read: false,
};

export const basinEnsureCases: ConformanceCase[] = casesFor("basin.ensure", [
  {
    name: "created-updated-noop",
    proves:
      "PUT creates with 201, updates with 200 updated, and answers 200 noop when nothing changes; created_at stays",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("basin"));
      const created = await basin.ensure({ config: { create_stream_on_read: true } });
      expectProvisioned(created, 201, "created");
      expectProvisioned(await basin.ensure({ config: { create_stream_on_read: true } }), 200, "noop");
      const updated = await basin.ensure({ config: { create_stream_on_append: true } });
      expectProvisioned(updated, 200, "updated");
      assert.equal(updated.json<BasinInfo>().created_at, created.json<BasinInfo>().created_at);
      assert.deepEqual(updated.json(), await basin.listed());
    },
  },
  {
    name: "replaces-the-whole",
    proves: "PUT resets every member that it does not name",
    run: async (context) => {
      const basin = await context.newBasin({
        default_stream_config: { retention_policy: { age: 60 }, storage_class: "standard" },
        stream_cipher: "aegis-256",
        create_stream_on_append: true,
      });
      expectProvisioned(await basin.ensure({ config: { create_stream_on_read: true } }), 200, "updated");
      expectJson(await basin.config(), 200, { ...DEFAULT_CONFIG, create_stream_on_read: true });
    },
  },
  {
    name: "empty-body-resets",
    proves: "PUT without a body, with an empty object or without config resets the configuration to its defaults",
    run: async (context) => {
      for (const body of [undefined, {}, { config: null }, { config: {} }]) {
        const basin = await context.newBasin({ create_stream_on_append: true });
        expectProvisioned(await basin.ensure(body), 200, "updated");
        expectJson(await basin.config(), 200, DEFAULT_CONFIG);
        expectProvisioned(await basin.ensure(body), 200, "noop");
      }
    },
  },
  {
    name: "explicit-zero-is-a-value",
    proves: "an explicit min_age_secs 0 is kept as such, and differs from none",
    run: async (context) => {
      const basin = await context.newBasin();
      const config = { default_stream_config: { delete_on_empty: { min_age_secs: 0 } } };
      expectProvisioned(await basin.ensure({ config }), 200, "updated");
      expectProvisioned(await basin.ensure({ config }), 200, "noop");
      const { default_stream_config } = (await basin.config()).json<{
        default_stream_config: { delete_on_empty: Json };
      }>();
      assert.deepEqual(default_stream_config.delete_on_empty, { min_age_secs: 0 });
    },
  },
  {
    name: "wrong-content-type",
    proves: "PUT with a body of another type than JSON is answered 400 bad_json",
    run: async (context) => {
      const basin = await context.newBasin();
      const options = { body: "{}", headers: { "content-type": "text/plain" } };
      expectError(await context.request("PUT", basin.path, options), 400, "bad_json");
    },
  },
  {
    name: "retention-of-zero",
    proves: "a retention age of 0 is answered 422 invalid by POST, PUT and PATCH",
    run: async (context) => {
      const config = { default_stream_config: { retention_policy: { age: 0 } } };
      expectError(await context.basinNamed(context.uniqueName("basin")).create({ config }), 422, "invalid");
      const basin = await context.newBasin();
      expectError(await basin.ensure({ config }), 422, "invalid");
      expectError(await basin.reconfigure(config), 422, "invalid");
    },
  },
]);

export const basinReconfigureCases: ConformanceCase[] = casesFor("basin.reconfigure", [
  {
    name: "sets-what-it-names",
    proves: "PATCH sets the members that it names, at any depth, keeps the others, and answers the whole configuration",
    run: async (context) => {
      const basin = await context.newBasin({
        default_stream_config: {
          storage_class: "standard",
          retention_policy: { age: 60 },
          timestamping: { mode: "arrival", uncapped: true },
        },
        stream_cipher: "aegis-256",
        create_stream_on_append: true,
      });
      const expected = {
        default_stream_config: {
          storage_class: "standard",
          retention_policy: { infinite: {} },
          timestamping: { mode: "client-require", uncapped: true },
          delete_on_empty: { min_age_secs: 30 },
        },
        stream_cipher: "aegis-256",
        create_stream_on_append: true,
        create_stream_on_read: true,
      };
      const patch = {
        default_stream_config: {
          retention_policy: { infinite: {} },
          timestamping: { mode: "client-require" },
          delete_on_empty: { min_age_secs: 30 },
        },
        create_stream_on_read: true,
      };
      expectJson(await basin.reconfigure(patch), 200, expected);
      expectJson(await basin.config(), 200, expected);
    },
  },
  {
    name: "null-clears",
    proves: "null clears a member or a whole group; an absent member and an empty object change nothing",
    run: async (context) => {
      const basin = await context.newBasin({
        default_stream_config: {
          storage_class: "standard",
          retention_policy: { age: 60 },
          timestamping: { mode: "arrival", uncapped: true },
          delete_on_empty: { min_age_secs: 5 },
        },
        stream_cipher: "aes-256-gcm",
      });
      const before = (await basin.config()).json();
      for (const patch of [{}, { default_stream_config: {} }, { default_stream_config: { timestamping: {} } }]) {
        expectJson(await basin.reconfigure(patch), 200, before);
      }
      const defaultsAfter = async (patch: { [key: string]: Json }): Promise<Json> =>
        (await basin.reconfigure({ default_stream_config: patch })).json<{ default_stream_config: Json }>()
          .default_stream_config;
      assert.deepEqual(await defaultsAfter({ timestamping: { mode: null } }), {
        storage_class: "standard",
        retention_policy: { age: 60 },
        timestamping: { mode: null, uncapped: true },
        delete_on_empty: { min_age_secs: 5 },
      });
      assert.deepEqual(await defaultsAfter({ timestamping: null, storage_class: null, delete_on_empty: null }), {
        storage_class: null,
        retention_policy: { age: 60 },
        timestamping: null,
        delete_on_empty: null,
      });
      const cleared = await basin.reconfigure({ default_stream_config: null, stream_cipher: null });
      expectJson(cleared, 200, DEFAULT_CONFIG);
    },
  },
  {
    name: "flags-take-no-null",
    proves: "the two create-on flags accept true and false only; null is 400 bad_json",
    run: async (context) => {
      const basin = await context.newBasin();
      for (const name of ["create_stream_on_append", "create_stream_on_read"]) {
        expectError(await basin.reconfigure({ [name]: null }), 400, "bad_json");
        expectError(await basin.reconfigure({ [name]: "true" }), 400, "bad_json");
        expectStatus(await basin.reconfigure({ [name]: true }), 200);
      }
    },
  },
  {
    name: "needs-a-body",
    proves: "PATCH without a body, with an empty one or null is answered 400 bad_json",
    run: async (context) => {
      const basin = await context.newBasin();
      expectError(await context.request("PATCH", basin.path), 400, "bad_json");
      const headers = { "content-type": "application/json" };
      for (const body of ["", "null"])
        expectError(await context.request("PATCH", basin.path, { body, headers }), 400, "bad_json");
    },
  },
  {
    name: "missing-basin",
    proves: "PATCH, GET and DELETE of a basin that does not exist are answered 404 basin_not_found",
    run: async (context) => {
      const basin = context.basinNamed(context.uniqueName("missing"));
      expectError(await basin.reconfigure({}), 404, "basin_not_found");
      expectError(await basin.config(), 404, "basin_not_found");
      expectError(await basin.delete(), 404, "basin_not_found");
    },
  },
]);
