import { describe, expect, test } from "vitest";
import { compareNames } from "../../src/model/names.js";
import { NameIndex } from "../../src/state/name-index.js";
import { seededRandom } from "../random.js";

const page = (prefix = "", startAfter = "", limit?: bigint) => ({ prefix, startAfter, limit });

function indexOf(...names: string[]): NameIndex<string> {
  const index = new NameIndex<string>();
  for (const name of names) index.set(name, name);
  return index;
}

test("names compare as their UTF-8 bytes do", () => {
  const random = seededRandom(5);
  const pick = (): string =>
    String.fromCodePoint(
      [0x41, 0x7f, 0xe9, 0x7ff, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff][Math.floor(random() * 9)]!,
    );
  for (let round = 0; round < 2_000; round++) {
    const [left, right] = [0, 0].map(() => Array.from({ length: Math.floor(random() * 4) }, pick).join(""));
    expect(Math.sign(compareNames(left!, right!))).toBe(Buffer.compare(Buffer.from(left!), Buffer.from(right!)));
  }
});

describe("a listing", () => {
  test("is in byte order, page after page, without gap or repeat", () => {
    const names = Array.from({ length: 25 }, (_, index) => `n${index}`);
    const index = indexOf(...names);
    const seen: string[] = [];
    for (let startAfter = ""; ; startAfter = seen[seen.length - 1]!) {
      const { items, hasMore } = index.page(page("", startAfter, 10n));
      seen.push(...items);
      if (!hasMore) break;
    }
    expect(seen).toEqual([...names].sort());
  });

  test("has only names with the prefix, after the given name", () => {
    const index = indexOf("a", "b-1", "b-2", "b-3", "c");
    expect(index.page(page("b-")).items).toEqual(["b-1", "b-2", "b-3"]);
    expect(index.page(page("b-", "b-1")).items).toEqual(["b-2", "b-3"]);
    expect(index.page(page("b-", "a")).items).toEqual(["b-1", "b-2", "b-3"]);
    expect(index.page(page("b-", "bz"))).toEqual({ items: [], hasMore: false });
  });

  test("has at most 1000 names for a limit of 0, none, or more", () => {
    const index = indexOf(...Array.from({ length: 1_001 }, (_, number) => `n${number}`));
    for (const limit of [undefined, 0n, 1_500n, 2n ** 64n - 1n]) {
      const { items, hasMore } = index.page(page("", "", limit));
      expect([items.length, hasMore]).toEqual([1_000, true]);
    }
    expect(index.page(page("", "n998", 2n)).hasMore).toBe(false);
  });

  test("says that there is more only if a visible name is left", () => {
    const index = indexOf("a", "b", "c");
    const { items, hasMore } = index.page(page("", "", 1n), (name) => name === "b");
    expect([items, hasMore]).toEqual([["b"], false]);
  });
});
