import { BASE_DEFAULTS, type CallDefaults, callDefaults } from "./call-defaults.js";
import { type ClientParts, clientParts } from "./client-parts.js";
import type { Logger } from "./logger.js";
import type { RestClientOptions } from "./options.js";
import { openStream, readWhole } from "./pipeline/attempt.js";
import { runCall } from "./pipeline/pipeline.js";
import type { PipelineRequest, PipelineResponse, PipelineStream } from "./pipeline/request.js";
import { SessionClient } from "./session-client.js";

/**
 * Sends requests to S2: finds the endpoint, adds the token, limits the time, tries again, types the errors.
 * It knows nothing of single operations, and so costs a browser less than a `RestClient`.
 */
export class ServiceClient extends SessionClient {
  // Once more, because those of the other class are private: what is printed of a client must not show its headers.
  readonly #parts: ClientParts;
  readonly #defaults: CallDefaults;

  /** For s2kit itself. Use {@link createServiceClient} and {@link with}. */
  constructor(parts: ClientParts, defaults: CallDefaults) {
    super(parts, defaults);
    this.#parts = parts;
    this.#defaults = defaults;
  }

  /**
   * Sends a request, as often as the policy allows, and reads the whole answer.
   *
   * Rejects with `signal.reason` when the caller aborts; otherwise with an `ApiError` for an error answer, a
   * `TransportError` when there is none, or a `UsageError` before anything is sent. `maybeApplied` covers all attempts.
   */
  send(request: PipelineRequest): Promise<PipelineResponse> {
    return runCall(this.#parts, request, callDefaults(request, this.#defaults), readWhole);
  }

  /**
   * Sends a request like {@link send}, but resolves as soon as a successful answer begins. The time-outs cover no more
   * than that. What goes wrong later is the body's failure, and is not tried again.
   */
  open(request: PipelineRequest): Promise<PipelineStream> {
    return runCall(this.#parts, request, callDefaults(request, this.#defaults), openStream);
  }

  get logger(): Logger | undefined {
    return this.#parts.logger;
  }
}

/**
 * Makes a client for sessions and single requests. Nothing is sent before the first call.
 *
 * @throws `invalid_argument` for any option that cannot work.
 */
export function createServiceClient(options: RestClientOptions): ServiceClient {
  return new ServiceClient(clientParts(options), callDefaults(options, BASE_DEFAULTS));
}
