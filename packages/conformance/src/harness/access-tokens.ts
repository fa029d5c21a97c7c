import assert from "node:assert/strict";
import type { JsonInput } from "../wire/exact-json.js";
import type { Reply } from "../wire/http-client.js";
import type { CaseContext } from "./case-context.js";
import { expectError, expectStatus } from "./expectations.js";

/** What a request to issue a token holds. */
export interface TokenRequest {
  id: string;
  scope: { [key: string]: JsonInput };
  auto_prefix_streams?: boolean;
  expires_at?: string;
}

/** A listed token. */
export interface AccessTokenInfo {
  id: string;
  expires_at: string | null;
  auto_prefix_streams: boolean;
  scope: { [key: string]: JsonInput };
}

export const TOKENS_PATH = "/v1/access-tokens";

/** Every basin, stream and access token. */
export const ALL_RESOURCES: { [key: string]: JsonInput } = {
  basins: { prefix: "" },
  streams: { prefix: "" },
  access_tokens: { prefix: "" },
};

/** The header with which a token is presented. */
export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Asks for a token, which is revoked after the case. @param by - The token to ask with; by default none. */
export function issueToken(context: CaseContext, request: TokenRequest, by?: string | undefined): Promise<Reply> {
  context.defer(() => void revokeToken(context, request.id).catch(() => undefined));
  return context.request("POST", TOKENS_PATH, {
    json: { ...request },
    headers: by === undefined ? {} : bearer(by),
  });
}

/** The value of a new token that permits what `scope` says. */
export async function newToken(
  context: CaseContext,
  scope: TokenRequest["scope"],
  more: Partial<TokenRequest> = {},
): Promise<string> {
  const reply = await issueToken(context, { id: context.uniqueName("token"), ...more, scope });
  expectStatus(reply, 201);
  const { access_token } = reply.json<{ access_token: string }>();
  assert.ok(typeof access_token === "string" && access_token.length > 0, reply.text);
  return access_token;
}

export function revokeToken(context: CaseContext, id: string): Promise<Reply> {
  return context.request("DELETE", `${TOKENS_PATH}/${encodeURIComponent(id)}`);
}

/** One page of tokens. Fails unless the list succeeds. */
export async function listTokens(
  context: CaseContext,
  query: string,
  by?: string | undefined,
): Promise<{ access_tokens: AccessTokenInfo[]; has_more: boolean }> {
  const headers = by === undefined ? {} : bearer(by);
  const reply = await context.request("GET", `${TOKENS_PATH}${query}`, { headers });
  expectStatus(reply, 200);
  return reply.json();
}

/** Asserts that a token does not permit what was asked for with it. */
export function expectDenied(reply: Reply): void {
  expectError(reply, 403, "permission_denied");
}
