import { type S2Error, TransportError } from "@s2kit/core";
import { Secret, usageError } from "@s2kit/core/internal";

/** Why a token is asked for. */
export interface TokenRequest {
  /** The service refused this token: a new one is needed. Absent when no token was refused. */
  readonly rejectedToken?: string | undefined;
}

/** Gives a token whenever a request needs one. Should keep it while it is valid: it is asked before every request. */
export type TokenProvider = (request: TokenRequest) => string | Promise<string>;

/** An access token, or where to get one. */
export type AccessToken = string | TokenProvider;

/** Hands out tokens, and decides whether a refused one is worth asking for another. */
export class TokenSource {
  readonly #fixed: Secret | undefined;
  readonly #provider: TokenProvider | undefined;
  #current: Secret | undefined;
  #rejected: Secret | undefined;
  #rejectionsInARow = 0;

  /** @throws `invalid_argument` for an empty token, or one that cannot be in a header. */
  constructor(token: AccessToken) {
    if (typeof token === "function") this.#provider = token;
    else this.#fixed = checkToken(token);
  }

  /** A token for the next request. @throws `token_unavailable` when the provider fails; nothing was sent then. */
  async get(): Promise<Secret> {
    if (this.#provider === undefined) return this.#fixed as Secret;
    try {
      const rejected = this.#rejected;
      const token = checkToken(await this.#provider({ rejectedToken: rejected?.reveal() }));
      this.#current = token;
      return token;
    } catch (cause) {
      throw new TransportError("the access token provider failed", {
        code: "token_unavailable",
        retryable: true,
        maybeApplied: false,
        cause,
      });
    }
  }

  /** The service took the token. */
  accepted(): void {
    this.#rejected = undefined;
    this.#rejectionsInARow = 0;
  }

  /**
   * Whether a request that failed with this error may be made again with another token.
   * Only with a provider, and once: a second refusal in a row is final.
   */
  isWorthAnother(error: S2Error): boolean {
    if (this.#provider === undefined || !isRefusal(error)) return false;
    this.#rejected = this.#current;
    return ++this.#rejectionsInARow === 1;
  }
}

function isRefusal(error: S2Error): boolean {
  return (
    (error.status === 401 && (error.code === "authn" || error.code === "http_error")) ||
    (error.status === 403 && error.code === "permission_denied")
  );
}

function checkToken(token: unknown): Secret {
  if (typeof token !== "string" || token === "") throw usageError("accessToken", "a non-empty string", kindOf(token));
  // The value itself must not be in the message.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw usageError("accessToken", "printable ASCII without blanks", "other characters");
  return new Secret(token);
}

function kindOf(value: unknown): string {
  return value === "" ? "" : typeof value;
}
