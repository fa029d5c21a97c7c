import { describe, expect } from "vitest";
import { test } from "../support/harness.js";
import { filled } from "../support/stream-configs.js";

const defaultStreamConfig = {
  storageClass: "standard",
  retentionPolicy: { ageSecs: 3600 },
  timestamping: { mode: "arrival", uncapped: true },
  deleteOnEmpty: { minAgeSecs: 60 },
} as const;

describe("a basin that creates streams", () => {
  test("creates a stream on its first append, with the basin's defaults", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: { createStreamOnAppend: true, defaultStreamConfig } });
    const basin = s2.basin(`${prefix}basin`);
    const ack = await basin.stream("events").append([{ body: "first" }]);
    expect(ack.start.seqNum).toBe(0);
    expect(await basin.streams.getConfig("events")).toEqual(filled(defaultStreamConfig));
  });

  test("creates a stream on its first read, which finds nothing", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: { createStreamOnRead: true, defaultStreamConfig } });
    const basin = s2.basin(`${prefix}basin`);
    await expect(basin.stream("events").read({ from: { seqNum: 0 } })).rejects.toMatchObject({
      code: "range_not_satisfiable",
      tail: { seqNum: 0 },
    });
    expect(await basin.streams.getConfig("events")).toEqual(filled(defaultStreamConfig));
  });

  test("gives its defaults to streams that are created by name, too", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: { defaultStreamConfig } });
    const basin = s2.basin(`${prefix}basin`);
    await basin.streams.create({ stream: "events", config: { storageClass: "express" } });
    expect(await basin.streams.getConfig("events")).toEqual(
      filled({ ...defaultStreamConfig, storageClass: "express" }),
    );
  });

  test("creates none otherwise", async ({ basin }) => {
    await expect(basin.stream("events").append([{ body: "x" }])).rejects.toMatchObject({ code: "stream_not_found" });
    await expect(basin.stream("events").read()).rejects.toMatchObject({ code: "stream_not_found" });
  });
});
