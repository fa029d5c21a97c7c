import { describe, expect } from "vitest";
import type { Basin } from "../../src/index.js";
import { collect, names, test } from "../support/harness.js";

async function create(basin: Basin, streams: readonly string[]): Promise<void> {
  for (const stream of streams) await basin.streams.create({ stream });
}

describe("list", () => {
  test("gives all streams in the order of their bytes", async ({ basin }) => {
    // By UTF-16 units U+1F600 would come before U+FF5E; by bytes it comes after.
    const ordered = ["A", "a", "a/b", "ä", "～", "😀"];
    await create(basin, ordered.toReversed());
    const page = await basin.streams.list();
    expect(names(page.items)).toEqual(ordered);
    expect(page.hasMore).toBe(false);
    expect(page.items[0]?.createdAt).toBeInstanceOf(Date);
    expect(page.items[0]).not.toHaveProperty("deletedAt");
    expect(page.items[0]).not.toHaveProperty("cipher");
  });

  test("gives what begins with the prefix", async ({ basin }) => {
    await create(basin, ["logs/a", "logs/b", "metrics/a"]);
    expect(names((await basin.streams.list({ prefix: "logs/" })).items)).toEqual(["logs/a", "logs/b"]);
    expect((await basin.streams.list({ prefix: "nothing" })).items).toEqual([]);
  });

  test("gives what comes after a name, whether it exists or not", async ({ basin }) => {
    await create(basin, ["a", "b", "c"]);
    expect(names((await basin.streams.list({ startAfter: "a" })).items)).toEqual(["b", "c"]);
    expect(names((await basin.streams.list({ startAfter: "aa" })).items)).toEqual(["b", "c"]);
    expect((await basin.streams.list({ startAfter: "z" })).items).toEqual([]);
  });

  test("gives at most limit streams and says that there are more", async ({ basin }) => {
    await create(basin, ["a", "b", "c"]);
    const page = await basin.streams.list({ limit: 2 });
    expect([names(page.items), page.hasMore]).toEqual([["a", "b"], true]);
  });

  test("gives the pages one after the other by their last names", async ({ basin }) => {
    await create(basin, ["a", "b", "c"]);
    const first = await basin.streams.list({ limit: 2 });
    const second = await basin.streams.list({ limit: 2, startAfter: first.items.at(-1)?.name });
    expect([names(second.items), second.hasMore]).toEqual([["c"], false]);
  });

  test.for([0, 1500])("takes a limit of %i for 1000", async (limit, { basin }) => {
    await create(basin, ["a", "b"]);
    expect(names((await basin.streams.list({ limit })).items)).toEqual(["a", "b"]);
  });

  test.for([-1, 1.5, Number.NaN])("refuses a limit of %d before anything is sent", async (limit, { basin }) => {
    const refused = { code: "invalid_argument", field: "limit" };
    await expect(basin.streams.list({ limit })).rejects.toMatchObject(refused);
    await expect(basin.streams.listAll({ limit }).next()).rejects.toMatchObject(refused);
  });

  test("fails with basin_not_found when there is no such basin", async ({ s2, prefix }) => {
    await expect(s2.basin(`${prefix}basin`).streams.list()).rejects.toMatchObject({ code: "basin_not_found" });
  });

  test("gives the cipher of an encrypted stream", async ({ s2, prefix }) => {
    await s2.basins.create({ basin: `${prefix}basin`, config: { streamCipher: "aes-256-gcm" } });
    const created = await s2.basin(`${prefix}basin`).streams.create({ stream: "secret" });
    expect(created.cipher).toBe("aes-256-gcm");
    expect((await s2.basin(`${prefix}basin`).streams.list()).items).toEqual([created]);
  });
});

describe("listAll", () => {
  test("goes through more than a thousand streams in order, each once", async ({ basin }) => {
    const all = Array.from({ length: 1050 }, (_, index) => `stream-${String(index).padStart(4, "0")}`);
    for (let from = 0; from < all.length; from += 50) {
      await Promise.all(all.slice(from, from + 50).map((stream) => basin.streams.create({ stream })));
    }
    expect(names(await collect(basin.streams.listAll()))).toEqual(all);
    expect((await basin.streams.list({ limit: 1500 })).items).toHaveLength(1000);
    expect(names(await collect(basin.streams.listAll({ limit: 200, startAfter: "stream-0099" })))).toEqual(
      all.slice(100),
    );
  }, 60_000);
});
