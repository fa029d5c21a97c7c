import assert from "node:assert/strict";
import {
  ALL_RESOURCES,
  expectDenied,
  issueToken,
  listTokens,
  newToken,
  revokeToken,
  TOKENS_PATH,
  type TokenRequest,
} from "../../harness/access-tokens.js";
import { type ConformanceCase, casesFor } from "../../harness/conformance-case.js";
import { expectError, expectStatus, forEachRow } from "../../harness/expectations.js";
import type { JsonInput } from "../../wire/exact-json.js";

export const tokenIssueCases: ConformanceCase[] = casesFor("access-token.issue", [
  {
    name: "listed-as-asked",
    proves: "a token is answered 201 with its value, and listed with its scope and end, but never its value",
    tags: ["not-lite"],
    run: async (context) => {
      const request: TokenRequest = {
        id: context.uniqueName("token"),
        scope: { ...ALL_RESOURCES, streams: { prefix: "a/" }, op_groups: { stream: { read: true } }, ops: ["append"] },
        auto_prefix_streams: true,
        expires_at: "2999-01-02T03:04:05Z",
      };
      const reply = await issueToken(context, request);
      expectStatus(reply, 201);
      const { access_token } = reply.json<{ access_token: string }>();
      const page = await listTokens(context, `?prefix=${request.id}`);
      assert.equal(page.access_tokens.length, 1);
      const [info] = page.access_tokens;
      assert.ok(info !== undefined);
      assert.deepEqual(
        { id: info.id, auto_prefix_streams: info.auto_prefix_streams, streams: info.scope["streams"] },
        { id: request.id, auto_prefix_streams: true, streams: { prefix: "a/" } },
      );
      assert.deepEqual(info.scope["ops"], ["append"]);
      assert.equal(Date.parse(info.expires_at ?? ""), Date.parse("2999-01-02T03:04:05Z"));
      assert.ok(!JSON.stringify(page).includes(access_token));
    },
  },
  {
    name: "id-is-taken-once",
    proves: "an id that is taken is answered 409 resource_already_exists, and is free again after revocation",
    tags: ["not-lite"],
    run: async (context) => {
      const request: TokenRequest = { id: context.uniqueName("token"), scope: { ...ALL_RESOURCES, ops: ["read"] } };
      expectStatus(await issueToken(context, request), 201);
      expectError(await issueToken(context, request), 409, "resource_already_exists");
      expectStatus(await revokeToken(context, request.id), 204);
      expectStatus(await issueToken(context, request), 201);
    },
  },
  {
    name: "id-of-96-bytes",
    proves: "an id may have 96 bytes of any text",
    tags: ["not-lite"],
    run: async (context) => {
      const start = `${context.uniqueName("a/ä 漢")}-`;
      const id = start + "x".repeat(96 - Buffer.byteLength(start));
      await newToken(context, { ...ALL_RESOURCES, ops: ["read"] }, { id });
      assert.equal((await listTokens(context, `?prefix=${encodeURIComponent(id)}`)).access_tokens[0]?.id, id);
    },
  },
  {
    name: "what-cannot-be-read",
    proves: "a bad id, an unknown operation, a set that is both exact and prefix, or no scope is answered 400 bad_json",
    // s2-lite reads the body before it says that it has no tokens.
    tags: ["lite-quirk"],
    run: async (context) => {
      const scope = { ops: ["read"] };
      const rows: JsonInput[] = [
        { id: "", scope },
        { id: "x".repeat(97), scope },
        { id: "nul\0", scope },
        { id: ".", scope },
        { scope },
        { id: "token" },
        { id: "token", scope: { ops: ["fly"] } },
        { id: "token", scope: { ...scope, basins: { exact: "", prefix: "" } } },
        { id: "token", scope: { ...scope, basins: { exact: "short" } } },
        { id: "token", scope, expires_at: "tomorrow" },
      ];
      await forEachRow(rows, async (json) =>
        expectError(await context.request("POST", TOKENS_PATH, { json }), 400, "bad_json"),
      );
    },
  },
  {
    name: "what-makes-no-sense",
    proves: "a scope that permits nothing, and prefixing without a prefix of streams, is answered 422 invalid",
    tags: ["not-lite"],
    run: async (context) => {
      const rows: Partial<TokenRequest>[] = [
        { scope: {} },
        { scope: { ...ALL_RESOURCES, op_groups: { stream: { read: false } } } },
        { auto_prefix_streams: true, scope: { ops: ["read"] } },
        { auto_prefix_streams: true, scope: { ops: ["read"], streams: { exact: "s" } } },
      ];
      await forEachRow(rows, async (request) => {
        const reply = await issueToken(context, { id: context.uniqueName("token"), scope: {}, ...request });
        expectError(reply, 422, "invalid");
      });
    },
  },
]);

export const tokenDelegationCases: ConformanceCase[] = casesFor("access-token.delegation", [
  {
    name: "no-more-than-its-own",
    proves: "a token issues tokens with its own scope or less; with more of anything it is answered 403",
    tags: ["not-lite"],
    run: async (context) => {
      const own = { ...ALL_RESOURCES, basins: { prefix: "case-" }, streams: { exact: "s" } };
      const ops = ["issue-access-token", "read"];
      const parent = await newToken(context, { ...own, ops });
      const child = (scope: TokenRequest["scope"]) =>
        issueToken(context, { id: context.uniqueName("token"), scope }, parent);
      const allowed: TokenRequest["scope"][] = [
        { ...own, ops },
        { ...own, ops: ["read"] },
        { ...own, ops: ["read"], basins: { exact: "case-basin" }, streams: { exact: "" } },
      ];
      const denied: TokenRequest["scope"][] = [
        { ...own, ops: ["append"] },
        { ...own, ops: ["read"], op_groups: { stream: { read: true } } },
        { ...own, ops: ["read"], basins: { prefix: "" } },
        { ...own, ops: ["read"], streams: { exact: "t" } },
        { ...own, ops: ["read"], streams: { prefix: "s" } },
      ];
      await forEachRow(allowed, async (scope) => expectStatus(await child(scope), 201));
      await forEachRow(denied, async (scope) => expectDenied(await child(scope)));
    },
  },
]);
