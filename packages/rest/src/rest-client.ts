import type { Client } from "openapi-fetch";
import { BASE_DEFAULTS, callDefaults } from "./call-defaults.js";
import { clientParts } from "./client-parts.js";
import type { OperationClient } from "./generated/operations.js";
import type { paths } from "./generated/schema.js";
import type { RestClientOptions } from "./options.js";
import { ServiceClient } from "./service-client.js";
import { typedClient } from "./typed/typed-client.js";

/**
 * Sends requests to S2. The generated functions take it as their client. {@link with} gives a view with other defaults,
 * which is how one call gets its own time-out or retry policy. The other members are what s2kit's sessions are built on.
 */
export class RestClient extends ServiceClient implements OperationClient {
  #http: Client<paths> | undefined;

  /**
   * For the generated functions: openapi-fetch, with {@link send} in place of `fetch`. How a request travels is the
   * pipeline's business, so of the options of `fetch` only `signal`, `headers` and the body have an effect.
   */
  get http(): Client<paths> {
    this.#http ??= typedClient(this);
    return this.#http;
  }

  /**
   * For the generated functions: where a basin's operations are sent, from `variables.basin`.
   * @throws `invalid_argument` for a name that no basin can have.
   */
  resolveServer(server: { readonly variables: Readonly<Record<string, string>> }): {
    baseUrl: string;
    headers: Record<string, string>;
  } {
    const basin = server.variables["basin"] as string;
    // The header names the basin on the way to the pipeline, which sends it only where the service needs it.
    return { baseUrl: this.base({ basin }).baseUrl, headers: { "s2-basin": basin } };
  }
}

/**
 * Makes a client. Nothing is sent before the first call.
 *
 * @throws `invalid_argument` for any option that cannot work.
 */
export function createRestClient(options: RestClientOptions): RestClient {
  return new RestClient(clientParts(options), callDefaults(options, BASE_DEFAULTS));
}
