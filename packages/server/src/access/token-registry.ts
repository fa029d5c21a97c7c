import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.js";
import { apiError } from "../model/api-error.js";
import { NameIndex, type Page, type PageRequest } from "../state/name-index.js";
import type { AccessToken } from "./access-token.js";
import { Principal } from "./principal.js";
import { scopeCovers } from "./scope.js";

interface IssuedToken {
  readonly token: AccessToken;
  revoked: boolean;
}

/**
 * The access tokens of the account. Without a root token every caller is the root, except one who presents a token
 * that was issued here: that is held to its scope, and refused once it is revoked or expired.
 */
export class TokenRegistry {
  readonly #clock: Clock;
  readonly #rootToken: string | undefined;
  /** Tokens in force, by id. */
  readonly #byId = new NameIndex<IssuedToken>();
  /** Every token that was ever issued, by its secret: one that was revoked must not pass for an unknown one. */
  readonly #bySecret = new Map<string, IssuedToken>();
  readonly #root = new Principal();

  constructor(clock: Clock, rootToken: string | undefined) {
    this.#clock = clock;
    this.#rootToken = rootToken;
  }

  /** Who makes a request with this `Authorization` header. @throws 401 `authn`. */
  authenticate(authorization: string | undefined): Principal {
    const secret = authorization?.match(/^Bearer +(.+)$/i)?.[1]?.trim();
    const issued = secret === undefined ? undefined : this.#bySecret.get(secret);
    if (issued !== undefined) {
      const principal = new Principal(issued.token, () => this.#isInForce(issued));
      principal.assertValid();
      return principal;
    }
    if (this.#rootToken === undefined || secret === this.#rootToken) return this.#root;
    throw apiError("authn", secret === undefined ? "missing access token" : "unknown access token");
  }

  /**
   * Issues a token that expires no later than its issuer's.
   *
   * @returns Its secret, which is shown only this once.
   * @throws 403 `permission_denied` when it could do more than its issuer, 409 `resource_already_exists`,
   * 422 `invalid` when it would already be expired.
   */
  issue(issuer: Principal, asked: AccessToken): string {
    if (!scopeCovers(issuer.scope, asked.scope)) {
      throw apiError("permission_denied", "an access token cannot permit more than its issuer's");
    }
    if (asked.expiresAtMs !== undefined && asked.expiresAtMs <= this.#clock.now()) {
      throw apiError("invalid", "expires_at is in the past");
    }
    this.#forgetExpired();
    if (this.#byId.get(asked.id) !== undefined) throw apiError("resource_already_exists", "access token id is taken");
    const issued: IssuedToken = {
      token: { ...asked, expiresAtMs: earliest(asked.expiresAtMs, issuer.expiresAtMs) },
      revoked: false,
    };
    const secret = randomBytes(32).toString("base64url");
    this.#byId.set(asked.id, issued);
    this.#bySecret.set(secret, issued);
    return secret;
  }

  /** @throws 404 `access_token_not_found`. */
  revoke(id: string): void {
    this.#forgetExpired();
    const issued = this.#byId.get(id);
    if (issued === undefined) throw apiError("access_token_not_found", "access token not found");
    issued.revoked = true;
    this.#byId.delete(id);
  }

  /** The tokens in force that the caller may see. */
  list(caller: Principal, request: PageRequest): Page<AccessToken> {
    this.#forgetExpired();
    const { items, hasMore } = this.#byId.page(request, (id) => caller.sees("accessTokens", id));
    return { items: items.map(({ token }) => token), hasMore };
  }

  #isInForce({ token, revoked }: IssuedToken): boolean {
    return !revoked && (token.expiresAtMs === undefined || token.expiresAtMs > this.#clock.now());
  }

  /** Makes the ids of expired tokens free again. */
  #forgetExpired(): void {
    for (const issued of [...this.#byId.values()]) {
      if (!this.#isInForce(issued)) this.#byId.delete(issued.token.id);
    }
  }
}

function earliest(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.min(left, right);
}
