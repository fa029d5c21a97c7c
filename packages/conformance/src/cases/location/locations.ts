import assert from "node:assert/strict";
import type { BasinInfo } from "../../harness/basin-handle.js";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectProvisioned, expectStatus, forEachRow } from "../../harness/expectations.js";

const LIST_PATH = "/v1/locations";
const DEFAULT_PATH = "/v1/locations/default";

/** A location as it is listed. The last two members came later than the others, and a server may leave them out. */
interface LocationInfo {
  name: string;
  is_private: boolean;
  storage_classes?: string[] | null;
  default_storage_class?: string | null;
}

async function locations(context: CaseContext): Promise<LocationInfo[]> {
  const reply = await context.request("GET", LIST_PATH);
  expectStatus(reply, 200);
  return reply.json();
}

async function defaultLocation(context: CaseContext): Promise<LocationInfo> {
  const reply = await context.request("GET", DEFAULT_PATH);
  expectStatus(reply, 200);
  return reply.json();
}

export const locationListCases: ConformanceCase[] = casesFor("location.list", [
  {
    name: "what-each-tells",
    proves: "the answer is a bare list, not empty, of unique names, each with is_private",
    tags: ["not-lite"],
    run: async (context) => {
      const all = await locations(context);
      assert.ok(all.length > 0);
      assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
      for (const { name, is_private } of all) {
        assert.match(name, /^[A-Za-z0-9:.-]{1,64}$/);
        assert.equal(typeof is_private, "boolean");
      }
    },
  },
  {
    name: "storage-classes",
    proves: "where storage classes are told they are a list of texts, and the default class is one of them",
    tags: ["not-lite"],
    run: async (context) => {
      for (const { storage_classes, default_storage_class } of await locations(context)) {
        const classes = storage_classes ?? [];
        assert.ok(classes.every((name) => typeof name === "string"));
        if (storage_classes != null && default_storage_class != null)
          assert.ok(classes.includes(default_storage_class));
      }
    },
  },
]);

export const locationDefaultCases: ConformanceCase[] = casesFor("location.default", [
  {
    name: "one-of-the-list",
    proves: "the default is answered as it is listed",
    tags: ["not-lite"],
    run: async (context) => {
      const found = await defaultLocation(context);
      assert.deepEqual(
        found,
        (await locations(context)).find(({ name }) => name === found.name),
      );
    },
  },
  {
    name: "set-to-itself",
    proves: "PUT with a name as a JSON string answers 200 with that location, which is the default from then on",
    tags: ["not-lite"],
    run: async (context) => {
      const before = await defaultLocation(context);
      const reply = await context.request("PUT", DEFAULT_PATH, { json: before.name });
      expectStatus(reply, 200);
      assert.deepEqual(reply.json(), before);
      assert.deepEqual(await defaultLocation(context), before);
    },
  },
  {
    name: "unknown",
    proves: "a location that does not exist is answered 422 invalid, and the default stays",
    tags: ["not-lite"],
    run: async (context) => {
      const before = await defaultLocation(context);
      expectError(await context.request("PUT", DEFAULT_PATH, { json: "no:such-place" }), 422, "invalid");
      assert.deepEqual(await defaultLocation(context), before);
    },
  },
  {
    name: "what-cannot-be-read",
    proves: "anything but a JSON string that can name a location is answered 400 bad_json",
    // s2-lite reads the body before it says that it has no locations.
    tags: ["lite-quirk"],
    run: async (context) => {
      const headers = { "content-type": "application/json" };
      await forEachRow(["{}", "null", "local", '""', '"no blanks"', `"${"x".repeat(65)}"`, ""], async (body) =>
        expectError(await context.request("PUT", DEFAULT_PATH, { body, headers }), 400, "bad_json"),
      );
    },
  },
]);

export const basinLocationCases: ConformanceCase[] = casesFor("location.basin", [
  {
    name: "default-when-not-said",
    proves: "a basin that is created without a location is at the default one",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      assert.equal((await basin.listed())?.location, (await defaultLocation(context)).name);
    },
  },
  {
    name: "created-where-told",
    proves: "a basin that is created or ensured at a location is there",
    tags: ["not-lite"],
    run: async (context) => {
      const { name: location } = (await locations(context)).at(-1) as LocationInfo;
      const created = context.basinNamed(context.uniqueName("basin"));
      expectStatus(await created.create({ location }), 201);
      const ensured = context.basinNamed(context.uniqueName("basin"));
      expectProvisioned(await ensured.ensure({ location }), 201, "created");
      for (const basin of [created, ensured]) assert.equal((await basin.listed())?.location, location);
    },
  },
  {
    name: "cannot-move",
    proves: "ensuring a basin at another location is answered 422 invalid and changes nothing; at its own it is a noop",
    tags: ["not-lite"],
    run: async (context) => {
      const basin = await context.newBasin();
      const { location } = (await basin.listed()) as BasinInfo;
      const config = { create_stream_on_append: true };
      expectError(await basin.ensure({ location: "no:such-place", config }), 422, "invalid");
      expectProvisioned(await basin.ensure({ location }), 200, "noop");
      assert.equal((await basin.listed())?.location, location);
    },
  },
  {
    name: "lite-has-none",
    proves: "ensuring a basin at any location is a noop where there are no locations",
    tags: ["lite-only"],
    run: async (context) => {
      const basin = await context.newBasin();
      expectProvisioned(await basin.ensure({ location: "no:such-place" }), 200, "noop");
      assert.equal((await basin.listed())?.location, null);
    },
  },
]);
