import { describe, expect } from "vitest";
import type { StreamConfig } from "../../src/index.js";
import { test } from "../support/harness.js";
import { DEFAULTS, filled } from "../support/stream-configs.js";

const FULL: StreamConfig = {
  storageClass: "standard",
  retentionPolicy: { ageSecs: 3600 },
  timestamping: { mode: "client-require", uncapped: true },
  deleteOnEmpty: { minAgeSecs: 60 },
};

describe("getConfig", () => {
  test("gives the configuration of a stream with every default filled in", async ({ basin }) => {
    await basin.streams.create({ stream: "events" });
    expect(await basin.streams.getConfig("events")).toEqual(DEFAULTS);
  });

  test("fails with stream_not_found when there is none", async ({ basin }) => {
    await expect(basin.streams.getConfig("events")).rejects.toMatchObject({ code: "stream_not_found", status: 404 });
  });
});

describe("reconfigure", () => {
  test.for([
    ["the storage class", { storageClass: "standard" }],
    ["retention by age", { retentionPolicy: { ageSecs: 7200 } }],
    ["infinite retention", { retentionPolicy: "infinite" }],
    ["timestamping client-require", { timestamping: { mode: "client-require" } }],
    ["timestamping arrival", { timestamping: { mode: "arrival" } }],
    ["uncapped timestamps", { timestamping: { uncapped: true } }],
    ["deletion when empty", { deleteOnEmpty: { minAgeSecs: 3600 } }],
  ] as const)("sets %s and keeps the rest", async ([, changes], { basin }) => {
    await basin.streams.create({ stream: "events" });
    expect(await basin.streams.reconfigure("events", changes)).toEqual(filled(changes));
    expect(await basin.streams.getConfig("events")).toEqual(filled(changes));
  });

  test("ends deletion when empty with an age of 0", async ({ basin }) => {
    await basin.streams.create({ stream: "events", config: FULL });
    const changes = { deleteOnEmpty: { minAgeSecs: 0 } };
    expect(await basin.streams.reconfigure("events", changes)).toEqual({ ...FULL, ...changes });
  });

  test("changes nothing when nothing is named", async ({ basin }) => {
    await basin.streams.create({ stream: "events", config: FULL });
    expect(await basin.streams.reconfigure("events", {})).toEqual(FULL);
    expect(await basin.streams.reconfigure("events", { timestamping: {}, deleteOnEmpty: {} })).toEqual(FULL);
  });

  test("keeps what is not named", async ({ basin }) => {
    await basin.streams.create({ stream: "events", config: FULL });
    const changes = { timestamping: { uncapped: false } };
    expect(await basin.streams.reconfigure("events", changes)).toEqual({
      ...FULL,
      timestamping: { mode: "client-require", uncapped: false },
    });
  });

  test.for(["storageClass", "retentionPolicy", "timestamping", "deleteOnEmpty"] as const)(
    "puts %s back to its default with null and nothing else",
    async (setting, { basin }) => {
      await basin.streams.create({ stream: "events", config: FULL });
      const config = await basin.streams.reconfigure("events", { [setting]: null });
      expect(config).toEqual({ ...FULL, [setting]: DEFAULTS[setting] });
    },
  );

  test.for([
    ["mode", { timestamping: { mode: null } }, { timestamping: { mode: "client-prefer", uncapped: true } }],
    ["uncapped", { timestamping: { uncapped: null } }, { timestamping: { mode: "client-require", uncapped: false } }],
    ["minAgeSecs", { deleteOnEmpty: { minAgeSecs: null } }, { deleteOnEmpty: { minAgeSecs: 0 } }],
  ] as const)("puts %s alone back to its default with null", async ([, changes, outcome], { basin }) => {
    await basin.streams.create({ stream: "events", config: FULL });
    expect(await basin.streams.reconfigure("events", changes)).toEqual({ ...FULL, ...outcome });
  });

  test("puts a setting back to the basin's default where there is one", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "events", config: { retentionPolicy: "infinite" } });
    await s2.basins.reconfigure(basin.name, { defaultStreamConfig: { retentionPolicy: { ageSecs: 60 } } });
    const config = await basin.streams.reconfigure("events", { retentionPolicy: null });
    expect(config.retentionPolicy).toEqual({ ageSecs: 60 });
  });

  test("fails with stream_not_found when there is none", async ({ basin }) => {
    await expect(basin.streams.reconfigure("events", {})).rejects.toMatchObject({ code: "stream_not_found" });
  });

  test("refuses a retention of 0 before anything is sent", async ({ basin }) => {
    const changes = { retentionPolicy: { ageSecs: 0 } };
    await expect(basin.streams.reconfigure("events", changes)).rejects.toMatchObject({
      code: "invalid_argument",
      field: "changes.retentionPolicy.ageSecs",
    });
  });
});
