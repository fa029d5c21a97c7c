import type { Effect } from "../pipeline/request.js";

/** What an operation may change. */
export function effectOf(method: string, path: string): Effect {
  if (method === "GET" || method === "HEAD") return "none";
  if (method === "POST" && path.endsWith("/records")) return "append";
  // Whatever else is posted may do twice what it does, operations included that are newer than this file.
  if (method === "POST" && !isCreation(method, path)) return "once";
  // Creations carry a request token; the rest sets something to what it shall be.
  return "idempotent";
}

/** The operation creates something, and takes a request token by which the service knows a repetition. */
export function isCreation(method: string, path: string): boolean {
  return method === "POST" && (path === "/basins" || path === "/streams");
}
