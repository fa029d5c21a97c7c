import { readEnvironment, UsageError } from "@s2kit/core";
import { checkBasinName } from "@s2kit/core/internal";
import { createRestClient, type RestClient } from "@s2kit/rest";
import { createTransports, type Transports } from "@s2kit/sessions";
import { AccessTokens } from "./account/access-tokens.js";
import { Basins } from "./account/basins.js";
import { Locations } from "./account/locations.js";
import { Metrics } from "./account/metrics.js";
import { Basin } from "./basin/basin.js";
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
    this.#transports = createTransports(options);
    this.rest = createRestClient({ ...options, fetch: options.fetch ?? this.#transports.fetch });
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
   * Ends every connection at once; sessions that still run fail. Not needed for the process to exit.
   * The client can be used again afterwards: it connects anew.
   */
  async close(): Promise<void> {
    this.#transports.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
