import { describe, expect } from "vitest";
import { collect, names, test } from "../support/harness.js";

describe("list", () => {
  test("gives all basins with their time of creation, in order", async ({ s2, prefix }) => {
    for (const name of ["b", "a", "c"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const page = await s2.basins.list();
    const own = page.items.filter(({ name }) => name.startsWith(prefix));
    expect(names(own)).toEqual([`${prefix}a`, `${prefix}b`, `${prefix}c`]);
    for (const { createdAt, deletedAt } of own) {
      expect(createdAt).toBeInstanceOf(Date);
      expect(createdAt.getTime()).toBeGreaterThan(1_600_000_000_000);
      expect(deletedAt).toBeUndefined();
    }
  });

  test("gives an empty page when nothing begins with the prefix", async ({ s2, basin, prefix }) => {
    expect(basin.name).toBe(`${prefix}basin`);
    expect(await s2.basins.list({ prefix: `${prefix}nothing` })).toEqual({ items: [], hasMore: false });
  });

  test("gives what begins with the prefix", async ({ s2, prefix }) => {
    for (const name of ["a-one", "a-two", "b-one"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const page = await s2.basins.list({ prefix: `${prefix}a-` });
    expect(names(page.items)).toEqual([`${prefix}a-one`, `${prefix}a-two`]);
    expect(page.hasMore).toBe(false);
  });

  test("gives what comes after a name, that name excluded", async ({ s2, prefix }) => {
    for (const name of ["a", "b", "c"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const page = await s2.basins.list({ prefix, startAfter: `${prefix}a` });
    expect(names(page.items)).toEqual([`${prefix}b`, `${prefix}c`]);
  });

  test("gives at most limit basins and says that there are more", async ({ s2, prefix }) => {
    for (const name of ["a", "b", "c"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const page = await s2.basins.list({ prefix, limit: 2 });
    expect(names(page.items)).toEqual([`${prefix}a`, `${prefix}b`]);
    expect(page.hasMore).toBe(true);
  });

  test("gives the pages one after the other by their last names", async ({ s2, prefix }) => {
    for (const name of ["a", "b", "c"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const first = await s2.basins.list({ startAfter: prefix.slice(0, -1), limit: 2 });
    const second = await s2.basins.list({ startAfter: first.items.at(-1)?.name, limit: 2 });
    expect(names(first.items)).toEqual([`${prefix}a`, `${prefix}b`]);
    expect(names(second.items)[0]).toBe(`${prefix}c`);
  });

  test("gives the pages of a prefix without what lies beyond it", async ({ s2, prefix }) => {
    for (const name of ["a-one", "a-two", "b-one"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const first = await s2.basins.list({ prefix: `${prefix}a-`, limit: 1 });
    const second = await s2.basins.list({ prefix: `${prefix}a-`, limit: 1, startAfter: `${prefix}a-one` });
    expect([names(first.items), first.hasMore]).toEqual([[`${prefix}a-one`], true]);
    expect([names(second.items), second.hasMore]).toEqual([[`${prefix}a-two`], false]);
  });

  test.for([0, 1500])("takes a limit of %i for 1000", async (limit, { s2, prefix }) => {
    for (const name of ["a", "b"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const page = await s2.basins.list({ prefix, limit });
    expect(names(page.items)).toEqual([`${prefix}a`, `${prefix}b`]);
    expect(page.hasMore).toBe(false);
  });

  test("shows basins that are being deleted, with the time of that", async ({ s2, basin, prefix }) => {
    await basin.streams.create({ stream: "keeps-the-basin-for-a-while" });
    await s2.basins.delete(basin.name);
    const [info] = (await s2.basins.list({ prefix })).items;
    expect(info?.name).toBe(basin.name);
    expect(info?.deletedAt?.getTime()).toBeGreaterThanOrEqual(info?.createdAt.getTime() ?? Number.NaN);
  });
});

describe("listAll", () => {
  test("goes through all pages", async ({ s2, prefix }) => {
    const all = ["a", "b", "c", "d", "e"].map((name) => `${prefix}${name}`);
    for (const basin of all) await s2.basins.create({ basin });
    expect(names(await collect(s2.basins.listAll({ prefix, limit: 2 })))).toEqual(all);
  });

  test("gives all with a limit of 0, as without one", async ({ s2, prefix }) => {
    const all = ["a", "b", "c"].map((name) => `${prefix}${name}`);
    for (const basin of all) await s2.basins.create({ basin });
    expect(names(await collect(s2.basins.listAll({ prefix, limit: 0 })))).toEqual(all);
    expect(names(await collect(s2.basins.listAll({ prefix })))).toEqual(all);
  });

  test("begins after startAfter", async ({ s2, prefix }) => {
    for (const name of ["a", "b", "c"]) await s2.basins.create({ basin: `${prefix}${name}` });
    const rest = await collect(s2.basins.listAll({ prefix, startAfter: `${prefix}a`, limit: 1 }));
    expect(names(rest)).toEqual([`${prefix}b`, `${prefix}c`]);
  });

  test("leaves out what is being deleted, unless it is asked for", async ({ s2, prefix }) => {
    for (const name of ["a", "b", "c"]) {
      await s2.basins.create({ basin: `${prefix}${name}` });
      await s2.basin(`${prefix}${name}`).streams.create({ stream: "keeps-the-basin-for-a-while" });
    }
    await s2.basins.delete(`${prefix}b`);
    await s2.basins.delete(`${prefix}c`);
    expect(names(await collect(s2.basins.listAll({ prefix, limit: 1 })))).toEqual([`${prefix}a`]);
    const all = await collect(s2.basins.listAll({ prefix, limit: 1, includeDeleted: true }));
    expect(names(all)).toEqual([`${prefix}a`, `${prefix}b`, `${prefix}c`]);
    expect(all.map(({ deletedAt }) => deletedAt instanceof Date)).toEqual([false, true, true]);
  });
});
