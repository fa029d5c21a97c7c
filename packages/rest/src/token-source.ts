import { type S2Error, TransportError, UsageError } from "@s2kit/core";
import { Secret } from "@s2kit/core/internal";

/** Why a token is asked for. */
export interface TokenRequest {
  /** The service refused this token: a new one is needed. Absent when no token was refused. */
  readonly rejectedToken?: string | undefined;
}

/**
 * Gives a token. It is asked before every attempt of every request, also by several at once, so it should keep a token
 * while that is valid. When it throws, the call fails with `token_unavailable`, after it was tried again.
 */
export type TokenProvider = (request: TokenRequest) => string | Promise<string>;

/** An access token, or where to get one. */
export type AccessToken = string | TokenProvider;

/** Hands out tokens, and decides whether a refused one is worth asking for another. */
export class TokenSource {
  readonly #provider: TokenProvider | undefined;
  /** The token that was handed out last; the only one where there is no provider. */
  #latest: Secret | undefined;
  /** Refused, and the provider is yet to be told. */
  #refused: Secret | undefined;
  /** Given in place of a refused token, and not taken by the service so far. */
  #replacement: Secret | undefined;

  /** @throws `invalid_argument` for an empty token, or one that cannot be in a header. */
  constructor(token: AccessToken) {
    if (typeof token === "function") this.#provider = token;
    else this.#latest = checkToken(token);
  }

  /**
   * A token for the next request.
   * @throws `token_unavailable` when the provider fails, or gives what cannot be a token. Nothing was sent then.
   */
  async get(): Promise<Secret> {
    const provider = this.#provider;
    if (provider === undefined) return this.#latest as Secret;
    const refused = this.#refused;
    this.#refused = undefined;
    let given: unknown;
    try {
      given = await provider(refused === undefined ? {} : { rejectedToken: refused.reveal() });
    } catch (cause) {
      throw tokenUnavailable("the access token provider failed", true, cause);
    }
    try {
      const token = checkToken(given);
      if (refused !== undefined) this.#replacement = token;
      this.#latest = token;
      return token;
    } catch (cause) {
      throw tokenUnavailable("the access token provider gave something else than a token", false, cause);
    }
  }

  /** The service took a token. */
  accepted(): void {
    this.#replacement = undefined;
  }

  /**
   * Whether a request that failed with this error may succeed with another token: if it was refused, there is a
   * provider, and the token was not a replacement itself. Either way the provider is told of it when it is asked next.
   *
   * @param token - What the request was sent with. Default: what was handed out last.
   */
  isWorthAnother(error: S2Error, token: Secret | undefined = this.#latest): boolean {
    if (this.#provider === undefined || token === undefined || !isRefusal(error)) return false;
    // Meanwhile another request has brought a newer one.
    if (!same(token, this.#latest)) return true;
    this.#refused = token;
    return !same(token, this.#replacement);
  }
}

/** 401, or 403 because of the token. A 403 for a quota is no matter of the token. */
function isRefusal({ status, code }: S2Error): boolean {
  if (status === 401) return code === "authn" || code === "http_error";
  return status === 403 && code === "permission_denied";
}

function same(one: Secret, other: Secret | undefined): boolean {
  return one.reveal() === other?.reveal();
}

function checkToken(token: unknown): Secret {
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    // The value itself must not be in the message.
    const got = token === "" ? "an empty string" : token === undefined ? "undefined" : "something else";
    throw new UsageError(
      "accessToken",
      `accessToken must be printable ASCII without blanks, or a function, got ${got}`,
    );
  }
  return new Secret(token);
}

function tokenUnavailable(message: string, retryable: boolean, cause: unknown): S2Error {
  return new TransportError(message, { code: "token_unavailable", retryable, cause });
}
