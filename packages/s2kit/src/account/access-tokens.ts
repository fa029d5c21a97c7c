import { checkAccessTokenId, checkAccessTokenIdPrefix } from "@s2kit/core/internal";
import {
  type CallOptions,
  type components,
  issueAccessToken,
  listAccessTokens,
  type RestClient,
  revokeAccessToken,
} from "@s2kit/rest";
import { call } from "../calls/call.js";
import { checkBoolean, checkObject, ifGiven } from "../calls/check-fields.js";
import { fromWireMembers, type Members } from "../calls/members.js";
import { type ListOptions, listQuery, type Page, paginate } from "../calls/page.js";
import { present } from "../calls/present.js";
import { TIME, toWireTime } from "../calls/timestamp.js";
import { unless } from "../calls/unless.js";
import { type AccessTokenScope, fromWireScope, type GrantedScope, toWireScope } from "./access-token-scope.js";

/** A token to issue. */
export interface IssueAccessTokenOptions extends CallOptions {
  /** Its id, by which it is listed and revoked: 1 to 96 bytes, no NUL; not `.` or `..`. */
  readonly id: string;
  /** What it permits; at least one operation, and nothing that the issuing token does not. */
  readonly scope: AccessTokenScope;
  /**
   * Puts the prefix of `scope.streams` before every stream name that the token's holder uses, and takes it off every
   * name that the holder gets. Needs a `prefix` there. Default false.
   */
  readonly autoPrefixStreams?: boolean | undefined;
  /** From when on it is not accepted any more. Default: when the issuing token ends. */
  readonly expiresAt?: Date | undefined;
}

/** A token, as it is listed: never its value. */
export interface AccessTokenInfo {
  readonly id: string;
  readonly scope: GrantedScope;
  readonly autoPrefixStreams: boolean;
  readonly expiresAt?: Date | undefined;
}

const TOKEN_INFO: Members<AccessTokenInfo, components["schemas"]["AccessTokenInfo"]> = {
  id: {},
  scope: { fromWire: fromWireScope },
  autoPrefixStreams: {},
  expiresAt: TIME,
};

/** The account's access tokens. Every call takes `signal`, `timeoutMs`, `deadlineMs` and `retry`. */
export class AccessTokens {
  readonly #rest: RestClient;

  /** @internal */
  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** One page of tokens, in the order of their ids. */
  async list(options: ListOptions = {}): Promise<Page<AccessTokenInfo>> {
    const query = listQuery(options, checkAccessTokenIdPrefix);
    const { data } = await call(this.#rest, options, listAccessTokens, { query });
    return { items: data.access_tokens.map((wire) => fromWireMembers(wire, TOKEN_INFO)), hasMore: data.has_more };
  }

  /** All tokens, page after page, each page fetched when it is needed and with attempts and a deadline of its own. */
  listAll(options: ListOptions = {}): AsyncGenerator<AccessTokenInfo, void, undefined> {
    return paginate(
      (startAfter) => this.list({ ...options, startAfter }),
      ({ id }) => id,
      options.startAfter,
    );
  }

  /**
   * Issues a token. Its value is given this once. After a failure that leaves open whether it was issued
   * (`maybeApplied`) the call is not repeated: revoke the id, then issue it again.
   *
   * @returns The token's value: a secret.
   * @throws `resource_already_exists` when the id is taken; `permission_denied` for a scope beyond the issuing token's;
   *   `invalid` for a scope that permits nothing.
   */
  async issue(options: IssueAccessTokenOptions): Promise<string> {
    const { id, scope, autoPrefixStreams, expiresAt } = checkObject(options, "options");
    const body = {
      id: checkAccessTokenId(id),
      scope: toWireScope(scope),
      ...present({
        auto_prefix_streams: ifGiven(autoPrefixStreams, "autoPrefixStreams", checkBoolean),
        expires_at: ifGiven(expiresAt, "expiresAt", toWireTime),
      }),
    };
    const { data } = await call(this.#rest, options, issueAccessToken, { body });
    return data.access_token;
  }

  /**
   * Revokes a token: it is not accepted any more.
   *
   * @throws `access_token_not_found`.
   */
  async revoke(id: string, options: CallOptions = {}): Promise<void> {
    const path = { id: checkAccessTokenId(id) };
    await call(this.#rest, options, revokeAccessToken, { path });
  }

  /** Revokes a token if there is one. @returns False when there was none; true when this call revoked it, or may have. */
  revokeIfExists(id: string, options: CallOptions = {}): Promise<boolean> {
    return unless("access_token_not_found", this.revoke(id, options));
  }
}
