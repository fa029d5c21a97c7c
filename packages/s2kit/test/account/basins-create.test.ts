import { describe, expect } from "vitest";
import { type BasinConfig, UsageError } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";
import { STREAM_CONFIGS } from "../support/stream-configs.js";

const test = base.extend({ options: { locations: [{ name: "here" }, { name: "there:eu-1.b" }] } });

const BASIN_DEFAULTS: BasinConfig = { createStreamOnAppend: false, createStreamOnRead: false };

describe("create", () => {
  test("makes a basin with the defaults when only a name is given", async ({ s2, prefix }) => {
    const info = await s2.basins.create({ basin: `${prefix}basin` });
    expect(info.name).toBe(`${prefix}basin`);
    expect(info.createdAt).toBeInstanceOf(Date);
    expect(info).not.toHaveProperty("deletedAt");
    expect(await s2.basins.getConfig(`${prefix}basin`)).toEqual(BASIN_DEFAULTS);
  });

  test("takes every setting at once", async ({ s2, prefix }) => {
    const config: BasinConfig = {
      defaultStreamConfig: {
        storageClass: "standard",
        retentionPolicy: { ageSecs: 3600 },
        timestamping: { mode: "client-require", uncapped: true },
        deleteOnEmpty: { minAgeSecs: 60 },
      },
      streamCipher: "aegis-256",
      createStreamOnAppend: true,
      createStreamOnRead: true,
    };
    await s2.basins.create({ basin: `${prefix}basin`, config });
    expect(await s2.basins.getConfig(`${prefix}basin`)).toEqual(config);
  });

  test("makes streams on append when the configuration says so", async ({ s2, prefix }) => {
    const config = { createStreamOnAppend: true };
    await s2.basins.create({ basin: `${prefix}basin`, config });
    expect(await s2.basins.getConfig(`${prefix}basin`)).toEqual({ ...BASIN_DEFAULTS, ...config });
  });

  test("makes streams on read when the configuration says so", async ({ s2, prefix }) => {
    const config = { createStreamOnRead: true };
    await s2.basins.create({ basin: `${prefix}basin`, config });
    expect(await s2.basins.getConfig(`${prefix}basin`)).toEqual({ ...BASIN_DEFAULTS, ...config });
  });

  test.for(STREAM_CONFIGS)("takes %s for the basin's streams", async ([, defaultStreamConfig], { s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: { defaultStreamConfig } });
    const config = await s2.basins.getConfig(`${prefix}basin`);
    expect(config).toEqual({ ...BASIN_DEFAULTS, defaultStreamConfig });
  });

  test.for([
    ["seven bytes", "basin-1"],
    ["49 bytes", "b".repeat(49)],
    ["an upper case letter", "Basin-one"],
    ["an underscore", "basin_one"],
    ["a hyphen in front", "-basin-one"],
    ["a hyphen at the end", "basin-one-"],
    ["a letter beyond ASCII", "bäsin-one"],
    ["nothing", ""],
  ])("refuses a name of %s before anything is sent", async ([, basin], { s2 }) => {
    const refused = expect.objectContaining({ code: "invalid_argument", field: "basin" });
    await expect(s2.basins.create({ basin: basin as string })).rejects.toEqual(refused);
    await expect(s2.basins.ensure({ basin: basin as string })).rejects.toEqual(refused);
    await expect(s2.basins.getConfig(basin as string)).rejects.toEqual(refused);
    await expect(s2.basins.reconfigure(basin as string, {})).rejects.toEqual(refused);
    await expect(s2.basins.delete(basin as string)).rejects.toEqual(refused);
  });

  test("fails with resource_already_exists when the name is taken", async ({ s2, basin }) => {
    await expect(s2.basins.create({ basin: basin.name })).rejects.toMatchObject({
      code: "resource_already_exists",
      status: 409,
      maybeApplied: false,
    });
  });

  test("fails with basin_deletion_pending while a basin of the name goes away", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "keeps-the-basin-for-a-while" });
    await s2.basins.delete(basin.name);
    const pending = { code: "basin_deletion_pending", status: 409 };
    await expect(s2.basins.create({ basin: basin.name })).rejects.toMatchObject(pending);
    await expect(s2.basins.createIfMissing({ basin: basin.name })).rejects.toMatchObject(pending);
    await expect(s2.basins.ensure({ basin: basin.name })).rejects.toMatchObject(pending);
  });

  test("refuses a retention of 0 before anything is sent", async ({ s2, prefix }) => {
    const config = { defaultStreamConfig: { retentionPolicy: { ageSecs: 0 } } };
    const error: unknown = await s2.basins.create({ basin: `${prefix}basin`, config }).catch((reason) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      field: "config.defaultStreamConfig.retentionPolicy.ageSecs",
      rawMessage: expect.stringContaining("at least 1, got 0"),
    });
  });

  test("answers like the first time when token and configuration are the same", async ({ s2, prefix }) => {
    const options = { basin: `${prefix}basin`, config: { createStreamOnRead: true }, requestToken: "token-1" };
    const first = await s2.basins.create(options);
    await s2.basins.reconfigure(options.basin, { createStreamOnRead: false });
    expect(await s2.basins.create(options)).toEqual(first);
    expect(await s2.basins.getConfig(options.basin)).toMatchObject({ createStreamOnRead: false });
  });

  test("takes the empty text for a token like any other", async ({ s2, prefix }) => {
    const options = { basin: `${prefix}basin`, requestToken: "" };
    const first = await s2.basins.create(options);
    expect(await s2.basins.create(options)).toEqual(first);
  });

  test("fails when the token is another or the configuration is", async ({ s2, prefix }) => {
    const options = { basin: `${prefix}basin`, requestToken: "token-1" };
    await s2.basins.create(options);
    const taken = { code: "resource_already_exists" };
    await expect(s2.basins.create({ ...options, requestToken: "token-2" })).rejects.toMatchObject(taken);
    await expect(s2.basins.create({ ...options, config: { createStreamOnRead: true } })).rejects.toMatchObject(taken);
  });

  test.for([
    ["a token of 37 bytes", "t".repeat(37)],
    ["a token that is not ASCII", "tokén"],
  ])("refuses %s before anything is sent", async ([, requestToken], { s2, prefix }) => {
    await expect(s2.basins.create({ basin: `${prefix}basin`, requestToken })).rejects.toMatchObject({
      code: "invalid_argument",
      field: "requestToken",
    });
  });
});

describe("createIfMissing", () => {
  test("creates a basin that is not there, and leaves one that is as it is", async ({ s2, prefix }) => {
    const basin = `${prefix}basin`;
    expect(await s2.basins.createIfMissing({ basin, config: { createStreamOnRead: true } })).toBe(true);
    expect(await s2.basins.createIfMissing({ basin, config: { createStreamOnAppend: true } })).toBe(false);
    expect(await s2.basins.getConfig(basin)).toEqual({ createStreamOnAppend: false, createStreamOnRead: true });
  });
});

describe.skipIf(onOtherServer)("with locations", () => {
  test("places a basin where it is told to", async ({ s2, prefix }) => {
    const info = await s2.basins.create({ basin: `${prefix}basin`, location: "there:eu-1.b" });
    expect(info.location).toBe("there:eu-1.b");
  });

  test("places a basin at the default location when it is told nothing", async ({ s2, prefix }) => {
    expect((await s2.basins.create({ basin: `${prefix}basin` })).location).toBe("here");
  });
});

test.for([
  ["nothing", ""],
  ["65 characters", "l".repeat(65)],
  ["a slash", "a/b"],
])("refuses a location of %s before anything is sent", async ([, location], { s2, prefix }) => {
  const refused = { code: "invalid_argument", field: "location" };
  await expect(s2.basins.create({ basin: `${prefix}basin`, location })).rejects.toMatchObject(refused);
  await expect(s2.basins.ensure({ basin: `${prefix}basin`, location })).rejects.toMatchObject(refused);
});
