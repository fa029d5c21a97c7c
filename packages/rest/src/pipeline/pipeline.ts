import type { RequestSummary, S2Error } from "@s2kit/core";
import { abortable, type Secret } from "@s2kit/core/internal";
import type { CallDefaults } from "../call-defaults.js";
import { baseOf, type ClientParts, headersOf } from "../client-parts.js";
import { type Finish, makeAttempt } from "./attempt.js";
import { compressBody } from "./compress-body.js";
import type { PipelineRequest } from "./request.js";
import { requestUrl } from "./request-url.js";
import { retrying } from "./retry-loop.js";

/** Headers that a request cannot change. */
const FIXED: readonly string[] = ["authorization", "s2-basin", "user-agent"];

/**
 * Takes a call through every stage: endpoint, compression, token, attempt, retry; with as many attempts as it takes.
 * Rejects with an S2Error, or the caller's `signal.reason`.
 */
export async function runCall<T>(
  parts: ClientParts,
  request: PipelineRequest,
  defaults: CallDefaults,
  finish: Finish<T>,
): Promise<T> {
  const { clock, logger, tokens, compression } = parts;
  const { method, path, endpoint, effect } = request;
  const { signal, retry } = defaults;
  signal?.throwIfAborted();
  const url = requestUrl(baseOf(parts, endpoint), path, request.query);
  const summary: RequestSummary = { method, path };
  const own = new Headers(request.headers);
  const { body, encoding } = await abortable(compressBody(request.body, compression), signal);
  const streams = body instanceof ReadableStream;
  const timeoutMs = defaults.timeoutMs + (request.extraTimeoutMs ?? 0);
  let token: Secret | undefined;
  const call = {
    ...parts,
    ...defaults,
    // What was sent of a stream is gone.
    retry: streams ? { ...retry, maxAttempts: 1 } : retry,
    url,
    // A redirect could carry the token to another host: none is followed.
    init: { method, redirect: "manual", ...bodyInit(body) } as const,
    headers: async (): Promise<Headers> => {
      token = await tokens.get();
      const all = new Headers(headersOf(parts, endpoint, token));
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
    const answer = await makeAttempt({ ...call, timeoutMs: isLast ? timeLeftMs : timeoutMs, isLast }, finish);
    tokens.accepted();
    const fields = { ...summary, ms: Math.round(clock.now() - startedAt) };
    logger?.({ level: "debug", message: "answered", fields });
    return answer;
  });
}

function bodyInit(body: PipelineRequest["body"]): RequestInit & { duplex?: "half" } {
  if (body === undefined) return {};
  return body instanceof ReadableStream ? { body, duplex: "half" } : { body: body as BodyInit };
}
