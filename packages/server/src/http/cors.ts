import type { Exchange, ResponseHeaders } from "./exchange.js";

const VARY = "origin, access-control-request-method, access-control-request-headers";

/** What lets browsers use the answer: the caller's origin, method and headers are mirrored. */
export function corsHeaders({ headers }: Exchange): ResponseHeaders {
  const result: Record<string, string> = { vary: VARY, "access-control-allow-credentials": "true" };
  const origin = headers.first("origin");
  if (origin !== undefined) result["access-control-allow-origin"] = origin;
  return result;
}

/** The answer to a preflight, on top of `corsHeaders`. */
export function preflightHeaders({ headers }: Exchange): ResponseHeaders {
  const result: Record<string, string> = {};
  const method = headers.first("access-control-request-method");
  if (method !== undefined) result["access-control-allow-methods"] = method;
  const names = headers.first("access-control-request-headers");
  if (names !== undefined) result["access-control-allow-headers"] = names;
  return result;
}
