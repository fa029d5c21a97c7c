import { readEnvironment, UsageError } from "@s2kit/core";
import { checkBasinName } from "@s2kit/core/internal";
import { createRestClient, type RestClient } from "@s2kit/rest";
import { createTransports, type Transports } from "@s2kit/sessions";
import { AccessTokens } from "./account/access-tokens.js";
import { Basins } from "./account/basins.js";
import { Locations } from "./account/locations.js";
import { Metrics } from "./account/metrics.js";
import { Basin } from "./basin/basin.js";
import { checkObject } from "./calls/check-fields.js";
import type { EnvironmentS2Options, HandleOptions, S2Options } from "./options.js";

/**
 * A client of S2. Making one costs nothing and sends nothing; handles made from it share its connections.
 *
 * ```ts
 * const s2 = new S2({ accessToken });
 * const stream = s2.basin("my-basin").stream("my-stream");
 * await stream.append([{ body: "hello" }]);
 * ```
 */
export class S2 implements AsyncDisposable {
  /** Basins of the account. */
  readonly basins: Basins;
  /** Access tokens of the account. */
  readonly accessTokens: AccessTokens;
  /** Where basins can be placed. */
  readonly locations: Locations;
  /** Usage of account, basins and streams. */
  readonly metrics: Metrics;
  /** The client under it, for the typed functions of `@s2kit/rest`. */
  readonly rest: RestClient;
  readonly #transports: Transports;

  /** @throws `invalid_argument` for any option that cannot work. */
  constructor(options: S2Options) {
    checkObject(options, "options");
    const transports = createTransports(options);
    this.#transports = transports;
    this.rest = createRestClient({ ...options, fetch: untilClosed(transports, options.fetch ?? transports.fetch) });
    this.basins = new Basins(this.rest);
    this.accessTokens = new AccessTokens(this.rest);
    this.locations = new Locations(this.rest);
    this.metrics = new Metrics(this.rest);
  }

  /**
   * A client from `S2_ACCESS_TOKEN`, `S2_ACCOUNT_ENDPOINT` and `S2_BASIN_ENDPOINT`.
   *
   * @throws `invalid_argument` without a token, or for an endpoint variable that is not valid.
   */
  static fromEnvironment(options: EnvironmentS2Options = {}): S2 {
    const { environment, ...own } = options;
    const found = readEnvironment(environment);
    const accessToken = own.accessToken ?? found.accessToken;
    if (accessToken === undefined) {
      throw new UsageError("accessToken", "S2_ACCESS_TOKEN is not set, and no accessToken is given");
    }
    return new S2({ ...own, accessToken, endpoints: own.endpoints ?? found.endpoints });
  }

  /**
   * A handle on a basin. Nothing is sent.
   *
   * @param options - Defaults for calls through this handle and those made from it.
   * @throws `invalid_argument` for a name that no basin can have.
   */
  basin(name: string, options: HandleOptions = {}): Basin {
    return new Basin(this.rest.with(options), this.#transports, checkBasinName(name, "name"));
  }

  /**
   * Closes the client for good, in an orderly way. Producers and append sessions that it opened take nothing more, and
   * what they have taken on is sent and waited for, as their own `close()` does. Read sessions reject with
   * `session_closed`, so that nobody takes them for read to the end. Single requests that are under way go on.
   * Then the connections end. Sessions are refused with `session_closed` from the call on, single requests from the end.
   *
   * There is no time limit beyond the sessions' own: {@link abort} ends a close that takes too long. Idempotent. A
   * process can also exit without.
   *
   * @throws The first failure of a producer or append session that nobody has seen, after all have ended; also of one
   *   that had failed before, unless the program had let go of it.
   */
  close(): Promise<void> {
    return this.#transports.close();
  }

  /**
   * Closes the client for good, at once. Producers and sessions reject what is pending with `session_closed`, whose
   * `maybeApplied` is true for what was sent and is not acknowledged. Idempotent.
   */
  abort(): void {
    this.#transports.abort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A `fetch` that refuses once everything has ended: sessions that complete what they have taken on use it too. */
function untilClosed({ sessions }: Transports, own: typeof fetch | undefined): typeof fetch {
  // The client under this one refuses it, and says why.
  if (own !== undefined && typeof own !== "function") return own;
  return async (input, init) => {
    sessions.refuseWhenOver();
    return await (own ?? globalThis.fetch)(input, init);
  };
}
