import { describe, expect } from "vitest";
import { type BasinConfig, MAX_U64 } from "../../src/index.js";
import { test } from "../support/harness.js";

const FULL = {
  defaultStreamConfig: {
    storageClass: "standard",
    retentionPolicy: { ageSecs: 3600 },
    timestamping: { mode: "client-require", uncapped: true },
    deleteOnEmpty: { minAgeSecs: 60 },
  },
  streamCipher: "aes-256-gcm",
  createStreamOnAppend: true,
  createStreamOnRead: false,
} as const satisfies BasinConfig;

describe("getConfig", () => {
  test("gives the configuration of a basin", async ({ s2, basin }) => {
    expect(await s2.basins.getConfig(basin.name)).toEqual({ createStreamOnAppend: false, createStreamOnRead: false });
  });

  test("gives every setting as it was set", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
    expect(await s2.basins.getConfig(`${prefix}basin`)).toEqual(FULL);
  });

  test("fails with basin_not_found when there is none", async ({ s2, prefix }) => {
    await expect(s2.basins.getConfig(`${prefix}basin`)).rejects.toMatchObject({ code: "basin_not_found", status: 404 });
  });

  test.for([
    ["2^53 - 1 as a number", 9_007_199_254_740_991n, 9_007_199_254_740_991],
    ["2^53 + 1 exactly", 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ["2^64 - 1 exactly", MAX_U64, MAX_U64],
  ] as const)("gives an age of %s", async ([, sent, received], { s2, prefix }) => {
    const config = (ageSecs: number | bigint) => ({
      defaultStreamConfig: { retentionPolicy: { ageSecs }, deleteOnEmpty: { minAgeSecs: ageSecs } },
    });
    await s2.basins.create({ basin: `${prefix}basin`, config: config(sent) });
    expect(await s2.basins.getConfig(`${prefix}basin`)).toMatchObject(config(received));
  });
});

describe("reconfigure", () => {
  test.for(["createStreamOnAppend", "createStreamOnRead"] as const)(
    "switches %s on and off",
    async (flag, { s2, basin }) => {
      expect(await s2.basins.reconfigure(basin.name, { [flag]: true })).toMatchObject({ [flag]: true });
      expect(await s2.basins.getConfig(basin.name)).toMatchObject({ [flag]: true });
      expect(await s2.basins.reconfigure(basin.name, { [flag]: false })).toMatchObject({ [flag]: false });
    },
  );

  test.for([
    ["the storage class", { storageClass: "standard" }],
    ["retention by age", { retentionPolicy: { ageSecs: 7200 } }],
    ["infinite retention", { retentionPolicy: "infinite" }],
    ["the timestamping mode", { timestamping: { mode: "arrival" } }],
    ["uncapped timestamps", { timestamping: { uncapped: true } }],
    ["deletion when empty", { deleteOnEmpty: { minAgeSecs: 3600 } }],
    ["no deletion when empty", { deleteOnEmpty: { minAgeSecs: 0 } }],
  ] as const)("sets %s of the basin's streams", async ([, defaultStreamConfig], { s2, basin }) => {
    const config = await s2.basins.reconfigure(basin.name, { defaultStreamConfig });
    expect(config.defaultStreamConfig).toEqual(defaultStreamConfig);
    expect(await s2.basins.getConfig(basin.name)).toEqual(config);
  });

  test("changes nothing when nothing is named", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
    expect(await s2.basins.reconfigure(`${prefix}basin`, {})).toEqual(FULL);
    expect(await s2.basins.reconfigure(`${prefix}basin`, { defaultStreamConfig: {} })).toEqual(FULL);
  });

  test("keeps what is not named", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
    const changes = { createStreamOnRead: true, defaultStreamConfig: { timestamping: { uncapped: false } } };
    expect(await s2.basins.reconfigure(`${prefix}basin`, changes)).toEqual({
      ...FULL,
      createStreamOnRead: true,
      defaultStreamConfig: { ...FULL.defaultStreamConfig, timestamping: { mode: "client-require", uncapped: false } },
    });
  });

  test.for(["storageClass", "retentionPolicy", "timestamping", "deleteOnEmpty"] as const)(
    "clears the default for %s with null and nothing else",
    async (setting, { s2, prefix }) => {
      await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
      const { [setting]: _cleared, ...kept } = FULL.defaultStreamConfig;
      const config = await s2.basins.reconfigure(`${prefix}basin`, { defaultStreamConfig: { [setting]: null } });
      expect(config).toEqual({ ...FULL, defaultStreamConfig: kept });
    },
  );

  test("clears one half of the timestamping with null", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
    const changes = { defaultStreamConfig: { timestamping: { mode: null } } };
    const { defaultStreamConfig } = await s2.basins.reconfigure(`${prefix}basin`, changes);
    expect(defaultStreamConfig?.timestamping).toEqual({ uncapped: true });
  });

  test("clears the cipher and all stream defaults with null", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: FULL });
    const changes = { streamCipher: null, defaultStreamConfig: null };
    expect(await s2.basins.reconfigure(`${prefix}basin`, changes)).toEqual({
      createStreamOnAppend: true,
      createStreamOnRead: false,
    });
  });

  test("fails with basin_not_found when there is none", async ({ s2, prefix }) => {
    await expect(s2.basins.reconfigure(`${prefix}basin`, {})).rejects.toMatchObject({ code: "basin_not_found" });
  });

  test("fails with basin_deletion_pending while the basin goes away", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "keeps-the-basin-for-a-while" });
    await s2.basins.delete(basin.name);
    const reconfiguring = s2.basins.reconfigure(basin.name, { createStreamOnRead: true });
    await expect(reconfiguring).rejects.toMatchObject({ code: "basin_deletion_pending" });
  });

  test("refuses a retention of 0 before anything is sent", async ({ s2, basin }) => {
    const changes = { defaultStreamConfig: { retentionPolicy: { ageSecs: 0n } } };
    await expect(s2.basins.reconfigure(basin.name, changes)).rejects.toMatchObject({
      code: "invalid_argument",
      field: "changes.defaultStreamConfig.retentionPolicy.ageSecs",
    });
  });
});
