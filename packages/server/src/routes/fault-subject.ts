import type { FaultTarget } from "../faults/fault.js";
import type { FaultSubject } from "../faults/fault-script.js";
import type { Exchange } from "../http/exchange.js";
import { percentDecode } from "../http/query.js";
import type { Route } from "./context.js";
import { mediaType } from "./extract.js";

/** What kind of request this is and what it is about, as far as that can be told before anything is checked. */
export function faultSubject(exchange: Exchange, { path }: Route, parameters: readonly string[]): FaultSubject {
  const name = parameters[0] === undefined ? undefined : percentDecode(parameters[0]).toString();
  const { protocol } = exchange;
  if (path.startsWith("/v1/streams")) {
    return { target: faultTarget(exchange, path), basin: exchange.headers.first("s2-basin"), stream: name, protocol };
  }
  return { target: "admin", basin: path.startsWith("/v1/basins/") ? name : undefined, stream: undefined, protocol };
}

function faultTarget(exchange: Exchange, path: string): FaultTarget {
  if (path.endsWith("/records/tail")) return "check-tail";
  if (!path.endsWith("/records")) return "admin";
  const isSession = mediaType(exchange, "content-type") === "s2s/proto";
  if (exchange.method === "POST") return isSession ? "append-session" : "append";
  if (isSession) return "read-session";
  return mediaType(exchange, "accept") === "text/event-stream" ? "sse" : "read";
}
