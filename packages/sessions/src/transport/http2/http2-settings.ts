import type { ConnectionSettings } from "./connection-settings.js";

/** How HTTP/2 connections behave. Bytes and milliseconds. */
export interface Http2Options {
  /**
   * Receive window of one stream: what the service may send before we have taken it, and with a reader's own buffer
   * the most that a stopped consumer holds. Default 3 MiB.
   */
  readonly streamWindowBytes?: number | undefined;
  /** Receive window of a whole connection. Default 16 MiB. */
  readonly connectionWindowBytes?: number | undefined;
  /** Streams on one connection, 1 to 100; further ones open another connection. Default 100. */
  readonly maxStreams?: number | undefined;
  /** A connection without streams is closed after this long. Default 90 000. */
  readonly idleTimeoutMs?: number | undefined;
  /** While streams are open, the peer is asked for a sign of life this often. Default 20 000; `Infinity` for never. */
  readonly pingIntervalMs?: number | undefined;
  /** A peer that does not answer a PING for this long is given up. Default 10 000. */
  readonly pingTimeoutMs?: number | undefined;
}

/** {@link Http2Options} with every default filled in. */
export interface Http2Settings {
  readonly streamWindowBytes: number;
  readonly connectionWindowBytes: number;
  readonly maxStreams: number;
  readonly idleTimeoutMs: number;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly connection: ConnectionSettings;
}
