import { type Clock, type ResolvedRetryPolicy, type S2Error, systemClock } from "@s2kit/core";
import {
  abortable,
  checkBasinName,
  checkDurationMs,
  type Endpoints,
  resolveEndpoints,
  resolveRetryPolicy,
} from "@s2kit/core/internal";
import type { Client } from "openapi-fetch";
import { defaultHeaders } from "./default-headers.js";
import type { OperationClient } from "./generated/operations.js";
import type { paths } from "./generated/schema.js";
import type { Logger } from "./logger.js";
import type { CallOptions, CompressionOption, RestClientOptions } from "./options.js";
import { attempt } from "./pipeline/attempt.js";
import { checkCompressionOption, compressBody, type EncodedBody } from "./pipeline/compress-body.js";
import { readBody } from "./pipeline/read-body.js";
import type { EndpointName, PipelineRequest, PipelineResponse } from "./pipeline/request.js";
import { retrying } from "./pipeline/retry-loop.js";
import { TokenSource } from "./token-source.js";
import { basinBase, typedClient } from "./typed-client.js";

/** What all views of one client share. */
interface Shared {
  readonly endpoints: Endpoints;
  readonly token: TokenSource;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  readonly compression: CompressionOption;
  readonly logger: Logger | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

interface CallDefaults {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retry: ResolvedRetryPolicy;
}

/**
 * Sends requests to S2: finds the endpoint, adds the token, limits the time, tries again, types the errors.
 * The generated functions take it as their client; s2kit's sessions are built on its other members.
 */
export class RestClient implements OperationClient {
  /** For the generated functions: openapi-fetch over this client's pipeline. */
  readonly http: Client<paths>;
  readonly #shared: Shared;
  readonly #defaults: CallDefaults;

  /** @internal Use {@link createRestClient} and {@link with}. */
  constructor(shared: Shared, defaults: CallDefaults) {
    this.#shared = shared;
    this.#defaults = defaults;
    this.http = typedClient(this);
  }

  /**
   * A view of this client with other defaults for its calls; it shares everything else.
   * @throws `invalid_argument` for an option out of range.
   */
  with(options: Omit<CallOptions, "signal">): RestClient {
    return new RestClient(this.#shared, callDefaults(options, this.#defaults));
  }

  /** For the generated functions: which basin an operation is for. */
  resolveServer(server: { readonly variables: Readonly<Record<string, string>> }): { baseUrl: string } {
    return { baseUrl: basinBase(checkBasinName(server.variables["basin"])) };
  }

  /** Longest time of one attempt, in milliseconds. */
  get timeoutMs(): number {
    return this.#defaults.timeoutMs;
  }

  get retryPolicy(): ResolvedRetryPolicy {
    return this.#defaults.retry;
  }

  get compression(): CompressionOption {
    return this.#shared.compression;
  }

  get clock(): Clock {
    return this.#shared.clock;
  }

  get random(): () => number {
    return this.#shared.random;
  }

  get logger(): Logger | undefined {
    return this.#shared.logger;
  }

  get fetch(): typeof fetch {
    return this.#shared.fetch;
  }

  /** Where a request goes: the base URL without a trailing slash, and the query that belongs to every request there. */
  base(endpoint: EndpointName): { readonly baseUrl: string; readonly query: string } {
    const { account, basin } = this.#shared.endpoints;
    if (endpoint === "account") return { baseUrl: account.baseUrl(), query: account.query };
    return { baseUrl: basin.baseUrl(checkBasinName(endpoint.basin)), query: basin.query };
  }

  /** Headers of a new request: token, user agent, the basin where the service has to be told, and the caller's own. */
  async authorize(endpoint: EndpointName): Promise<Record<string, string>> {
    const token = await this.#shared.token.get();
    const headers: Record<string, string> = { ...this.#shared.headers, authorization: `Bearer ${token.reveal()}` };
    if (endpoint !== "account" && this.#shared.endpoints.sendBasinHeader) headers["s2-basin"] = endpoint.basin;
    return headers;
  }

  /** The service took the token of a request that {@link authorize} made the headers for. */
  accepted(): void {
    this.#shared.token.accepted();
  }

  /**
   * Judges an error answer to such a request: when the token was refused and the provider may have a better one,
   * the error comes back as a retryable one.
   */
  judgeRejection(error: S2Error): S2Error {
    return this.#shared.token.isWorthAnother(error) ? error.asRetryable() : error;
  }

  /** Sends a request, as often as it takes, and reads the whole answer. Rejects with an {@link S2Error} or `signal.reason`. */
  send(request: PipelineRequest): Promise<PipelineResponse> {
    return this.#run(request, async (response) => {
      const body = await readBody(response, Number.POSITIVE_INFINITY);
      return { status: response.status, headers: response.headers, body, text: () => new TextDecoder().decode(body) };
    });
  }

  /** Sends a request and resolves with the answer as soon as it begins; the time-out covers no more than that. */
  open(request: PipelineRequest): Promise<Response> {
    return this.#run(request, async (response) => response);
  }

  async #run<T>(request: PipelineRequest, use: (response: Response) => Promise<T>): Promise<T> {
    const { clock, random, logger, token } = this.#shared;
    const { signal, effect } = request;
    const defaults = callDefaults(request, this.#defaults);
    signal?.throwIfAborted();
    const body = await compressBody(request.body, this.#shared.compression);
    return await retrying(
      {
        effect,
        policy: defaults.retry,
        deadlineMs: defaults.deadlineMs,
        signal,
        clock,
        random,
        logger,
        refreshToken: (error) => token.isWorthAnother(error),
      },
      async (timeLeftMs) => {
        const headers = await abortable(this.authorize(request.endpoint), signal);
        const timeoutMs = Math.min(defaults.timeoutMs + (request.extraTimeoutMs ?? 0), timeLeftMs);
        const result = await this.#attempt(request, headers, body, timeoutMs, use);
        this.accepted();
        return result;
      },
    );
  }

  #attempt<T>(
    request: PipelineRequest,
    authorization: Record<string, string>,
    { body, encoding }: EncodedBody,
    timeoutMs: number,
    use: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { clock, fetch } = this.#shared;
    const { method, path, effect, signal } = request;
    const { baseUrl, query } = this.base(request.endpoint);
    const search = [query, request.query ?? ""].filter((part) => part !== "").join("&");
    const headers = new Headers({ ...request.headers, ...authorization });
    if (encoding !== undefined) headers.set("content-encoding", encoding);
    return attempt(
      {
        fetch,
        url: new URL(`${baseUrl}${path}${search === "" ? "" : `?${search}`}`),
        // A redirect could carry the token to another host: it is an error like any other answer that is not a success.
        init: { method, headers, redirect: "manual", ...(body === undefined ? {} : { body: body as BodyInit }) },
        summary: { method, path },
        mutates: effect !== "none",
        timeoutMs,
        signal,
        clock,
      },
      use,
    );
  }
}

/**
 * Makes a client. Nothing is sent before the first call.
 *
 * @throws `invalid_argument` for any option that cannot work.
 */
export function createRestClient(options: RestClientOptions): RestClient {
  const { fetch: ownFetch } = options;
  return new RestClient(
    {
      endpoints: resolveEndpoints(options.endpoints),
      token: new TokenSource(options.accessToken),
      headers: defaultHeaders(options.headers, options.userAgent),
      // Taken from the global anew at each call, and called without a receiver, as browsers demand.
      fetch: ownFetch ?? ((input, init) => globalThis.fetch(input, init)),
      compression: checkCompressionOption(options.compression ?? "none"),
      logger: options.logger,
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
    },
    callDefaults(options, {
      timeoutMs: 5000,
      deadlineMs: Number.POSITIVE_INFINITY,
      retry: resolveRetryPolicy(undefined),
    }),
  );
}

function callDefaults(options: Omit<CallOptions, "signal">, base: CallDefaults): CallDefaults {
  const { timeoutMs, deadlineMs, retry } = options;
  return {
    timeoutMs: timeoutMs === undefined ? base.timeoutMs : checkDurationMs(timeoutMs, "timeoutMs"),
    deadlineMs: deadlineMs === undefined ? base.deadlineMs : checkDurationMs(deadlineMs, "deadlineMs"),
    retry: resolveRetryPolicy(retry, base.retry),
  };
}
