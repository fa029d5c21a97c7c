import type { Clock, RequestSummary } from "@s2kit/core";
import { abortable, checkBasinName, type Endpoints, type Secret } from "@s2kit/core/internal";
import type { CallDefaults } from "../call-defaults.js";
import type { Logger } from "../logger.js";
import type { CompressionOption } from "../options.js";
import type { TokenSource } from "../token-source.js";
import type { Attempt } from "./attempt.js";
import { compressBody } from "./compress-body.js";
import type { EndpointName, PipelineRequest } from "./request.js";
import { type Base, requestUrl } from "./request-url.js";
import { retrying } from "./retry-loop.js";

/** What all calls of a client share. */
export interface PipelineParts {
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

/** Headers that a request cannot change. */
const FIXED: ReadonlySet<string> = new Set(["authorization", "s2-basin", "user-agent"]);

/** Takes requests through every stage: endpoint, compression, token, attempt, retry. Holds no state of a call. */
export class Pipeline {
  readonly parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.parts = parts;
  }

  /** Where requests to an endpoint go. @throws `invalid_argument` for a name that no basin can have. */
  base(endpoint: EndpointName): Base {
    const { account, basin } = this.parts.endpoints;
    if (endpoint === "account") return { baseUrl: account.baseUrl(), query: account.query };
    return { baseUrl: basin.baseUrl(checkBasinName(endpoint.basin)), query: basin.query };
  }

  /** The common headers of a request with this token. */
  headers(endpoint: EndpointName, token: Secret): Record<string, string> {
    const { headers, endpoints } = this.parts;
    return {
      ...headers,
      authorization: `Bearer ${token.reveal()}`,
      ...(endpoint !== "account" && endpoints.sendBasinHeader ? { "s2-basin": endpoint.basin } : {}),
    };
  }

  /** Makes a call with as many attempts as it takes. Rejects with an S2Error, or the caller's `signal.reason`. */
  async run<T>(
    request: PipelineRequest,
    defaults: CallDefaults,
    attempt: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const { clock, random, logger, tokens, fetch, compression } = this.parts;
    const { method, path, endpoint, effect } = request;
    const { signal } = defaults;
    signal?.throwIfAborted();
    const url = requestUrl(this.base(endpoint), path, request.query);
    const summary: RequestSummary = { method, path };
    const own = new Headers(request.headers);
    const { body, encoding } = await abortable(compressBody(request.body, compression), signal);
    const streams = body instanceof ReadableStream;
    const timeoutMs = defaults.timeoutMs + (request.extraTimeoutMs ?? 0);
    let token: Secret | undefined;

    const complete = async (): Promise<Headers> => {
      token = await tokens.get();
      const all = new Headers(this.headers(endpoint, token));
      for (const [name, value] of own) if (!FIXED.has(name)) all.set(name, value);
      if (encoding !== undefined) all.set("content-encoding", encoding);
      return all;
    };
    const once = async (timeLeftMs: number): Promise<T> => {
      const startedAt = clock.now();
      const answer = await attempt({
        fetch,
        url,
        init: initOf(method, body),
        headers: complete,
        summary,
        mutates: effect !== "none",
        accept: own.get("accept") ?? undefined,
        timeoutMs: Math.min(timeoutMs, timeLeftMs),
        isLast: timeLeftMs <= timeoutMs,
        signal,
        clock,
      });
      tokens.accepted();
      logger?.({
        level: "debug",
        message: "answered",
        fields: { ...summary, ms: Math.round(clock.now() - startedAt) },
      });
      return answer;
    };
    return await retrying(
      {
        summary,
        effect,
        // What was sent of a stream is gone.
        policy: streams ? { ...defaults.retry, maxAttempts: 1 } : defaults.retry,
        deadlineMs: defaults.deadlineMs,
        signal,
        clock,
        random,
        logger,
        tokenRefused: (error) => tokens.isWorthAnother(error, token) && !streams,
      },
      once,
    );
  }
}

function initOf(method: string, body: PipelineRequest["body"]): RequestInit {
  // A redirect could carry the token to another host: none is followed.
  const init: RequestInit & { duplex?: "half" } = { method, redirect: "manual" };
  if (body === undefined) return init;
  if (body instanceof ReadableStream) init.duplex = "half";
  init.body = body as BodyInit;
  return init;
}
