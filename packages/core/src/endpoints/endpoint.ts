import { UsageError, usageError } from "../errors/usage-error.js";

const PLACEHOLDER = "{basin}";
/** Stands in for the placeholder while the URL is parsed: braces are not legal in a host. */
const SENTINEL = "s2kit-basin-placeholder";
/** Scheme, user information, host with port, and the rest. Fits any text. */
const PARTS = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/?#]*@)?([^/?#]*)(.*)$/is;
/** Hosts that are reached without TLS where no scheme is given. */
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d*)?$/;

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
  const refuse = (why: string): never => {
    throw new UsageError(field, `${field} ${why}`);
  };
  const trimmed = text.trim();
  if (trimmed === "") refuse("must not be empty");
  // Credentials in an endpoint would end up in messages: they are dropped.
  const [, given, authority = "", rest = ""] = PARTS.exec(trimmed) as RegExpExecArray;
  const scheme = given?.toLowerCase() ?? (LOCAL_HOST.test(authority) ? "http" : "https");
  if (!/^https?$/.test(scheme)) throw usageError(field, "an http or https URL", `${scheme}://…`);
  if (rest.includes("#")) refuse("must not have a fragment (#…)");
  const url = parseUrl(`${scheme}://${authority}`, rest || "/v1") ?? refuse("is not a valid endpoint");
  const base = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
  const query = url.search.slice(1);
  if (query.includes(SENTINEL)) refuse("may hold {basin} in its host and path only");
  return {
    hasBasin: base.includes(SENTINEL),
    basinInHost: url.host.includes(SENTINEL),
    host: url.host.replaceAll(SENTINEL, PLACEHOLDER),
    query,
    baseUrl: (basin) => base.replaceAll(SENTINEL, basin === undefined ? PLACEHOLDER : encodeURIComponent(basin)),
  };
}

/** The URL, or `undefined` when there is none: the parser's own words would show all of it. */
function parseUrl(origin: string, rest: string): URL | undefined {
  try {
    // Without a host the parser would take the path's first part for it.
    if (!origin.endsWith("/")) return new URL((origin + rest).replaceAll(PLACEHOLDER, SENTINEL));
  } catch {
    // Not a URL.
  }
  return undefined;
}
