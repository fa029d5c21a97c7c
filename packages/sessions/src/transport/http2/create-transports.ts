import { UsageError } from "@s2kit/core";
import { sessionTarget } from "../session-target.js";
import type { TransportOptions, Transports } from "../transports.js";
import { Http2AppendTransport } from "./http2-append.js";
import { Http2Pool } from "./http2-pool.js";
import { Http2ReadTransport } from "./http2-read.js";

/** Transports for runtimes with `node:http2`. @throws `invalid_argument` for options out of range. */
export function createTransports(options: TransportOptions = {}): Transports {
  const { transport = "auto", connectTimeoutMs, http2 } = options;
  if (transport !== "auto" && transport !== "http2") {
    throw new UsageError("transport", `transport "${transport}" is not available yet`);
  }
  const pool = new Http2Pool({ ...http2, connectTimeoutMs });
  return {
    append: (client, address) => new Http2AppendTransport(pool, sessionTarget(client, address), client.compression),
    read: (client, address) => new Http2ReadTransport(pool, sessionTarget(client, address), client.compression),
    close: () => pool.close(),
  };
}
