import { createTransports as createWebTransports } from "../fetch/create-transports.js";
import { sessionTarget } from "../session-target.js";
import type { TransportOptions, Transports } from "../transports.js";
import { Http2AppendTransport } from "./http2-append.js";
import { Http2Pool } from "./http2-pool.js";
import { Http2ReadTransport } from "./http2-read.js";

/**
 * Transports for runtimes with `node:http2`, which `"auto"` then is.
 *
 * @throws `invalid_argument` for options out of range.
 */
export function createTransports(options: TransportOptions = {}): Transports {
  const { transport = "auto", connectTimeoutMs, http2 } = options;
  if (transport !== "auto" && transport !== "http2") return createWebTransports(options);
  const pool = new Http2Pool({ ...http2, connectTimeoutMs });
  return {
    append: (client, address) => new Http2AppendTransport(pool, sessionTarget(client, address), client.compression),
    read: (client, address) => new Http2ReadTransport(pool, sessionTarget(client, address), client.compression),
    close: () => pool.close(),
  };
}
