import { describe, expect } from "vitest";
import { type AccessTokenScope, type IssueAccessTokenOptions, S2 } from "../../src/index.js";
import { test as base, collect, names, onOtherServer } from "../support/harness.js";

interface Fixtures {
  /** A client that has the token, issued by the account's own. */
  readonly holder: (options: Omit<IssueAccessTokenOptions, "id"> & { readonly id?: string }) => Promise<S2>;
}

const test = base.extend({ options: { auth: { rootToken: "root-token" } } }).extend<Fixtures>({
  holder: async ({ server, s2 }, use) => {
    await use(async (options) => {
      const accessToken = await s2.accessTokens.issue({ id: "limited", ...options });
      return new S2({ ...server.clientOptions(), accessToken });
    });
  },
});

const denied = { code: "permission_denied", status: 403, maybeApplied: false };
const all = { basins: { prefix: "" }, streams: { prefix: "" }, accessTokens: { prefix: "" } };

describe.skipIf(onOtherServer)("access tokens", () => {
  describe("list", () => {
    test("gives all tokens in the order of their ids, without their values", async ({ s2 }) => {
      for (const id of ["b", "a"]) await s2.accessTokens.issue({ id, scope: { ops: ["list-basins"] } });
      const page = await s2.accessTokens.list();
      expect(page.items.map(({ id }) => id)).toEqual(["a", "b"]);
      expect(Object.keys(page.items[0] ?? {}).sort()).toEqual(["autoPrefixStreams", "id", "scope"]);
    });

    test("gives what begins with the prefix, in pages", async ({ s2 }) => {
      for (const id of ["x/1", "x/2", "x/3", "y/1"]) await s2.accessTokens.issue({ id, scope: { ops: ["read"] } });
      const first = await s2.accessTokens.list({ prefix: "x/", limit: 2 });
      expect([first.items.map(({ id }) => id), first.hasMore]).toEqual([["x/1", "x/2"], true]);
      const second = await s2.accessTokens.list({ prefix: "x/", limit: 2, startAfter: "x/2" });
      expect([second.items.map(({ id }) => id), second.hasMore]).toEqual([["x/3"], false]);
    });

    test("gives an empty page when nothing begins with the prefix", async ({ s2 }) => {
      expect(await s2.accessTokens.list({ prefix: "nothing" })).toEqual({ items: [], hasMore: false });
    });

    test("goes through all pages with listAll", async ({ s2 }) => {
      const ids = ["a", "b", "c", "d", "e"];
      for (const id of ids) await s2.accessTokens.issue({ id, scope: { ops: ["read"] } });
      expect((await collect(s2.accessTokens.listAll({ limit: 2 }))).map(({ id }) => id)).toEqual(ids);
      const rest = await collect(s2.accessTokens.listAll({ limit: 1, startAfter: "c" }));
      expect(rest.map(({ id }) => id)).toEqual(["d", "e"]);
    });
  });

  describe("issue", () => {
    test.for<[string, AccessTokenScope, AccessTokenScope?]>([
      ["single operations", { ops: ["list-basins", "append"] }],
      ["reading in one group", { opGroups: { basin: { read: true, write: false } } }],
      [
        "reading and writing in every group",
        {
          opGroups: {
            account: { read: true, write: true },
            basin: { read: true, write: true },
            stream: { read: true, write: true },
          },
        },
      ],
      ["one basin", { ops: ["read"], basins: { exact: "my-basin" } }],
      ["basins by prefix", { ops: ["read"], basins: { prefix: "my-" } }],
      ["no basin", { ops: ["read"], basins: { exact: "" } }],
      ["every basin", { ops: ["read"], basins: { prefix: "" } }],
      ["one stream", { ops: ["read"], streams: { exact: "a/b" } }],
      ["streams by prefix", { ops: ["read"], streams: { prefix: "a/" } }],
      ["tokens by prefix", { ops: ["list-access-tokens"], accessTokens: { prefix: "team/" } }],
    ])("grants %s", async ([, scope], { s2 }) => {
      await s2.accessTokens.issue({ id: "token", scope });
      expect((await s2.accessTokens.list()).items).toEqual([{ id: "token", autoPrefixStreams: false, scope }]);
    });

    test.for([
      ["read", { read: true, write: false }],
      ["write", { read: false, write: true }],
      ["read-write", { read: true, write: true }],
    ] as const)("takes the word %s for a group and for all of them", async ([word, permission], { s2 }) => {
      await s2.accessTokens.issue({ id: "all", scope: { opGroups: word } });
      await s2.accessTokens.issue({ id: "one", scope: { opGroups: { stream: word } } });
      const [every, one] = (await s2.accessTokens.list()).items;
      expect(every?.scope.opGroups).toEqual({ account: permission, basin: permission, stream: permission });
      expect(one?.scope.opGroups).toEqual({ stream: permission });
    });

    test("gives the value of a token that works", async ({ s2, basin, holder }) => {
      const limited = await holder({ scope: { ...all, opGroups: { account: "read" } } });
      expect(names((await limited.basins.list()).items)).toEqual([basin.name]);
      expect((await s2.accessTokens.list()).items.map(({ id }) => id)).toEqual(["limited"]);
    });

    test("makes a token that ends when it is told to", async ({ s2, clock, holder }) => {
      const expiresAt = new Date(clock.now() + 60_000);
      const limited = await holder({ scope: { ...all, ops: ["list-basins"] }, expiresAt });
      expect((await s2.accessTokens.list()).items[0]?.expiresAt).toEqual(expiresAt);
      await limited.basins.list();
      await clock.advance(60_001);
      await expect(limited.basins.list({ retry: "never" })).rejects.toMatchObject({ code: "authn", status: 401 });
    });

    test("fails with resource_already_exists when the id is taken", async ({ s2 }) => {
      const options = { id: "token", scope: { ops: ["read"] } };
      await s2.accessTokens.issue(options);
      await expect(s2.accessTokens.issue(options)).rejects.toMatchObject({
        code: "resource_already_exists",
        status: 409,
      });
    });

    test("fails with invalid when prefixes shall be put before streams without a prefix", async ({ s2 }) => {
      const scope: AccessTokenScope = { ops: ["read"], streams: { exact: "one" } };
      const issuing = s2.accessTokens.issue({ id: "token", scope, autoPrefixStreams: true });
      await expect(issuing).rejects.toMatchObject({ code: "invalid", status: 422 });
    });

    test("fails with invalid when nothing is permitted", async ({ s2 }) => {
      const issuing = s2.accessTokens.issue({ id: "token", scope: {} });
      await expect(issuing).rejects.toMatchObject({ code: "invalid", status: 422 });
    });

    test.for([
      ["an empty id", { id: "" }, "id"],
      ["an id of 97 bytes", { id: "i".repeat(97) }, "id"],
      ["an id of a dot", { id: "." }, "id"],
      ["a basin of 49 bytes", { scope: { basins: { exact: "b".repeat(49) } } }, "scope.basins.exact"],
      ["a prefix of no basin", { scope: { basins: { prefix: "-" } } }, "scope.basins.prefix"],
      ["a stream of dots", { scope: { streams: { exact: ".." } } }, "scope.streams.exact"],
      ["a prefix of 513 bytes", { scope: { streams: { prefix: "s".repeat(513) } } }, "scope.streams.prefix"],
      ["a token of 97 bytes", { scope: { accessTokens: { exact: "t".repeat(97) } } }, "scope.accessTokens.exact"],
      ["both an exact name and a prefix", { scope: { basins: { exact: "a-basin", prefix: "b" } } }, "scope.basins"],
      ["neither an exact name nor a prefix", { scope: { streams: {} } }, "scope.streams"],
      ["a name that is not text", { scope: { streams: { exact: 1 } } }, "scope.streams.exact"],
      ["a word for a group that does not exist", { scope: { opGroups: "all" } }, "scope.opGroups"],
      ["a group that does not exist", { scope: { opGroups: { streams: "read" } } }, "scope.opGroups.streams"],
      ["an operation that is not text", { scope: { ops: ["read", 1] } }, "scope.ops[1]"],
      ["operations that are no list", { scope: { ops: "read" } }, "scope.ops"],
      ["a set that does not exist", { scope: { basin: { exact: "a" } } }, "scope.basin"],
      ["an end that is no date", { expiresAt: new Date("never") }, "expiresAt"],
      ["an end as a number", { expiresAt: 1 }, "expiresAt"],
    ])("refuses %s before anything is sent", async ([, wrong, field], { s2 }) => {
      const options = { id: "token", scope: { ops: ["read"] }, ...(wrong as object) };
      await expect(s2.accessTokens.issue(options as IssueAccessTokenOptions)).rejects.toMatchObject({
        code: "invalid_argument",
        field,
      });
      expect((await s2.accessTokens.list()).items).toEqual([]);
    });
  });

  describe("revoke", () => {
    test("makes a token worthless", async ({ s2, holder }) => {
      const limited = await holder({ scope: { ...all, ops: ["list-basins"] } });
      await limited.basins.list();
      await s2.accessTokens.revoke("limited");
      await expect(limited.basins.list({ retry: "never" })).rejects.toMatchObject({ code: "authn", status: 401 });
      expect((await s2.accessTokens.list()).items).toEqual([]);
    });

    test("fails with access_token_not_found when there is none, and the second time", async ({ s2 }) => {
      const missing = { code: "access_token_not_found", status: 404, maybeApplied: false };
      await expect(s2.accessTokens.revoke("token")).rejects.toMatchObject(missing);
      await s2.accessTokens.issue({ id: "token", scope: { ops: ["read"] } });
      await s2.accessTokens.revoke("token");
      await expect(s2.accessTokens.revoke("token")).rejects.toMatchObject(missing);
    });

    test("refuses an empty id before anything is sent", async ({ s2 }) => {
      const refused = { code: "invalid_argument", field: "id" };
      await expect(s2.accessTokens.revoke("")).rejects.toMatchObject(refused);
      await expect(s2.accessTokens.revokeIfExists("")).rejects.toMatchObject(refused);
    });

    test("says whether there was a token with revokeIfExists", async ({ s2 }) => {
      await s2.accessTokens.issue({ id: "a/b c", scope: { ops: ["read"] } });
      expect(await s2.accessTokens.revokeIfExists("a/b c")).toBe(true);
      expect(await s2.accessTokens.revokeIfExists("a/b c")).toBe(false);
    });
  });

  describe("a limited token", () => {
    test("uses streams of its prefix and no others", async ({ basin, holder }) => {
      for (const stream of ["team/one", "other"]) await basin.streams.create({ stream });
      const limited = await holder({ scope: { ...all, streams: { prefix: "team/" }, opGroups: { stream: "read" } } });
      const streams = limited.basin(basin.name);
      expect((await streams.stream("team/one").checkTail()).seqNum).toBe(0);
      await expect(streams.stream("other").checkTail()).rejects.toMatchObject(denied);
    });

    test("may do what its operations say and nothing else", async ({ basin, holder }) => {
      await basin.streams.create({ stream: "events" });
      const limited = await holder({ scope: { ...all, ops: ["append"] } });
      const stream = limited.basin(basin.name).stream("events");
      await stream.append([{ body: "x" }]);
      await expect(stream.read()).rejects.toMatchObject(denied);
      await expect(limited.basins.list()).rejects.toMatchObject(denied);
      await expect(limited.accessTokens.list()).rejects.toMatchObject(denied);
    });

    test("cannot issue a token that may do more", async ({ holder }) => {
      const limited = await holder({ scope: { ...all, ops: ["issue-access-token", "read"] } });
      const more = limited.accessTokens.issue({ id: "more", scope: { ...all, ops: ["append"] } });
      await expect(more).rejects.toMatchObject(denied);
      expect(await limited.accessTokens.issue({ id: "less", scope: { ...all, ops: ["read"] } })).toMatch(/./);
    });

    test("uses its own basin and no other", async ({ s2, prefix, basin, holder }) => {
      await s2.basins.create({ basin: `${prefix}other` });
      const limited = await holder({ scope: { ...all, basins: { exact: basin.name }, opGroups: { basin: "read" } } });
      expect((await limited.basin(basin.name).streams.list()).items).toEqual([]);
      await expect(limited.basin(`${prefix}other`).streams.list()).rejects.toMatchObject(denied);
    });

    test("sees the names of its streams without the prefix that is put before them", async ({ basin, holder }) => {
      const limited = await holder({
        scope: { ...all, streams: { prefix: "team/" }, opGroups: { basin: "read-write", stream: "read-write" } },
        autoPrefixStreams: true,
      });
      const streams = limited.basin(basin.name).streams;
      expect((await streams.create({ stream: "one" })).name).toBe("one");
      await basin.streams.create({ stream: "other" });
      expect(names(await collect(streams.listAll()))).toEqual(["one"]);
      expect(names((await basin.streams.list()).items)).toEqual(["other", "team/one"]);
    });
  });
});
