import { describe, expect } from "vitest";
import {
  applyResources,
  formatPlan,
  type Plan,
  type PlanStep,
  parseResources,
  planResources,
  type ResourceSpec,
  type StreamConfig,
  UsageError,
} from "../../src/index.js";
import { collect, names, onOtherServer, test } from "../support/harness.js";
import { STREAM_CONFIGS } from "../support/stream-configs.js";

/** What a plan is about, in short: `action basin` or `action basin/stream`. */
function outline({ steps }: Plan): string[] {
  return steps.map((step) => `${step.action} ${step.basin}${step.kind === "stream" ? `/${step.stream}` : ""}`);
}

/** The changes of the step for a stream. */
function changesOf({ steps }: Plan, stream: string): PlanStep["changes"] | undefined {
  return steps.find((step) => step.kind === "stream" && step.stream === stream)?.changes;
}

const defaultStorageClass = "express";

describe("planResources", () => {
  test("plans to create what is not there, and creates nothing", async ({ s2, prefix }) => {
    const name = `${prefix}basin`;
    const spec: ResourceSpec = {
      basins: [
        {
          name,
          config: { createStreamOnRead: true, defaultStreamConfig: { storageClass: "standard" } },
          streams: [{ name: "events", config: { retentionPolicy: "infinite" } }, { name: "logs" }],
        },
      ],
    };
    const plan = await planResources(s2, spec);
    expect(outline(plan)).toEqual([`create ${name}`, `create ${name}/events`, `create ${name}/logs`]);
    expect(plan.hasChanges).toBe(true);
    expect(plan.steps[0]?.changes).toEqual([
      { setting: "createStreamOnRead", to: true },
      { setting: "defaultStreamConfig.storageClass", to: "standard" },
    ]);
    expect(changesOf(plan, "events")).toEqual([{ setting: "retentionPolicy", to: "infinite" }]);
    await expect(s2.basins.getConfig(name)).rejects.toMatchObject({ code: "basin_not_found" });
  });

  test("finds nothing to do after applying", async ({ s2, prefix }) => {
    const config: StreamConfig = {
      storageClass: "standard",
      retentionPolicy: { ageSecs: 3600 },
      timestamping: { mode: "arrival", uncapped: true },
      deleteOnEmpty: { minAgeSecs: 60 },
    };
    const basin = { name: `${prefix}basin`, config: { streamCipher: "aegis-256", defaultStreamConfig: config } };
    const spec = { basins: [{ ...basin, streams: [{ name: "events" }, { name: "logs", config }] }] };
    await applyResources(s2, spec);
    const plan = await planResources(s2, spec);
    expect(outline(plan).map((step) => step.split(" ")[0])).toEqual(["unchanged", "unchanged", "unchanged"]);
    expect(plan.hasChanges).toBe(false);
  });

  test("names every setting that differs, with what is and what would be", async ({ s2, basin }) => {
    await s2.basins.reconfigure(basin.name, { createStreamOnAppend: true, streamCipher: "aegis-256" });
    await basin.streams.create({ stream: "events", config: { deleteOnEmpty: { minAgeSecs: 60 } } });
    const config = { defaultStreamConfig: { retentionPolicy: "infinite" } } as const;
    const streams = [{ name: "events", config: { timestamping: { uncapped: true } } }];
    const plan = await planResources(s2, { basins: [{ name: basin.name, config, streams }] }, { defaultStorageClass });
    expect(outline(plan)).toEqual([`update ${basin.name}`, `update ${basin.name}/events`]);
    expect(plan.steps[0]?.changes).toEqual([
      { setting: "createStreamOnAppend", from: true, to: false },
      { setting: "defaultStreamConfig.retentionPolicy", from: 604_800, to: "infinite" },
      { setting: "streamCipher", from: "aegis-256", to: undefined },
    ]);
    expect(changesOf(plan, "events")).toEqual([
      { setting: "retentionPolicy", from: 604_800, to: "infinite" },
      { setting: "timestamping.uncapped", from: false, to: true },
      { setting: "deleteOnEmpty.minAgeSecs", from: 60, to: 0 },
    ]);
  });

  test("takes the planned defaults of the basin for its streams, not those of now", async ({ s2, basin }) => {
    await s2.basins.reconfigure(basin.name, { defaultStreamConfig: { storageClass: "standard" } });
    await basin.streams.create({ stream: "events" });
    const config = { defaultStreamConfig: { storageClass: "express" } };
    const plan = await planResources(s2, { basins: [{ name: basin.name, config, streams: [{ name: "events" }] }] });
    expect(changesOf(plan, "events")).toEqual([{ setting: "storageClass", from: "standard", to: "express" }]);
  });

  test("leaves a storage class that only the service knows unresolved", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "events" });
    const spec = { basins: [{ name: basin.name, streams: [{ name: "events" }] }] };
    const open = await planResources(s2, spec);
    expect(outline(open)).toEqual([`unchanged ${basin.name}`, `unresolved ${basin.name}/events`]);
    expect(open.steps[1]).toMatchObject({ changes: [], unresolved: ["storageClass"] });
    expect(open.hasChanges).toBe(true);
    const known = await planResources(s2, spec, { defaultStorageClass });
    expect(known.hasChanges).toBe(false);
    const other = await planResources(s2, spec, { defaultStorageClass: "standard" });
    expect(changesOf(other, "events")).toEqual([{ setting: "storageClass", from: "express", to: "standard" }]);
  });

  test.for(STREAM_CONFIGS)(
    "agrees with what ensuring does, for a stream with %s",
    async ([, config], { s2, basin }) => {
      await basin.streams.create({ stream: "same", config });
      await basin.streams.create({ stream: "other", config });
      const streams = [{ name: "same", config }, { name: "other" }];
      const spec = { basins: [{ name: basin.name, streams }] };
      const plan = await planResources(s2, spec, { defaultStorageClass });
      const applied = await applyResources(s2, spec);
      const expected = { create: "created", update: "updated", unchanged: "noop", unresolved: undefined };
      expect(applied.map(({ result }) => result)).toEqual(plan.steps.map(({ action }) => expected[action]));
    },
  );

  test("does nothing for a spec without basins", async ({ s2 }) => {
    expect(await planResources(s2, {})).toEqual({ steps: [], hasChanges: false });
  });

  test.for<[string, object, string]>([
    ["two basins of one name", { basins: [{ name: "my-basin" }, { name: "my-basin" }] }, "basins[1].name"],
    [
      "two streams of one name",
      { basins: [{ name: "my-basin", streams: [{ name: "a" }, { name: "a" }] }] },
      "basins[0].streams[1].name",
    ],
    ["a basin that cannot be", { basins: [{ name: "short" }] }, "basins[0].name"],
    [
      "a stream that cannot be",
      { basins: [{ name: "my-basin", streams: [{ name: "" }] }] },
      "basins[0].streams[0].name",
    ],
    [
      "a configuration that cannot be",
      { basins: [{ name: "my-basin", config: { streamCipher: 1 } }] },
      "basins[0].config.streamCipher",
    ],
    [
      "a stream's configuration that cannot be",
      { basins: [{ name: "my-basin", streams: [{ name: "a", config: { storageClass: 1 } }] }] },
      "basins[0].streams[0].config.storageClass",
    ],
    ["a member that does not exist", { basins: [{ name: "my-basin", location: "here" }] }, "basins[0].location"],
    ["basins that are no list", { basins: {} }, "basins"],
  ])("refuses %s before anything is sent", async ([, spec, field], { s2 }) => {
    const planning: unknown = await planResources(s2, spec as ResourceSpec).catch((error) => error);
    const applying: unknown = await applyResources(s2, spec as ResourceSpec).catch((error) => error);
    for (const error of [planning, applying]) {
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({ field });
    }
  });

  test("rejects with the signal's reason", async ({ s2, basin }) => {
    const reason = new Error("changed my mind");
    const spec = { basins: [{ name: basin.name }] };
    const signal = AbortSignal.abort(reason);
    await expect(planResources(s2, spec, { signal })).rejects.toBe(reason);
    await expect(applyResources(s2, spec, { signal })).rejects.toBe(reason);
  });
});

describe("applyResources", () => {
  test("creates, updates and leaves alone, basins before their streams, and tells each", async ({ s2, prefix }) => {
    const one = `${prefix}one`;
    const two = `${prefix}two`;
    await s2.basins.create({ basin: one });
    await s2.basin(one).streams.create({ stream: "old" });
    await s2.basin(one).streams.create({ stream: "unnamed" });
    const file = {
      basins: [
        { name: two, streams: [{ name: "events" }] },
        { name: one, streams: [{ name: "old", config: { retention_policy: "1h" } }, { name: "new" }] },
      ],
    };
    const seen: unknown[] = [];
    const applied = await applyResources(s2, parseResources(file), { onApplied: (step) => seen.push(step) });
    expect(applied).toEqual([
      { basin: two, result: "created" },
      { basin: two, stream: "events", result: "created" },
      { basin: one, result: "noop" },
      { basin: one, stream: "old", result: "updated" },
      { basin: one, stream: "new", result: "created" },
    ]);
    expect(seen).toEqual(applied);
    expect(names(await collect(s2.basin(one).streams.listAll()))).toEqual(["new", "old", "unnamed"]);
  });

  test("changes nothing the second time", async ({ s2, prefix }) => {
    const spec = { basins: [{ name: `${prefix}basin`, streams: [{ name: "a" }, { name: "b" }] }] };
    await applyResources(s2, spec);
    const again = await applyResources(s2, spec);
    expect(again.map(({ result }) => result)).toEqual(["noop", "noop", "noop"]);
  });

  test("puts settings back that are left out", async ({ s2, basin }) => {
    await s2.basins.reconfigure(basin.name, { createStreamOnAppend: true });
    await basin.streams.create({ stream: "events", config: { retentionPolicy: "infinite" } });
    await applyResources(s2, { basins: [{ name: basin.name, streams: [{ name: "events" }] }] });
    expect(await s2.basins.getConfig(basin.name)).toMatchObject({ createStreamOnAppend: false });
    expect(await basin.streams.getConfig("events")).toMatchObject({ retentionPolicy: { ageSecs: 604_800 } });
  });

  test("does what a plan says and nothing else", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "same", config: { storageClass: "standard" } });
    const same = { name: "same", config: { storageClass: "standard" } };
    const spec = { basins: [{ name: basin.name, streams: [same, { name: "new" }] }] };
    const plan = await planResources(s2, spec);
    await basin.streams.reconfigure("same", { retentionPolicy: "infinite" });
    expect(await applyResources(s2, plan)).toEqual([{ basin: basin.name, stream: "new", result: "created" }]);
    expect(await basin.streams.getConfig("same")).toMatchObject({ retentionPolicy: "infinite" });
  });

  test("ensures what a plan left unresolved", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "events", config: { storageClass: "standard" } });
    const plan = await planResources(s2, { basins: [{ name: basin.name, streams: [{ name: "events" }] }] });
    const applied = await applyResources(s2, plan);
    expect(applied).toEqual([{ basin: basin.name, stream: "events", result: "updated" }]);
    expect(await basin.streams.getConfig("events")).toMatchObject({ storageClass: "express" });
  });

  test.skipIf(onOtherServer)("stops at the first failure and keeps what was done", async ({ s2, server, prefix }) => {
    const spec = { basins: [{ name: `${prefix}one`, streams: [{ name: "a" }] }, { name: `${prefix}two` }] };
    const body = { code: "permission_denied", message: "no" };
    server.faults.push({ on: "admin", after: 1, action: "respond", status: 403, body });
    const seen: unknown[] = [];
    const applying = applyResources(s2, spec, { onApplied: (step) => seen.push(step) });
    await expect(applying).rejects.toMatchObject({ code: "permission_denied" });
    expect(seen).toEqual([{ basin: `${prefix}one`, result: "created" }]);
  });

  test.skipIf(onOtherServer)("waits for a basin that it has just created", async ({ s2, server, prefix }) => {
    const body = { code: "unavailable", message: "not yet" };
    server.faults.push({ on: "admin", after: 1, count: 4, action: "respond", status: 503, body });
    const spec = { basins: [{ name: `${prefix}basin`, streams: [{ name: "events" }] }] };
    const retry = { minDelayMs: 0, maxDelayMs: 0 };
    expect((await applyResources(s2, spec, { retry })).map(({ result }) => result)).toEqual(["created", "created"]);
  });
});

describe("formatPlan", () => {
  test("writes a line for each basin, stream and setting", async ({ s2, basin, prefix }) => {
    await s2.basins.reconfigure(basin.name, { createStreamOnRead: true });
    await basin.streams.create({ stream: "a" });
    await basin.streams.create({ stream: "b", config: { storageClass: "standard" } });
    await basin.streams.create({ stream: "c" });
    const plan = await planResources(
      s2,
      parseResources({
        basins: [
          {
            name: basin.name,
            streams: [
              { name: "a", config: { storage_class: "express" } },
              { name: "b", config: { storage_class: "standard", retention_policy: "36h" } },
              { name: "c" },
              { name: 'new "one"', config: { timestamping: { uncapped: true } } },
            ],
          },
          { name: `${prefix}new`, config: { stream_cipher: "aegis-256" } },
        ],
      }),
    );
    expect(formatPlan(plan).split("\n")).toEqual([
      `~ basin ${basin.name}`,
      "    createStreamOnRead: true → false",
      '  = stream "a"',
      '  ~ stream "b"',
      "      retentionPolicy: 7d → 1d 12h",
      '  ? stream "c"',
      "      storageClass: back to the service's default",
      '  + stream "new \\"one\\""',
      "      timestamping.uncapped: true",
      `+ basin ${prefix}new`,
      "    streamCipher: aegis-256",
    ]);
  });
});
