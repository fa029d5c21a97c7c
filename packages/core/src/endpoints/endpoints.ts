import { UsageError } from "../errors/usage-error.js";
import { type Endpoint, parseEndpoint } from "./endpoint.js";

/** Account operations of S2's cloud. */
export const DEFAULT_ACCOUNT_ENDPOINT = "https://a.s2.dev/v1";
/** Basin operations of S2's cloud. */
export const DEFAULT_BASIN_ENDPOINT = "https://{basin}.b.s2.dev/v1";

/** Endpoints as a caller gives them: one for both, or each. `{basin}` may stand in the basin endpoint's host or path. */
export type EndpointOptions =
  | string
  | {
      /** For basins, access tokens, locations and metrics. */
      readonly account?: string | undefined;
      /** For streams and records. */
      readonly basin?: string | undefined;
    };

/** Both endpoints, and whether the service has to be told the basin in a header. */
export interface Endpoints {
  readonly account: Endpoint;
  readonly basin: Endpoint;
  /** Requests to the basin endpoint carry `s2-basin`: its host does not name the basin. */
  readonly sendBasinHeader: boolean;
}

/**
 * Works out both endpoints. When only one is given and it is not a host of S2's cloud, the other is the same one:
 * a token meant for a local server never leaves for production.
 *
 * @throws `invalid_argument` for an invalid endpoint, or one from which the other cannot be told.
 */
export function resolveEndpoints(options: EndpointOptions | undefined): Endpoints {
  const given = typeof options === "string" ? { account: options, basin: options } : (options ?? {});
  const account = given.account === undefined ? undefined : parseEndpoint(given.account, "endpoints.account");
  const basin = given.basin === undefined ? undefined : parseEndpoint(given.basin, "endpoints.basin");
  const resolved = {
    account: account ?? accountFor(basin),
    basin: basin ?? basinFor(account),
  };
  if (resolved.account.hasBasin) {
    throw new UsageError(
      "endpoints.account",
      typeof options === "string"
        ? "one endpoint for both must not hold {basin}; give endpoints.account and endpoints.basin"
        : "endpoints.account must not hold {basin}",
    );
  }
  return { ...resolved, sendBasinHeader: !resolved.basin.basinInHost };
}

function basinFor(account: Endpoint | undefined): Endpoint {
  if (account === undefined || isCloud(account)) return parseEndpoint(DEFAULT_BASIN_ENDPOINT, "endpoints.basin");
  return account;
}

function accountFor(basin: Endpoint | undefined): Endpoint {
  if (basin === undefined || isCloud(basin)) return parseEndpoint(DEFAULT_ACCOUNT_ENDPOINT, "endpoints.account");
  if (!basin.hasBasin) return basin;
  throw new UsageError(
    "endpoints.account",
    `endpoints.account must be given too: it cannot be told from ${basin.host}, and the token must not go to S2's cloud by mistake`,
  );
}

function isCloud(endpoint: Endpoint): boolean {
  return /(^|\.)s2\.dev(:\d+)?$/.test(endpoint.host);
}
