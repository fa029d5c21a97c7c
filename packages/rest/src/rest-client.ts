import { checkBasinName } from "@s2kit/core/internal";
import type { Client } from "openapi-fetch";
import { type CallDefaults, callDefaults } from "./call-defaults.js";
import type { OperationClient } from "./generated/operations.js";
import type { paths } from "./generated/schema.js";
import type { CallOptions, RestClientOptions } from "./options.js";
import type { Pipeline } from "./pipeline/pipeline.js";
import { clientParts, ServiceClient } from "./service-client.js";
import { typedClient } from "./typed/typed-client.js";

/**
 * Sends requests to S2. The generated functions take it as their client. {@link with} gives a view with other defaults,
 * which is how one call gets its own time-out or retry policy. The other members are what s2kit's sessions are built on.
 */
export class RestClient extends ServiceClient implements OperationClient {
  readonly #pipeline: Pipeline;
  readonly #defaults: CallDefaults;
  #http: Client<paths> | undefined;

  /** @internal Use {@link createRestClient} and {@link with}. */
  constructor(pipeline: Pipeline, defaults: CallDefaults) {
    super(pipeline, defaults);
    this.#pipeline = pipeline;
    this.#defaults = defaults;
  }

  /**
   * A view of this client with other defaults for its calls: `listBasins(rest.with({ timeoutMs: 500 }))`.
   * It shares everything else, and costs next to nothing.
   *
   * @throws `invalid_argument` for an option out of range.
   */
  override with(options: CallOptions): RestClient {
    return new RestClient(this.#pipeline, callDefaults(options, this.#defaults));
  }

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
    const basin = checkBasinName(server.variables["basin"]);
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
  return new RestClient(...clientParts(options));
}
