import { type Clock, systemClock } from "@s2kit/core";
import { checkBasinName, type Endpoints, resolveEndpoints, type Secret, usageError } from "@s2kit/core/internal";
import { defaultHeaders } from "./default-headers.js";
import { harmless, type Logger } from "./logger.js";
import type { CompressionOption, RestClientOptions } from "./options.js";
import { checkCompressionOption } from "./pipeline/compress-body.js";
import type { EndpointName } from "./pipeline/request.js";
import type { Base } from "./pipeline/request-url.js";
import { TokenSource } from "./token-source.js";

/** What all calls of a client share. */
export interface ClientParts {
  readonly endpoints: Endpoints;
  readonly tokens: TokenSource;
  /** Default headers with lower-case names; a request's own go on top. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  readonly compression: CompressionOption;
  readonly logger: Logger | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The parts for these options. @throws `invalid_argument` for any that cannot work. */
export function clientParts(options: RestClientOptions): ClientParts {
  const { fetch: ownFetch, logger } = options;
  if (ownFetch !== undefined && typeof ownFetch !== "function") throw usageError("fetch", "a function", ownFetch);
  if (logger !== undefined && typeof logger !== "function") throw usageError("logger", "a function", logger);
  return {
    endpoints: resolveEndpoints(options.endpoints),
    tokens: new TokenSource(options.accessToken),
    headers: defaultHeaders(options.headers, options.userAgent),
    // The global is looked up at each call, so that it can be replaced; browsers want it called without a receiver.
    fetch: async (input, init) => (ownFetch ?? globalThis.fetch)(input, init),
    compression: checkCompressionOption(options.compression ?? "none"),
    logger: harmless(logger),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

/** Where requests to an endpoint go. @throws `invalid_argument` for a name that no basin can have. */
export function baseOf({ endpoints }: ClientParts, endpoint: EndpointName): Base {
  const { account, basin } = endpoints;
  if (endpoint === "account") return { baseUrl: account.baseUrl(), query: account.query };
  return { baseUrl: basin.baseUrl(checkBasinName(endpoint.basin)), query: basin.query };
}

/** The common headers of a request with this token. */
export function headersOf(parts: ClientParts, endpoint: EndpointName, token: Secret): Record<string, string> {
  const { headers, endpoints } = parts;
  return {
    ...headers,
    authorization: `Bearer ${token.reveal()}`,
    ...(endpoint !== "account" && endpoints.sendBasinHeader ? { "s2-basin": endpoint.basin } : {}),
  };
}
