import type { Effect } from "../pipeline/request.js";

/** What an operation may change. */
export function effectOf(method: string, path: string): Effect {
  if (method === "GET" || method === "HEAD") return "none";
  if (method === "POST" && path === "/access-tokens") return "once";
  if (method === "POST" && path.endsWith("/records")) return "append";
  // Creations carry a request token; the rest sets something to what it shall be.
  return "idempotent";
}

/** The operation creates something, and takes a request token by which the service knows a repetition. */
export function isCreation(method: string, path: string): boolean {
  return method === "POST" && (path === "/basins" || path === "/streams");
}
