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
  const own = (name: "account" | "basin"): Endpoint | undefined =>
    given[name] === undefined ? undefined : parseEndpoint(given[name], `endpoints.${name}`);
  const account = own("account");
  const basin = own("basin");
  const endpoints = {
    account: account ?? otherOf(basin, DEFAULT_ACCOUNT_ENDPOINT),
    basin: basin ?? otherOf(account, DEFAULT_BASIN_ENDPOINT),
  };
  if (endpoints.account.hasBasin) {
    throw new UsageError(
      "endpoints.account",
      typeof options === "string"
        ? "one endpoint for both must not hold {basin}; give endpoints.account and endpoints.basin"
        : account === undefined
          ? // The token must not go to S2's cloud by mistake.
            "endpoints.account must be given too: it cannot be told from endpoints.basin"
          : "endpoints.account must not hold {basin}",
    );
  }
  return { ...endpoints, sendBasinHeader: !endpoints.basin.basinInHost };
}

/** The endpoint that belongs to the given one: of S2's cloud for a host of it, else the same. */
function otherOf(endpoint: Endpoint | undefined, inCloud: string): Endpoint {
  const isCloud = endpoint === undefined || /(^|\.)s2\.dev(:\d+)?$/.test(endpoint.host);
  return isCloud ? parseEndpoint(inCloud, "endpoints") : endpoint;
}
