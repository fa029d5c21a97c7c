import { checkDurationMs, checkInteger } from "@s2kit/core/internal";
import { clientClosed } from "../../open-sessions.js";
import type { ConnectionOptions } from "../connection-options.js";
import { connectionSettings } from "./connection-settings.js";
import type { Http2Options, Http2Settings } from "./http2-settings.js";
import { PooledConnection } from "./pooled-connection.js";

const MiB = 1_048_576;
const MAX_WINDOW = 2 ** 31 - 1;
const SMALLEST_WINDOW = 65_535;

/** What a pool is made with. */
export interface Http2PoolOptions extends Http2Options {
  readonly connectTimeoutMs?: number | undefined;
  readonly connection?: ConnectionOptions | undefined;
}

type DurationName = "idleTimeoutMs" | "pingIntervalMs" | "pingTimeoutMs" | "connectTimeoutMs";
type WholeName = "streamWindowBytes" | "connectionWindowBytes" | "maxStreams";

/** HTTP/2 connections of one client, shared by all its sessions. */
export class Http2Pool {
  readonly #settings: Http2Settings;
  readonly #connections: Map<string, Set<PooledConnection>> = new Map();
  #isClosed = false;

  /** @throws `invalid_argument` for an option out of range. */
  constructor(options: Http2PoolOptions = {}) {
    const duration = (name: DurationName, fallback: number): number =>
      checkDurationMs(options[name] ?? fallback, `http2.${name}`);
    const whole = (name: WholeName, fallback: number, min: number, max: number): number =>
      checkInteger(options[name] ?? fallback, `http2.${name}`, min, max);
    this.#settings = {
      streamWindowBytes: whole("streamWindowBytes", 3 * MiB, SMALLEST_WINDOW, MAX_WINDOW),
      connectionWindowBytes: whole("connectionWindowBytes", 16 * MiB, SMALLEST_WINDOW, MAX_WINDOW),
      maxStreams: whole("maxStreams", 100, 1, 100),
      idleTimeoutMs: duration("idleTimeoutMs", 90_000),
      pingIntervalMs: duration("pingIntervalMs", 20_000),
      pingTimeoutMs: duration("pingTimeoutMs", 10_000),
      connectTimeoutMs: duration("connectTimeoutMs", 3000),
      connection: connectionSettings(options.connection),
    };
  }

  /**
   * A connection with a place for one stream, already leased.
   *
   * @param origin - Scheme, host and port.
   * @throws `session_closed` when the pool is closed.
   */
  lease(origin: string): PooledConnection {
    if (this.#isClosed) throw clientClosed();
    const connection = this.#withRoom(origin) ?? this.#open(origin);
    connection.lease();
    return connection;
  }

  /** Opens no stream any more; each connection ends with the last stream on it. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#all()) connection.retire();
  }

  /** Ends every connection at once, with all that runs on them, for good. */
  destroy(): void {
    this.#isClosed = true;
    for (const connection of this.#all()) connection.destroy("the client was closed");
  }

  #all(): PooledConnection[] {
    return [...this.#connections.values()].flatMap((connections) => [...connections]);
  }

  #withRoom(origin: string): PooledConnection | undefined {
    for (const connection of this.#connections.get(origin) ?? []) {
      if (connection.hasRoom) return connection;
    }
    return undefined;
  }

  #open(origin: string): PooledConnection {
    const siblings = this.#connections.get(origin) ?? new Set();
    this.#connections.set(origin, siblings);
    const connection: PooledConnection = new PooledConnection(origin, this.#settings, () => {
      siblings.delete(connection);
      if (siblings.size === 0 && this.#connections.get(origin) === siblings) this.#connections.delete(origin);
    });
    siblings.add(connection);
    return connection;
  }
}
