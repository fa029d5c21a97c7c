import assert from "node:assert/strict";
import {
  ALL_RESOURCES,
  bearer,
  expectDenied,
  issueToken,
  listTokens,
  newToken,
  revokeToken,
  TOKENS_PATH,
} from "../../harness/access-tokens.js";
import type { CaseContext } from "../../harness/case-context.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus } from "../../harness/expectations.js";

const SCOPE = { ...ALL_RESOURCES, ops: ["read", "list-basins"] };

async function issueAll(context: CaseContext, ids: readonly string[]): Promise<void> {
  for (const id of ids) expectStatus(await issueToken(context, { id, scope: SCOPE }), 201);
}

export const tokenListCases: ConformanceCase[] = casesFor("access-token.list", [
  {
    name: "in-byte-order",
    proves: "tokens are listed in the byte order of their ids, whatever the order of their making",
    tags: ["not-lite"],
    run: async (context) => {
      const prefix = context.uniqueName("list");
      const ids = ["-😀", "-ﬁ", "-a", "-B", "-"].map((end) => prefix + end);
      await issueAll(context, ids);
      const page = await listTokens(context, `?prefix=${prefix}`);
      const inOrder = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.deepEqual([page.access_tokens.map(({ id }) => id), page.has_more], [inOrder, false]);
    },
  },
  {
    name: "in-pages",
    proves: "limit cuts a page and has_more says so; start_after goes on behind any id; no match is an empty page",
    tags: ["not-lite"],
    run: async (context) => {
      const prefix = context.uniqueName("pages");
      const ids = ["-1", "-2", "-3"].map((end) => prefix + end);
      await issueAll(context, ids);
      const list = async (query: string): Promise<[string[], boolean]> => {
        const { access_tokens, has_more } = await listTokens(context, `?prefix=${prefix}${query}`);
        return [access_tokens.map(({ id }) => id), has_more];
      };
      assert.deepEqual(await list("&limit=2"), [ids.slice(0, 2), true]);
      assert.deepEqual(await list(`&limit=2&start_after=${ids[1]}`), [ids.slice(2), false]);
      assert.deepEqual(await list(`&start_after=${prefix}-15`), [ids.slice(1), false]);
      assert.deepEqual(await list("-none"), [[], false]);
      for (const limit of [0, 1500]) assert.deepEqual(await list(`&limit=${limit}`), [ids, false]);
    },
  },
  {
    name: "only-what-the-caller-may-see",
    proves: "a token lists the tokens of its scope, and none without the operation",
    tags: ["not-lite"],
    run: async (context) => {
      const prefix = context.uniqueName("seen");
      await issueAll(context, [`${prefix}-a`, `${prefix}-b`]);
      const resources = { ...ALL_RESOURCES, access_tokens: { prefix: `${prefix}-a` } };
      const limited = await newToken(context, { ...resources, ops: ["list-access-tokens"] });
      const { access_tokens } = await listTokens(context, "", limited);
      assert.deepEqual(
        access_tokens.map(({ id }) => id),
        [`${prefix}-a`],
      );
      const other = await newToken(context, { ...ALL_RESOURCES, ops: ["read"] });
      expectDenied(await context.request("GET", TOKENS_PATH, { headers: bearer(other) }));
    },
  },
]);

export const tokenRevokeCases: ConformanceCase[] = casesFor("access-token.revoke", [
  {
    name: "not-known-any-more",
    proves: "a revoked token is answered 401 authn, and is gone from the list",
    tags: ["not-lite"],
    run: async (context) => {
      const id = context.uniqueName("token");
      const token = await newToken(context, SCOPE, { id });
      const use = () => context.request("GET", "/v1/basins?limit=1", { headers: bearer(token) });
      expectStatus(await use(), 200);
      const reply = await revokeToken(context, id);
      expectStatus(reply, 204);
      assert.equal(reply.text, "");
      expectError(await use(), 401, "authn");
      assert.deepEqual((await listTokens(context, `?prefix=${id}`)).access_tokens, []);
    },
  },
  {
    name: "missing",
    proves: "revoking an id that is not there, or the second time, is answered 404 access_token_not_found",
    tags: ["not-lite"],
    run: async (context) => {
      const id = context.uniqueName("token");
      expectError(await revokeToken(context, id), 404, "access_token_not_found");
      await newToken(context, SCOPE, { id });
      expectStatus(await revokeToken(context, id), 204);
      expectError(await revokeToken(context, id), 404, "access_token_not_found");
    },
  },
  {
    name: "bad-id",
    proves: "an id that none can be is answered 400 bad_path",
    tags: ["lite-quirk"],
    run: async (context) => {
      for (const id of ["x".repeat(97), "a%00b", "%2e%2e"]) {
        expectError(await context.request("DELETE", `${TOKENS_PATH}/${id}`), 400, "bad_path");
      }
    },
  },
]);
