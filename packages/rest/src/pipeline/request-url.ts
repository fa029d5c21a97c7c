import { UsageError } from "@s2kit/core";

/** Everything that may stand in a path as it is, percent-escapes included (`pchar` of RFC 3986, and slashes). */
const PATH = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;

/** Segments that URL parsers resolve or drop: the request would go somewhere else. */
const RELATIVE = /\/(?:\.|%2e){0,2}(?=\/|$)/i;

/** The base URL of an endpoint, and the query that belongs to every request there. */
export interface Base {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Without `?`; empty when there is none. */
  readonly query: string;
}

/**
 * The URL of a request.
 *
 * @param path - Below the base URL, percent-encoded, with a slash in front.
 * @param query - Without `?`.
 * @throws `invalid_argument` for a path that would not arrive as it is, such as one with a segment `..`.
 */
export function requestUrl({ baseUrl, query: always }: Base, path: string, query = ""): string {
  if (!PATH.test(path) || RELATIVE.test(path)) {
    throw new UsageError(
      "path",
      `path must be a percent-encoded path without empty, "." or ".." segments, got ${path}`,
    );
  }
  const search = [always, query].filter((part) => part !== "").join("&");
  return search === "" ? baseUrl + path : `${baseUrl}${path}?${search}`;
}
