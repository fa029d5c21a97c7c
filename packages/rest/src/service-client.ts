import type { Clock, ResolvedRetryPolicy, S2Error } from "@s2kit/core";
import { systemClock } from "@s2kit/core";
import { resolveEndpoints, Secret, usageError } from "@s2kit/core/internal";
import { BASE_DEFAULTS, type CallDefaults, callDefaults } from "./call-defaults.js";
import { defaultHeaders } from "./default-headers.js";
import { harmless, type Logger } from "./logger.js";
import type { CallOptions, CompressionOption, RestClientOptions } from "./options.js";
import { attemptStream, attemptWhole } from "./pipeline/attempt.js";
import { checkCompressionOption } from "./pipeline/compress-body.js";
import { Pipeline } from "./pipeline/pipeline.js";
import type { EndpointName, PipelineRequest, PipelineResponse, PipelineStream } from "./pipeline/request.js";
import type { Base } from "./pipeline/request-url.js";
import { TokenSource } from "./token-source.js";

/**
 * Sends requests to S2: finds the endpoint, adds the token, limits the time, tries again, types the errors.
 * Sessions are built on it. It knows nothing of single operations, and so costs a browser less than a `RestClient`.
 */
export class ServiceClient {
  readonly #pipeline: Pipeline;
  readonly #defaults: CallDefaults;

  /** @internal Use {@link createServiceClient} and {@link with}. */
  constructor(pipeline: Pipeline, defaults: CallDefaults) {
    this.#pipeline = pipeline;
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
    const Client = this.constructor as new (pipeline: Pipeline, defaults: CallDefaults) => this;
    return new Client(this.#pipeline, callDefaults(options, this.#defaults));
  }

  /**
   * Sends a request, as often as the policy allows, and reads the whole answer.
   *
   * Rejects with `signal.reason` when the caller aborts; otherwise with an `ApiError` for an error answer, a
   * `TransportError` when there is none, or a `UsageError` before anything is sent. `maybeApplied` covers all attempts.
   */
  send(request: PipelineRequest): Promise<PipelineResponse> {
    return this.#pipeline.run(request, callDefaults(request, this.#defaults), attemptWhole);
  }

  /**
   * Sends a request like {@link send}, but resolves as soon as a successful answer begins. The time-outs cover no more
   * than that. What goes wrong later is the body's failure, and is not tried again.
   */
  open(request: PipelineRequest): Promise<PipelineStream> {
    return this.#pipeline.run(request, callDefaults(request, this.#defaults), attemptStream);
  }

  /** Where a request goes: the base URL without a trailing slash, and the query that belongs to every request there. */
  base(endpoint: EndpointName): Base {
    return this.#pipeline.base(endpoint);
  }

  /**
   * Headers for a request that is sent by other means than {@link send}: the token, the user agent, the basin where the
   * service has to be told, and the default headers.
   *
   * @throws `token_unavailable`
   */
  async authorize(endpoint: EndpointName): Promise<Record<string, string>> {
    return this.#pipeline.headers(endpoint, await this.#pipeline.parts.tokens.get());
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
    return this.#pipeline.parts.tokens.isWorthAnother(error, secret) ? error.asRetryable() : error;
  }

  /** Tells that such a request was answered with success: the service took its token. */
  accepted(): void {
    this.#pipeline.parts.tokens.accepted();
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
    return this.#pipeline.parts.compression;
  }

  /** The `fetch` that requests are sent with. */
  get fetch(): typeof fetch {
    return this.#pipeline.parts.fetch;
  }

  get logger(): Logger | undefined {
    return this.#pipeline.parts.logger;
  }

  get clock(): Clock {
    return this.#pipeline.parts.clock;
  }

  get random(): () => number {
    return this.#pipeline.parts.random;
  }
}

/**
 * Makes a client for sessions. Nothing is sent before the first call.
 *
 * @throws `invalid_argument` for any option that cannot work.
 */
export function createServiceClient(options: RestClientOptions): ServiceClient {
  return new ServiceClient(...clientParts(options));
}

/** @internal What a client is made of. */
export function clientParts(options: RestClientOptions): [pipeline: Pipeline, defaults: CallDefaults] {
  const { fetch: ownFetch, logger } = options;
  if (ownFetch !== undefined && typeof ownFetch !== "function") throw usageError("fetch", "a function", ownFetch);
  if (logger !== undefined && typeof logger !== "function") throw usageError("logger", "a function", logger);
  const pipeline = new Pipeline({
    endpoints: resolveEndpoints(options.endpoints),
    tokens: new TokenSource(options.accessToken),
    headers: defaultHeaders(options.headers, options.userAgent),
    // The global is looked up at each call, so that it can be replaced; browsers want it called without a receiver.
    fetch: async (input, init) => (ownFetch ?? globalThis.fetch)(input, init),
    compression: checkCompressionOption(options.compression ?? "none"),
    logger: harmless(logger),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  });
  return [pipeline, callDefaults(options, BASE_DEFAULTS)];
}
