import { describe, expect } from "vitest";
import { collect, names, test } from "../support/harness.js";

describe("delete", () => {
  test("makes a basin go away", async ({ s2, basin, gone }) => {
    await s2.basins.delete(basin.name);
    await gone(() => s2.basins.getConfig(basin.name));
    expect(names(await collect(s2.basins.listAll({ prefix: basin.name, includeDeleted: true })))).toEqual([]);
  });

  test("fails with basin_not_found when there is none", async ({ s2, prefix }) => {
    await expect(s2.basins.delete(`${prefix}basin`)).rejects.toMatchObject({
      code: "basin_not_found",
      status: 404,
      maybeApplied: false,
    });
  });

  test("succeeds again while the basin goes away", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "keeps-the-basin-for-a-while" });
    await s2.basins.delete(basin.name);
    await s2.basins.delete(basin.name);
    expect(await s2.basins.deleteIfExists(basin.name)).toBe(true);
  });

  test("leaves the configuration readable and the basin listed until it is gone", async ({ s2, basin }) => {
    await basin.streams.create({ stream: "keeps-the-basin-for-a-while" });
    await s2.basins.delete(basin.name);
    expect(await s2.basins.getConfig(basin.name)).toMatchObject({ createStreamOnAppend: false });
    const [info] = (await s2.basins.list({ prefix: basin.name })).items;
    expect(info?.deletedAt).toBeInstanceOf(Date);
  });
});

describe("deleteIfExists", () => {
  test("says whether there was a basin", async ({ s2, basin, gone }) => {
    expect(await s2.basins.deleteIfExists(basin.name)).toBe(true);
    await gone(() => s2.basins.getConfig(basin.name));
    expect(await s2.basins.deleteIfExists(basin.name)).toBe(false);
  });
});
