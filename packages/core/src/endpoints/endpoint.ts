import { UsageError, usageError } from "../errors/usage-error.js";

const PLACEHOLDER = "{basin}";
/** Stands in for the placeholder while the URL is parsed: braces are not legal in a host. */
const SENTINEL = "s2kit-basin-placeholder";
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const LOCAL_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where requests go. Made by {@link parseEndpoint}. */
export interface Endpoint {
  /** The endpoint may hold `{basin}` in its host or path. */
  readonly hasBasin: boolean;
  /** The basin is part of the host name, so that the service needs no `s2-basin` header. */
  readonly basinInHost: boolean;
  /** Host and port, with `{basin}` where it stands. */
  readonly host: string;
  /** The base URL for a basin: scheme, host and path, without a trailing slash or query. */
  baseUrl(basin?: string): string;
  /** Query parameters that belong to every request, without `?`; empty when there are none. */
  readonly query: string;
}

/**
 * Reads an endpoint: `[scheme://]host[:port][/path][?query]`, with `{basin}` allowed in host and path.
 * Without a scheme it is `https`, or `http` for localhost, 127.0.0.1 and ::1. Without a path it is `/v1`.
 *
 * @param field - The option or variable, for the message.
 * @throws `invalid_argument` for anything that is no such endpoint.
 */
export function parseEndpoint(text: string, field: string): Endpoint {
  if (typeof text !== "string") throw usageError(field, "a string", text);
  const trimmed = text.trim();
  if (trimmed === "") throw new UsageError(field, `${field} must not be empty`);
  const scheme = SCHEME.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw usageError(field, "an http or https URL", `${scheme}://…`);
  }
  const rest = trimmed.slice(SCHEME.exec(trimmed)?.[0].length ?? 0);
  const authorityEnd = rest.search(/[/?#]/);
  const authority = stripUserInfo(authorityEnd === -1 ? rest : rest.slice(0, authorityEnd));
  const explicit = authorityEnd === -1 ? "/v1" : rest.slice(authorityEnd);
  if (explicit.includes("#")) throw new UsageError(field, `${field} must not have a fragment (#…)`);
  // Without a host the URL parser would take the path's first part for it.
  if (authority === "") throw new UsageError(field, `${field} is not a valid endpoint`);
  const url = parseUrl(`${scheme ?? defaultScheme(authority)}://${authority}${explicit}`, field);
  return endpointOf(url, field);
}

function defaultScheme(authority: string): "http" | "https" {
  return LOCAL_HOSTS.has(authority.replace(/:\d*$/, "")) ? "http" : "https";
}

/** Credentials in an endpoint would end up in messages: they are dropped. */
function stripUserInfo(authority: string): string {
  return authority.slice(authority.lastIndexOf("@") + 1);
}

function parseUrl(text: string, field: string): URL {
  try {
    const url = new URL(text.replaceAll(PLACEHOLDER, SENTINEL));
    if (url.hostname !== "") return url;
  } catch {
    // Reported below, without the parser's own words.
  }
  throw new UsageError(field, `${field} is not a valid endpoint`);
}

function endpointOf(url: URL, field: string): Endpoint {
  const path = url.pathname.replace(/\/+$/, "");
  const query = url.search.replace(/^\?/, "");
  const basinInHost = url.host.includes(SENTINEL);
  const hasBasin = basinInHost || path.includes(SENTINEL);
  if (query.includes(SENTINEL)) throw new UsageError(field, `${field} may hold {basin} in its host and path only`);
  return {
    hasBasin,
    basinInHost,
    host: url.host.replaceAll(SENTINEL, PLACEHOLDER),
    query,
    baseUrl(basin) {
      const host = url.host.replaceAll(SENTINEL, basin ?? PLACEHOLDER);
      return `${url.protocol}//${host}${path.replaceAll(SENTINEL, basin === undefined ? PLACEHOLDER : encodeURIComponent(basin))}`;
    },
  };
}
