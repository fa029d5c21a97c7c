import { Principal } from "../access/principal.js";
import { RequestFaults } from "../faults/request-faults.js";
import type { Exchange } from "../http/exchange.js";
import { ACCEPTED_CONTENT_ENCODINGS, isContentEncodingSupported } from "../http/request-body.js";
import { toApiError } from "../sessions/session.js";
import { ACCESS_TOKEN_ROUTES } from "./access-tokens.js";
import { BASIN_ROUTES } from "./basins.js";
import type { Handler, Method, RequestContext, Route, ServerContext } from "./context.js";
import { faultSubject } from "./fault-subject.js";
import { LOCATION_ROUTES } from "./locations.js";
import { METRICS_ROUTES } from "./metrics.js";
import { PROBE_ROUTES } from "./probes.js";
import { RECORD_ROUTES } from "./records.js";
import { emptyReply, errorReply, type Reply, sendReply } from "./reply.js";
import { STREAM_ROUTES } from "./streams.js";

interface CompiledRoute extends Route {
  readonly segments: readonly string[];
}

const ROUTES: readonly CompiledRoute[] = [
  ...PROBE_ROUTES,
  ...BASIN_ROUTES,
  ...STREAM_ROUTES,
  ...RECORD_ROUTES,
  ...ACCESS_TOKEN_ROUTES,
  ...LOCATION_ROUTES,
  ...METRICS_ROUTES,
].map((route) => ({ ...route, segments: route.path.split("/") }));

/** Answers a request. @throws nothing: every error becomes an answer, or the client is gone. */
export async function answer(server: ServerContext, exchange: Exchange): Promise<void> {
  const { path, query } = splitTarget(exchange.target);
  const segments = path.split("/");
  const found = ROUTES.find((candidate) => matches(candidate.segments, segments));
  if (found === undefined) {
    await sendReply(exchange, undefined, emptyReply(404));
    return;
  }
  const parameters = segments.filter((_, index) => found.segments[index] === "{}");
  const faults = new RequestFaults(server.faults, exchange, faultSubject(exchange, found, parameters), server.clock);
  try {
    const reply = await dispatch(found, { server, exchange, faults, parameters, query, principal: new Principal() });
    if (reply !== undefined) await sendReply(exchange, faults, reply);
  } catch (error) {
    const failure = toApiError(error);
    // Once an answer has begun there is no other way to say that it is not complete.
    if (failure !== undefined && exchange.started) exchange.dropConnection();
    else if (failure !== undefined) await sendReply(exchange, undefined, errorReply(failure));
  }
}

async function dispatch(found: Route, context: RequestContext): Promise<Reply | undefined> {
  if (found.path.startsWith("/v1/") && !isContentEncodingSupported(context.exchange)) {
    return emptyReply(415, { "accept-encoding": ACCEPTED_CONTENT_ENCODINGS });
  }
  const handler = handlerFor(found, context.exchange.method);
  if (handler === undefined) return emptyReply(405, { allow: allowedMethods(found) });
  await context.faults.at("before-headers");
  if (!found.path.startsWith("/v1/")) return await handler(context);
  const principal = context.server.tokens.authenticate(context.exchange.headers.first("authorization"));
  return await handler({ ...context, principal });
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
