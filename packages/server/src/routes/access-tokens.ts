import { accessTokenJson, parseAccessToken } from "../access/access-token.js";
import { decodeAs } from "../model/format-error.js";
import { parseAccessTokenId } from "../model/names.js";
import { admit, cloudOnly } from "./admit.js";
import type { Handler, Route } from "./context.js";
import { jsonBody, pageRequest, pathName } from "./extract.js";
import { emptyReply, jsonReply } from "./reply.js";

const listAccessTokens: Handler = async (context) => {
  const request = pageRequest(context, parseAccessTokenId);
  admit(context, "list-access-tokens");
  const page = cloudOnly(context).tokens.list(context.principal, request);
  return jsonReply(200, { access_tokens: page.items.map(accessTokenJson), has_more: page.hasMore });
};

const issueAccessToken: Handler = async (context) => {
  const body = await jsonBody(context);
  const asked = decodeAs("bad_json", () => parseAccessToken(body));
  admit(context, "issue-access-token", { accessToken: asked.id });
  return jsonReply(201, { access_token: cloudOnly(context).tokens.issue(context.principal, asked) });
};

const revokeAccessToken: Handler = async (context) => {
  const id = pathName(context, 0, parseAccessTokenId);
  admit(context, "revoke-access-token", { accessToken: id });
  cloudOnly(context).tokens.revoke(id);
  return emptyReply(204);
};

export const ACCESS_TOKEN_ROUTES: readonly Route[] = [
  { path: "/v1/access-tokens", methods: { GET: listAccessTokens, POST: issueAccessToken } },
  { path: "/v1/access-tokens/{}", methods: { DELETE: revokeAccessToken } },
];
