import { OpenSessions } from "../open-sessions.js";
import { transportsWith } from "./create-transports.js";
import type { ReadWay } from "./fetch/web-transports.js";
import { Http2AppendTransport } from "./http2/http2-append.js";
import { http2Fetch } from "./http2/http2-fetch.js";
import { Http2Pool } from "./http2/http2-pool.js";
import { Http2ReadTransport } from "./http2/http2-read.js";
import { sessionTarget } from "./session-target.js";
import { eventScan } from "./sse/event-scan.js";
import { SseReadTransport } from "./sse/sse-read.js";
import type { TransportOptions, Transports } from "./transports.js";

/**
 * Transports for runtimes with `node:http2`, which `"auto"` then is.
 *
 * @throws `invalid_argument` for options out of range.
 */
export function createTransports(options: TransportOptions = {}): Transports {
  const { transport = "auto", connectTimeoutMs, http2, connection } = options;
  const usesHttp2 = transport === "auto" || transport === "http2";
  if (!usesHttp2 && connection === undefined) return transportsWith(readScannedEvents, options);
  const pool = new Http2Pool({ ...http2, connectTimeoutMs, connection });
  const fetch = connection === undefined ? undefined : http2Fetch(pool);
  if (!usesHttp2) return overPool(transportsWith(readScannedEvents, { transport }), pool, fetch);
  return {
    append: (client, address) => new Http2AppendTransport(pool, sessionTarget(client, address), client.compression),
    read: (client, address) => new Http2ReadTransport(pool, sessionTarget(client, address), client.compression),
    fetch,
    ...endings(new OpenSessions(), pool),
  };
}

const readScannedEvents: ReadWay = (target) => new SseReadTransport(target, eventScan);

/** Transports over the client's `fetch`, which is one over this pool. */
function overPool(web: Transports, pool: Http2Pool, fetch: Transports["fetch"]): Transports {
  return {
    ...web,
    fetch,
    ...endings(web.sessions, pool, () => web.abort()),
  };
}

/** Sessions end first: they know best what it means for them. */
function endings(
  sessions: OpenSessions,
  pool: Http2Pool,
  cut: () => void = () => undefined,
): Pick<Transports, "sessions" | "close" | "abort"> {
  return {
    sessions,
    close: () => sessions.close().finally(() => pool.close()),
    abort() {
      sessions.abort();
      cut();
      pool.destroy();
    },
  };
}
