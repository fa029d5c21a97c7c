import { describe, expect } from "vitest";
import { test } from "../support/harness.js";
import { DEFAULTS, filled, STREAM_CONFIGS } from "../support/stream-configs.js";

describe("create", () => {
  test("makes a stream with the defaults when only a name is given", async ({ basin }) => {
    const info = await basin.streams.create({ stream: "events" });
    expect(info.name).toBe("events");
    expect(info.createdAt).toBeInstanceOf(Date);
    expect(await basin.streams.getConfig("events")).toEqual(DEFAULTS);
  });

  test("takes every setting at once", async ({ basin }) => {
    const config = {
      storageClass: "standard",
      retentionPolicy: { ageSecs: 3600 },
      timestamping: { mode: "client-require", uncapped: true },
      deleteOnEmpty: { minAgeSecs: 60 },
    };
    await basin.streams.create({ stream: "events", config });
    expect(await basin.streams.getConfig("events")).toEqual(config);
  });

  test.for(STREAM_CONFIGS)("takes %s", async ([, config], { basin }) => {
    await basin.streams.create({ stream: "events", config });
    expect(await basin.streams.getConfig("events")).toEqual(filled(config));
  });

  test.for([
    ["one byte", "e"],
    ["512 bytes", "é".repeat(256)],
    ["letters of every script", "日本語 🎉 straße"],
    ["slashes, dots and percent signs", "a/../b%2F.%"],
    ["control characters", "a\tb\nc"],
    ["reserved characters", "?&=#+;,:@!$'()*~ "],
  ])("takes a name of %s", async ([, stream], { basin }) => {
    expect((await basin.streams.create({ stream: stream as string })).name).toBe(stream);
    expect(await basin.streams.getConfig(stream as string)).toEqual(DEFAULTS);
    expect((await basin.streams.ensure({ stream: stream as string })).result).toBe("noop");
    const { items } = await basin.streams.list({ prefix: stream });
    expect(items.map(({ name }) => name)).toEqual([stream]);
    await basin.streams.delete(stream as string);
  });

  test.for([
    ["nothing", ""],
    ["513 bytes", "s".repeat(513)],
    ["513 bytes in 257 characters", `s${"é".repeat(256)}`],
    ["a NUL character", "a\0b"],
    ["a dot", "."],
    ["two dots", ".."],
  ])("refuses a name of %s before anything is sent", async ([, name], { basin }) => {
    const stream = name as string;
    const refused = expect.objectContaining({ code: "invalid_argument", field: "stream" });
    await expect(basin.streams.create({ stream })).rejects.toEqual(refused);
    await expect(basin.streams.ensure({ stream })).rejects.toEqual(refused);
    await expect(basin.streams.getConfig(stream)).rejects.toEqual(refused);
    await expect(basin.streams.reconfigure(stream, {})).rejects.toEqual(refused);
    await expect(basin.streams.delete(stream)).rejects.toEqual(refused);
  });

  test("fails with resource_already_exists when the name is taken", async ({ basin }) => {
    await basin.streams.create({ stream: "events" });
    await expect(basin.streams.create({ stream: "events" })).rejects.toMatchObject({
      code: "resource_already_exists",
      status: 409,
      maybeApplied: false,
    });
  });

  test("fails with basin_not_found when there is no such basin", async ({ s2, prefix }) => {
    const creating = s2.basin(`${prefix}basin`).streams.create({ stream: "events" });
    await expect(creating).rejects.toMatchObject({ code: "basin_not_found" });
  });

  test("refuses a retention of 0 before anything is sent", async ({ basin }) => {
    const config = { retentionPolicy: { ageSecs: 0 } };
    await expect(basin.streams.create({ stream: "events", config })).rejects.toMatchObject({
      code: "invalid_argument",
      field: "config.retentionPolicy.ageSecs",
    });
  });

  test("answers like the first time when token and configuration are the same", async ({ basin }) => {
    const options = { stream: "events", requestToken: "token-1" };
    const first = await basin.streams.create(options);
    expect(await basin.streams.create(options)).toEqual(first);
    await expect(basin.streams.create({ ...options, requestToken: "token-2" })).rejects.toMatchObject({
      code: "resource_already_exists",
    });
  });
});

describe("createIfMissing", () => {
  test("creates a stream that is not there, and leaves one that is as it is", async ({ basin }) => {
    const config = { storageClass: "standard" };
    expect(await basin.streams.createIfMissing({ stream: "events", config })).toBe(true);
    expect(await basin.streams.createIfMissing({ stream: "events" })).toBe(false);
    expect(await basin.streams.getConfig("events")).toEqual(filled(config));
  });
});

describe("ensure", () => {
  test("creates a stream that is not there", async ({ basin }) => {
    const { result, info } = await basin.streams.ensure({ stream: "events", config: { storageClass: "standard" } });
    expect([result, info.name]).toEqual(["created", "events"]);
    expect(await basin.streams.getConfig("events")).toEqual(filled({ storageClass: "standard" }));
  });

  test("changes nothing when the stream is as asked", async ({ basin }) => {
    const options = { stream: "events", config: { retentionPolicy: "infinite" } } as const;
    const { info } = await basin.streams.ensure(options);
    expect(await basin.streams.ensure(options)).toEqual({ result: "noop", info });
    expect(await basin.streams.ensure({ ...options, config: filled(options.config) })).toEqual({
      result: "noop",
      info,
    });
  });

  test("updates a stream that is different", async ({ basin }) => {
    const { info } = await basin.streams.ensure({ stream: "events", config: { retentionPolicy: "infinite" } });
    const config = { timestamping: { mode: "arrival" } };
    expect(await basin.streams.ensure({ stream: "events", config })).toEqual({ result: "updated", info });
    expect(await basin.streams.getConfig("events")).toEqual(filled(config));
  });

  test("fills what is left out from the basin's defaults as they are now", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "events", config: { storageClass: "standard" } });
    await s2.basins.reconfigure(basin.name, { defaultStreamConfig: { retentionPolicy: { ageSecs: 60 } } });
    expect((await basin.streams.ensure({ stream: "events" })).result).toBe("updated");
    expect(await basin.streams.getConfig("events")).toEqual(filled({ retentionPolicy: { ageSecs: 60 } }));
  });
});
