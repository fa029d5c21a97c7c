import { describe, expect, test } from "vitest";
import { paginate, S2 } from "../../src/index.js";
import { collect, names } from "../support/harness.js";
import { type ScriptedAnswer, type ScriptedFetch, scriptedFetch } from "../support/scripted-fetch.js";

const created_at = "2026-01-01T00:00:00Z";
const definite: ScriptedAnswer = { status: 429, body: { code: "rate_limited", message: "slow down" } };

function page(has_more: boolean, ...found: string[]): ScriptedAnswer {
  const basins = found.map((name) => ({
    name: name.replace("†", ""),
    created_at,
    deleted_at: name.endsWith("†") ? created_at : null,
  }));
  return { status: 200, body: { basins, has_more } };
}

function client(...answers: ScriptedAnswer[]): ScriptedFetch & { s2: S2 } {
  const script = scriptedFetch(...answers);
  const s2 = new S2({ accessToken: "token", fetch: script.fetch, retry: { minDelayMs: 0, maxDelayMs: 0 } });
  return { ...script, s2 };
}

describe("listAll", () => {
  test("fetches nothing before the first item is asked for, and each page when it is needed", async () => {
    const { s2, sent } = client(page(true, "a", "b"), page(false, "c"));
    const items = s2.basins.listAll();
    expect(sent).toHaveLength(0);
    await items.next();
    await items.next();
    expect(sent).toHaveLength(1);
    await items.next();
    expect(sent).toHaveLength(2);
  });

  test("goes on after the last name of the page, shown or not", async () => {
    const { s2, sent } = client(page(true, "a", "b†"), page(true, "c†"), page(false, "d"));
    expect(names(await collect(s2.basins.listAll({ prefix: "p", limit: 2 })))).toEqual(["a", "d"]);
    expect(sent.map(({ target }) => target)).toEqual([
      "/basins?prefix=p&limit=2",
      "/basins?prefix=p&start_after=b&limit=2",
      "/basins?prefix=p&start_after=c&limit=2",
    ]);
  });

  test("ends with an empty page, whatever it says", async () => {
    const { s2, sent } = client(page(true));
    expect(await collect(s2.basins.listAll())).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test("gives every page attempts of its own", async () => {
    const { s2, sent } = client(definite, definite, page(true, "a"), definite, definite, page(false, "b"));
    expect(names(await collect(s2.basins.listAll({ retry: { maxAttempts: 3 } })))).toEqual(["a", "b"]);
    expect(sent).toHaveLength(6);
  });

  test("gives what came before an error, then the error, then nothing", async () => {
    const { s2 } = client(page(true, "a"), { status: 403, body: { code: "permission_denied", message: "no" } });
    const items = s2.basins.listAll();
    expect((await items.next()).value).toMatchObject({ name: "a" });
    await expect(items.next()).rejects.toMatchObject({ code: "permission_denied" });
    expect(await items.next()).toEqual({ value: undefined, done: true });
  });

  test("fetches no more after break", async () => {
    const { s2, sent } = client(page(true, "a"), page(true, "b"));
    for await (const { name } of s2.basins.listAll()) {
      expect(name).toBe("a");
      break;
    }
    expect(sent).toHaveLength(1);
  });

  test("fails with protocol_error when the list does not advance", async () => {
    const { s2, sent } = client(page(true, "a"));
    await expect(collect(s2.basins.listAll())).rejects.toMatchObject({ code: "protocol_error" });
    expect(sent).toHaveLength(2);
  });

  test("leaves an empty prefix and an empty startAfter out of the request", async () => {
    const { s2, sent } = client(page(false));
    await collect(s2.basins.listAll({ prefix: "", startAfter: "", limit: 0 }));
    expect(sent[0]?.target).toBe("/basins?limit=0");
  });

  test.for([
    ["basins", "prefix", (s2: S2) => s2.basins.listAll({ prefix: "-no" })],
    ["basins", "startAfter", (s2: S2) => s2.basins.listAll({ startAfter: "b".repeat(49) })],
    ["streams", "prefix", (s2: S2) => s2.basin("my-basin").streams.listAll({ prefix: "a\0" })],
    ["streams", "startAfter", (s2: S2) => s2.basin("my-basin").streams.listAll({ startAfter: "é".repeat(257) })],
    ["tokens", "prefix", (s2: S2) => s2.accessTokens.listAll({ prefix: "t".repeat(97) })],
    ["tokens", "startAfter", (s2: S2) => s2.accessTokens.listAll({ startAfter: "\0" })],
  ] as const)("of %s refuses a %s that cannot be before anything is sent", async ([, field, list]) => {
    const { s2, sent } = client();
    await expect(list(s2).next()).rejects.toMatchObject({ code: "invalid_argument", field });
    expect(sent).toEqual([]);
  });
});

test("paginate goes through any list that has pages", async () => {
  const pages = new Map([
    [undefined, { items: [1, 2], hasMore: true }],
    ["2", { items: [3], hasMore: false }],
  ]);
  const fetchPage = async (after: string | undefined) => pages.get(after) ?? { items: [], hasMore: false };
  expect(await collect(paginate(fetchPage, String))).toEqual([1, 2, 3]);
  expect(await collect(paginate(fetchPage, String, "2"))).toEqual([3]);
});
