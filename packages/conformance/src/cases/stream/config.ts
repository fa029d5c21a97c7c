import assert from "node:assert/strict";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectJson, expectProvisioned, expectStatus, forEachRow } from "../../harness/expectations.js";
import type { Json } from "../../wire/exact-json.js";

const SYSTEM_DEFAULTS = {
  storage_class: "express",
  retention_policy: { age: 604_800 },
  timestamping: { mode: "client-prefer", uncapped: false },
  delete_on_empty: { min_age_secs: 0 },
};

const BASIN_DEFAULTS = {
  storage_class: "standard",
  retention_policy: { age: 60 },
  timestamping: { mode: "client-require", uncapped: true },
  delete_on_empty: { min_age_secs: 30_000 },
};

export const streamConfigCases: ConformanceCase[] = casesFor("stream.config", [
  {
    name: "system-defaults",
    proves:
      "without any configuration a stream keeps records 7 days in class express, prefers client timestamps, and is never deleted when empty",
    run: async (context) => expectJson(await (await context.newStream()).config(), 200, SYSTEM_DEFAULTS),
  },
  {
    name: "inherits-basin-defaults",
    proves: "a stream takes the basin's defaults for what it does not set itself, down to single members",
    run: async (context) => {
      const basin = await context.newBasin({ default_stream_config: BASIN_DEFAULTS });
      expectJson(await (await basin.newStream()).config(), 200, BASIN_DEFAULTS);
      const own = await basin.newStream({ retention_policy: { infinite: {} }, timestamping: { mode: "arrival" } });
      expectJson(await own.config(), 200, {
        ...BASIN_DEFAULTS,
        retention_policy: { infinite: {} },
        timestamping: { mode: "arrival", uncapped: true },
      });
    },
  },
  {
    name: "resolved-once",
    proves: "a later change of the basin's defaults leaves existing streams as they are and applies to new ones",
    run: async (context) => {
      const basin = await context.newBasin({ default_stream_config: BASIN_DEFAULTS });
      const before = await basin.newStream();
      expectStatus(await basin.reconfigure({ default_stream_config: null }), 200);
      expectJson(await before.config(), 200, BASIN_DEFAULTS);
      expectJson(await (await basin.newStream()).config(), 200, SYSTEM_DEFAULTS);
    },
  },
  {
    name: "explicit-zero-overrides-basin",
    proves: "an explicit min_age_secs 0 overrides the basin's default",
    run: async (context) => {
      const basin = await context.newBasin({ default_stream_config: { delete_on_empty: { min_age_secs: 60_000 } } });
      const stream = await basin.newStream({ delete_on_empty: { min_age_secs: 0 } });
      expectJson(await stream.config(), 200, SYSTEM_DEFAULTS);
    },
  },
  {
    name: "round-trip",
    proves:
      "every value of every member comes back as given: modes, flags, ages up to 2^64-1, storage classes of any name",
    run: async (context) => {
      const modes = ["client-prefer", "client-require", "arrival"];
      const rows: { [key: string]: Json }[] = [
        ...modes.flatMap((mode) => [true, false].map((uncapped) => ({ timestamping: { mode, uncapped } }))),
        { retention_policy: { infinite: {} } },
        { retention_policy: { age: 1 } },
        { retention_policy: { age: 2n ** 64n - 1n } },
        { delete_on_empty: { min_age_secs: 1_000_000 } },
        { delete_on_empty: { min_age_secs: 2n ** 64n - 1n } },
        ...["express", "standard"].map((storage_class) => ({ storage_class })),
      ];
      await forEachRow(rows, async (config) => {
        const stream = await context.newStream(config);
        expectJson(await stream.config(), 200, { ...SYSTEM_DEFAULTS, ...config });
      });
    },
  },
  {
    name: "storage-class-is-open",
    proves: "a storage class of any name is kept, even an empty one",
    tags: ["lite-quirk"],
    run: async (context) => {
      await forEachRow(["", "glacial", "Express", "ü x"], async (storage_class) => {
        expectJson(await (await context.newStream({ storage_class })).config(), 200, {
          ...SYSTEM_DEFAULTS,
          storage_class,
        });
      });
    },
  },
  {
    name: "malformed",
    proves: "a configuration of the wrong shape is answered 400 bad_json by POST, PUT and PATCH",
    run: async (context) => {
      const stream = await context.newStream();
      const rows: Json[] = [
        "express",
        { storage_class: 1 },
        { retention_policy: "infinite" },
        { retention_policy: {} },
        { retention_policy: { infinite: null } },
        { retention_policy: { age: 1, infinite: {} } },
        { retention_policy: { age: "1" } },
        { retention_policy: { age: -1 } },
        { retention_policy: { age: 2n ** 64n } },
        { timestamping: { mode: "Arrival" } },
        { timestamping: { uncapped: 1 } },
        { timestamping: "arrival" },
        { delete_on_empty: { min_age_secs: -1 } },
        { delete_on_empty: 60 },
      ];
      await forEachRow(rows, async (config) => {
        expectError(await stream.basin.missingStream().create({ config }), 400, "bad_json");
        expectError(await stream.ensure(config), 400, "bad_json");
        expectError(await stream.reconfigure(config), 400, "bad_json");
      });
    },
  },
  {
    name: "retention-of-zero",
    proves: "a retention age of 0 is answered 422 invalid by POST, PUT and PATCH",
    run: async (context) => {
      const stream = await context.newStream();
      const config = { retention_policy: { age: 0 } };
      expectError(await stream.basin.missingStream().create({ config }), 422, "invalid");
      expectError(await stream.ensure(config), 422, "invalid");
      expectError(await stream.reconfigure(config), 422, "invalid");
      expectJson(await stream.config(), 200, SYSTEM_DEFAULTS);
    },
  },
  {
    name: "missing-stream",
    proves: "the configuration of a stream that does not exist is 404 stream_not_found, for GET and PATCH",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      expectError(await stream.config(), 404, "stream_not_found");
      expectError(await stream.reconfigure({}), 404, "stream_not_found");
    },
  },
  {
    name: "get-in-missing-basin",
    proves: "GET of a stream's configuration in a missing basin is 404 stream_not_found, unlike the other requests",
    tags: ["lite-quirk"],
    run: async (context) => {
      const stream = context.basinNamed(context.uniqueName("missing")).stream("s");
      expectError(await stream.config(), 404, "stream_not_found");
    },
  },
]);

export const streamEnsureCases: ConformanceCase[] = casesFor("stream.ensure", [
  {
    name: "created-updated-noop",
    proves:
      "PUT creates with 201, updates with 200 updated, and answers 200 noop when the effective configuration stays",
    run: async (context) => {
      const stream = (await context.sharedBasin()).missingStream();
      const created = await stream.ensure({ storage_class: "standard" });
      expectProvisioned(created, 201, "created");
      expectProvisioned(await stream.ensure({ storage_class: "standard" }), 200, "noop");
      const updated = await stream.ensure({ storage_class: "standard", retention_policy: { age: 5 } });
      expectProvisioned(updated, 200, "updated");
      assert.deepEqual(updated.json(), created.json());
      expectProvisioned(await stream.ensure(), 200, "updated");
      expectJson(await stream.config(), 200, SYSTEM_DEFAULTS);
    },
  },
  {
    name: "noop-by-effective-config",
    proves: "naming explicitly what the defaults say anyway is a noop",
    run: async (context) => {
      const stream = await context.newStream();
      for (const config of [undefined, {}, SYSTEM_DEFAULTS, { timestamping: { uncapped: false } }]) {
        expectProvisioned(await stream.ensure(config), 200, "noop");
      }
    },
  },
  {
    name: "merges-current-basin-defaults",
    proves: "PUT resolves what it does not name over the basin's defaults of that moment",
    run: async (context) => {
      const basin = await context.newBasin();
      const stream = await basin.newStream({ storage_class: "standard" });
      expectStatus(await basin.reconfigure({ default_stream_config: { retention_policy: { age: 60 } } }), 200);
      expectProvisioned(await stream.ensure({}), 200, "updated");
      expectJson(await stream.config(), 200, { ...SYSTEM_DEFAULTS, retention_policy: { age: 60 } });
    },
  },
  {
    name: "config-is-not-wrapped",
    proves: "the body of PUT is the configuration itself; a config member is unknown and ignored",
    run: async (context) => {
      const stream = await context.newStream({ storage_class: "standard" });
      expectProvisioned(await stream.ensure({ config: { storage_class: "standard" } }), 200, "updated");
      expectJson(await stream.config(), 200, SYSTEM_DEFAULTS);
    },
  },
  {
    name: "keeps-records",
    proves: "PUT of an existing stream keeps its records, fencing token and creation time",
    run: async (context) => {
      const stream = await context.newStream();
      await stream.appendRecords([{ headers: [["", "fence"]], body: "token" }]);
      const before = await stream.listed();
      expectProvisioned(await stream.ensure({ storage_class: "standard" }), 200, "updated");
      assert.deepEqual(await stream.listed(), before);
      await stream.appendRecords([{ body: "b" }], { fencing_token: "token" });
      assert.deepEqual(await stream.bodies(), ["token", "b"]);
    },
  },
]);

export const streamReconfigureCases: ConformanceCase[] = casesFor("stream.reconfigure", [
  {
    name: "sets-what-it-names",
    proves: "PATCH sets the members that it names, keeps the others, and answers the resolved configuration",
    run: async (context) => {
      const stream = await context.newStream({ timestamping: { mode: "arrival", uncapped: true } });
      const expected = {
        ...SYSTEM_DEFAULTS,
        retention_policy: { infinite: {} },
        timestamping: { mode: "client-require", uncapped: true },
      };
      const patch = { retention_policy: { infinite: {} }, timestamping: { mode: "client-require" } };
      expectJson(await stream.reconfigure(patch), 200, expected);
      expectJson(await stream.config(), 200, expected);
    },
  },
  {
    name: "null-falls-back",
    proves: "null clears a member or a group to the basin's default, and where there is none to the system's",
    run: async (context) => {
      const basin = await context.newBasin({
        default_stream_config: { retention_policy: { age: 60 }, timestamping: { mode: "arrival" } },
      });
      const stream = await basin.newStream({
        storage_class: "standard",
        retention_policy: { age: 5 },
        timestamping: { mode: "client-require", uncapped: true },
        delete_on_empty: { min_age_secs: 50_000 },
      });
      expectJson(await stream.reconfigure({ retention_policy: null, timestamping: { mode: null } }), 200, {
        storage_class: "standard",
        retention_policy: { age: 60 },
        timestamping: { mode: "arrival", uncapped: true },
        delete_on_empty: { min_age_secs: 50_000 },
      });
      expectJson(await stream.reconfigure({ storage_class: null, timestamping: null, delete_on_empty: null }), 200, {
        storage_class: "express",
        retention_policy: { age: 60 },
        timestamping: { mode: "arrival", uncapped: false },
        delete_on_empty: { min_age_secs: 0 },
      });
    },
  },
  {
    name: "empty-patch",
    proves: "an empty object, and empty groups, change nothing even when the basin's defaults have changed",
    run: async (context) => {
      const basin = await context.newBasin();
      const stream = await basin.newStream({ storage_class: "standard" });
      expectStatus(await basin.reconfigure({ default_stream_config: { retention_policy: { age: 60 } } }), 200);
      const before = (await stream.config()).json();
      for (const patch of [{}, { timestamping: {}, delete_on_empty: {} }]) {
        expectJson(await stream.reconfigure(patch), 200, before);
      }
    },
  },
  {
    name: "racing-patches",
    proves: "of racing patches each is applied whole or refused with 409 transaction_conflict",
    run: async (context) => {
      const stream = await context.newStream();
      const ages = [10, 20, 30, 40, 50, 60];
      const replies = await Promise.all(ages.map((age) => stream.reconfigure({ retention_policy: { age } })));
      for (const reply of replies) {
        if (reply.status !== 200) expectError(reply, 409, "transaction_conflict");
      }
      const applied = ages.filter((_, index) => replies[index]?.status === 200);
      const { retention_policy } = (await stream.config()).json<{ retention_policy: { age: number } }>();
      assert(applied.includes(retention_policy.age), `${retention_policy.age} is not one of ${applied}`);
    },
  },
  {
    name: "needs-a-body",
    proves: "PATCH without a body, with an empty one or null is answered 400 bad_json",
    run: async (context) => {
      const stream = await context.newStream();
      expectError(await stream.request("PATCH", stream.path), 400, "bad_json");
      const headers = { "content-type": "application/json" };
      for (const body of ["", "null"]) {
        expectError(await stream.request("PATCH", stream.path, { body, headers }), 400, "bad_json");
      }
    },
  },
]);

export const cipherCases: ConformanceCase[] = casesFor("stream.cipher", [
  {
    name: "copied-at-creation",
    proves: "a new stream has the basin's cipher of that moment; existing streams keep theirs",
    run: async (context) => {
      const basin = await context.newBasin();
      const cipherOf = async (name: string) => (await basin.stream(name).listed())?.cipher;
      expectStatus(await basin.stream("none").create(), 201);
      for (const cipher of ["aegis-256", "aes-256-gcm"]) {
        expectStatus(await basin.reconfigure({ stream_cipher: cipher }), 200);
        expectStatus(await basin.stream(cipher).create(), 201);
        expectStatus(await basin.stream(`${cipher}-by-put`).ensure(), 201);
      }
      expectStatus(await basin.reconfigure({ stream_cipher: null }), 200);
      assert.equal(await cipherOf("none"), null);
      for (const cipher of ["aegis-256", "aes-256-gcm"]) {
        assert.equal(await cipherOf(cipher), cipher);
        assert.equal(await cipherOf(`${cipher}-by-put`), cipher);
      }
    },
  },
  {
    name: "put-keeps-cipher",
    proves: "PUT never changes a stream's cipher",
    run: async (context) => {
      const basin = await context.newBasin();
      const stream = await basin.newStream();
      expectStatus(await basin.reconfigure({ stream_cipher: "aegis-256" }), 200);
      expectProvisioned(await stream.ensure({ storage_class: "standard" }), 200, "updated");
      assert.equal((await stream.listed())?.cipher, null);
    },
  },
]);
