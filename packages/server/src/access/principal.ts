import { apiError } from "../model/api-error.js";
import type { AccessToken } from "./access-token.js";
import type { Operation } from "./operation.js";
import { contains, NOTHING } from "./resource-set.js";
import { FULL_SCOPE, type Scope } from "./scope.js";

/** What an operation is about. */
export interface Resource {
  readonly basin?: string | undefined;
  /** The full name, prefix included. */
  readonly stream?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** Whoever makes a request. */
export class Principal {
  readonly #token: AccessToken | undefined;
  readonly #isValid: () => boolean;

  /** @param token - Undefined for the root, who may do everything. @param isValid - Whether the token still counts. */
  constructor(token?: AccessToken, isValid: () => boolean = () => true) {
    this.#token = token;
    this.#isValid = isValid;
  }

  get scope(): Scope {
    return this.#token?.scope ?? FULL_SCOPE;
  }

  /** When the token expires, in milliseconds since the Unix epoch; undefined when it does not. */
  get expiresAtMs(): number | undefined {
    return this.#token?.expiresAtMs;
  }

  /** Precedes every stream name that this caller uses, without the caller seeing it. */
  get streamPrefix(): string {
    const { streams } = this.scope;
    return this.#token?.autoPrefixStreams && streams?.type === "prefix" ? streams.prefix : "";
  }

  /** Whether a basin shows up in this caller's listing. */
  sees(kind: "basins" | "streams" | "accessTokens", name: string): boolean {
    return contains(this.scope[kind] ?? NOTHING, name);
  }

  /**
   * Checks one operation.
   *
   * @throws 401 `authn` when the token was revoked or expired since the request began, 403 `permission_denied` when
   * it does not permit the operation on this resource.
   */
  authorize(operation: Operation, resource: Resource = {}): void {
    this.assertValid();
    const { basin, stream, accessToken } = resource;
    const allowed =
      this.scope.permitted.has(operation) &&
      (basin === undefined || this.sees("basins", basin)) &&
      (stream === undefined || this.sees("streams", stream)) &&
      (accessToken === undefined || this.sees("accessTokens", accessToken));
    if (!allowed) throw apiError("permission_denied", `access token does not permit ${operation} here`);
  }

  /** Checks that at least one of several operations is permitted. @throws as `authorize`. */
  authorizeAny(operations: readonly Operation[], resource: Resource): void {
    const permitted = operations.find((operation) => this.scope.permitted.has(operation));
    this.authorize(permitted ?? operations[0]!, resource);
  }

  /** @throws 401 `authn` when the token does not count any more. */
  assertValid(): void {
    if (!this.#isValid()) throw apiError("authn", "access token is not valid any more");
  }
}
