import type { SessionClient } from "@s2kit/rest";
import type { OpenSessions } from "../open-sessions.js";
import type { StreamAddress } from "../stream-address.js";
import type { ConnectionOptions } from "./connection-options.js";
import type { Http2Options } from "./http2/http2-settings.js";
import type { AppendTransport, ReadTransport, TransportName } from "./transport.js";

/** How sessions reach the service. */
export interface TransportOptions {
  /**
   * What carries sessions. A session's `transport` tells what it is.
   *
   * - `http2`: S2S frames over `node:http2`.
   * - `fetch`: S2S frames over `fetch`; where a request cannot be sent while its answer comes in (browsers), one request
   *   for each batch in place of an append session of frames.
   * - `sse`: reads by server-sent events, one request for each batch; where a proxy lets nothing else pass.
   * - `auto`, the default: the best that the runtime has. `http2`, else `fetch`; for reads in browsers `sse`.
   */
  readonly transport?: "auto" | TransportName | undefined;
  /** Longest time to make an HTTP/2 connection, in milliseconds; `fetch` has limits of its own. Default 3000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Private CA, client certificate, server name, proxy. Holds for sessions over every transport, and single requests. */
  readonly connection?: ConnectionOptions | undefined;
  /** How HTTP/2 connections behave, where there are any. */
  readonly http2?: Http2Options | undefined;
}

/** What transports of every kind have: they own the connections under sessions. */
interface OwnedConnections {
  /**
   * For the {@link SessionClient} of these transports, so that `connection` holds for its requests too; they then share
   * the sessions' connections. Undefined without that option: the runtime's own `fetch` does.
   */
  readonly fetch?: typeof fetch | undefined;
  /** What runs over these transports. */
  readonly sessions: OpenSessions;
  /**
   * Closes for good, in an orderly way. Append sessions take nothing more and send what they have taken on; read
   * sessions reject with `session_closed`, so that nobody takes them for read to the end. Then the connections end.
   * Sessions that are opened later are refused with `session_closed`, and single requests once the connections end.
   *
   * There is no time limit beyond the sessions' own: {@link abort} ends a close that takes too long. Idempotent.
   *
   * @throws The first failure that nobody has seen, after all have ended; also of a session that had failed before, unless
   *   the program had let go of it.
   */
  close(): Promise<void>;
  /**
   * Closes for good, at once: sessions reject with `session_closed`, whose `maybeApplied` is true for batches that were
   * sent and are not acknowledged. Idempotent.
   */
  abort(): void;
}

/** Makes the transports of a client's read sessions, and owns the connections under them. */
export interface ReadTransports extends OwnedConnections {
  read(client: SessionClient, address: StreamAddress): ReadTransport;
}

/** Makes the transports of a client's append sessions, and owns the connections under them. */
export interface AppendTransports extends OwnedConnections {
  append(client: SessionClient, address: StreamAddress): AppendTransport;
}

/** Makes the transports of a client's sessions, and owns the connections under them. */
export interface Transports extends ReadTransports, AppendTransports {}
