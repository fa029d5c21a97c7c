import type { Clock, ResolvedRetryPolicy, S2Error } from "@s2kit/core";
import { Secret } from "@s2kit/core/internal";
import { BASE_DEFAULTS, type CallDefaults, callDefaults } from "./call-defaults.js";
import { baseOf, type ClientParts, clientParts, headersOf } from "./client-parts.js";
import type { CallOptions, CompressionOption, RestClientOptions } from "./options.js";
import type { EndpointName } from "./pipeline/request.js";
import type { Base } from "./pipeline/request-url.js";

/**
 * What sessions need to make requests of their own: endpoints, tokens, headers and defaults. It sends nothing itself,
 * and so costs a browser less than a `ServiceClient`.
 */
export class SessionClient {
  readonly #parts: ClientParts;
  readonly #defaults: CallDefaults;

  /** For s2kit itself. Use {@link createSessionClient} and {@link with}. */
  constructor(parts: ClientParts, defaults: CallDefaults) {
    this.#parts = parts;
    this.#defaults = defaults;
  }

  /**
   * A view of this client with other defaults for its calls: `listBasins(rest.with({ timeoutMs: 500 }))`.
   * It shares everything else, and costs next to nothing.
   *
   * @throws `invalid_argument` for an option out of range.
   */
  with(options: CallOptions): this {
    // A client of another kind gives views of its own kind.
    const Client = this.constructor as new (parts: ClientParts, defaults: CallDefaults) => this;
    return new Client(this.#parts, callDefaults(options, this.#defaults));
  }

  /** Where a request goes: the base URL without a trailing slash, and the query that belongs to every request there. */
  base(endpoint: EndpointName): Base {
    return baseOf(this.#parts, endpoint);
  }

  /**
   * Headers for a request: the token, the user agent, the basin where the service has to be told, and the default
   * headers.
   *
   * @throws `token_unavailable`
   */
  async authorize(endpoint: EndpointName): Promise<Record<string, string>> {
    return headersOf(this.#parts, endpoint, await this.#parts.tokens.get());
  }

  /**
   * Judges an error answer to such a request. When its token was refused and there is a provider, the error comes back
   * as one that can be retried, and the provider will be told; unless that token was a replacement itself.
   *
   * @param headers - What {@link authorize} gave for the request. Default: what it gave last.
   */
  judgeRejection(error: S2Error, headers?: Readonly<Record<string, string>> | undefined): S2Error {
    const token = headers?.["authorization"]?.replace(/^Bearer /, "");
    const secret = token === undefined ? undefined : new Secret(token);
    return this.#parts.tokens.isWorthAnother(error, secret) ? error.asRetryable() : error;
  }

  /** Tells that such a request was answered with success: the service took its token. */
  accepted(): void {
    this.#parts.tokens.accepted();
  }

  /** Longest time of one attempt, in milliseconds. */
  get timeoutMs(): number {
    return this.#defaults.timeoutMs;
  }

  /** How often and how long a failed call is tried again. */
  get retryPolicy(): ResolvedRetryPolicy {
    return this.#defaults.retry;
  }

  /** Aborts everything that is done through this client. */
  get signal(): AbortSignal | undefined {
    return this.#defaults.signal;
  }

  /** How request bodies are compressed. */
  get compression(): CompressionOption {
    return this.#parts.compression;
  }

  /** The `fetch` that requests are sent with. */
  get fetch(): typeof fetch {
    return this.#parts.fetch;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get random(): () => number {
    return this.#parts.random;
  }
}

/**
 * Makes a client for sessions and nothing else. Nothing is sent before the first of them is opened.
 *
 * @throws `invalid_argument` for any option that cannot work.
 */
export function createSessionClient(options: RestClientOptions): SessionClient {
  return new SessionClient(clientParts(options), callDefaults(options, BASE_DEFAULTS));
}
