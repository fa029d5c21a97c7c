import type { Exchange } from "../http/exchange.js";
import { ACCEPTED_CONTENT_ENCODINGS, isContentEncodingSupported } from "../http/request-body.js";
import { BASIN_ROUTES } from "./basins.js";
import type { Handler, Method, Route, ServerContext } from "./context.js";
import { PROBE_ROUTES } from "./probes.js";
import { RECORD_ROUTES } from "./records.js";
import { emptyReply, type Reply } from "./reply.js";
import { STREAM_ROUTES } from "./streams.js";

interface CompiledRoute extends Route {
  readonly segments: readonly string[];
}

const ROUTES: readonly CompiledRoute[] = [...PROBE_ROUTES, ...BASIN_ROUTES, ...STREAM_ROUTES, ...RECORD_ROUTES].map(
  (route) => ({ ...route, segments: route.path.split("/") }),
);

/** Finds the handler of a request and runs it. @throws `ApiError` for every error that has a JSON body. */
export async function route(server: ServerContext, exchange: Exchange): Promise<Reply | undefined> {
  const { path, query } = splitTarget(exchange.target);
  const segments = path.split("/");
  const found = ROUTES.find((candidate) => matches(candidate.segments, segments));
  if (found === undefined) return emptyReply(404);
  if (path.startsWith("/v1/") && !isContentEncodingSupported(exchange)) {
    return emptyReply(415, { "accept-encoding": ACCEPTED_CONTENT_ENCODINGS });
  }
  const handler = handlerFor(found, exchange.method);
  if (handler === undefined) return emptyReply(405, { allow: allowedMethods(found) });
  const parameters = segments.filter((_, index) => found.segments[index] === "{}");
  return await handler({ server, exchange, parameters, query });
}

/** Cuts path and query out of the target as sent; `URL` would collapse `..` and decode too early. */
function splitTarget(target: string): { path: string; query: string } {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = relative.indexOf("?");
  return mark < 0 ? { path: relative, query: "" } : { path: relative.slice(0, mark), query: relative.slice(mark + 1) };
}

/** The last segment must not be empty: there is no tolerance for a trailing slash. */
function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    segments[segments.length - 1] !== "" &&
    pattern.every((segment, index) => segment === "{}" || segment === segments[index])
  );
}

function handlerFor({ methods }: Route, method: string): Handler | undefined {
  return methods[(method === "HEAD" ? "GET" : method) as Method];
}

/** In the order in which the route lists them; HEAD works where GET does. */
function allowedMethods({ methods }: Route): string {
  return Object.keys(methods)
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .join(",");
}
