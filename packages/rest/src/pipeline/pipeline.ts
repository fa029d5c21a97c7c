import type { Clock, RequestSummary, S2Error } from "@s2kit/core";
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
const FIXED: readonly string[] = ["authorization", "s2-basin", "user-agent"];

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
    const { clock, logger, tokens, compression } = this.parts;
    const { method, path, endpoint, effect } = request;
    const { signal, retry } = defaults;
    signal?.throwIfAborted();
    const url = requestUrl(this.base(endpoint), path, request.query);
    const summary: RequestSummary = { method, path };
    const own = new Headers(request.headers);
    const { body, encoding } = await abortable(compressBody(request.body, compression), signal);
    const streams = body instanceof ReadableStream;
    const timeoutMs = defaults.timeoutMs + (request.extraTimeoutMs ?? 0);
    let token: Secret | undefined;
    const call = {
      ...this.parts,
      ...defaults,
      // What was sent of a stream is gone.
      retry: streams ? { ...retry, maxAttempts: 1 } : retry,
      url,
      // A redirect could carry the token to another host: none is followed.
      init: { method, redirect: "manual", ...bodyInit(body) } as const,
      headers: async (): Promise<Headers> => {
        token = await tokens.get();
        const all = new Headers(this.headers(endpoint, token));
        for (const [name, value] of own) if (!FIXED.includes(name)) all.set(name, value);
        if (encoding !== undefined) all.set("content-encoding", encoding);
        return all;
      },
      summary,
      effect,
      mutates: effect !== "none",
      accept: own.get("accept") ?? undefined,
      tokenRefused: (error: S2Error) => tokens.isWorthAnother(error, token) && !streams,
    };
    return await retrying(call, async (timeLeftMs) => {
      const startedAt = clock.now();
      const isLast = timeLeftMs <= timeoutMs;
      const answer = await attempt({ ...call, timeoutMs: isLast ? timeLeftMs : timeoutMs, isLast });
      tokens.accepted();
      const fields = { ...summary, ms: Math.round(clock.now() - startedAt) };
      logger?.({ level: "debug", message: "answered", fields });
      return answer;
    });
  }
}

function bodyInit(body: PipelineRequest["body"]): RequestInit & { duplex?: "half" } {
  if (body === undefined) return {};
  return body instanceof ReadableStream ? { body, duplex: "half" } : { body: body as BodyInit };
}
