import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from "node:http2";
import http2 from "node:http2";
import { connectError, connectTimeout } from "./http2-errors.js";
import type { Http2Settings } from "./http2-settings.js";
import { openSocket, socketTarget } from "./open-socket.js";

const MAX_SESSION_MEMORY_MB = 2048;

/**
 * One HTTP/2 connection. Counts the streams on it, closes itself when it was idle for long, checks by PING that the peer
 * is alive while streams are open, and keeps the process alive only while somebody waits for it.
 */
export class PooledConnection {
  /** Resolves when the connection stands; rejects with `connection_failed`. */
  readonly ready: Promise<void>;
  readonly #origin: string;
  readonly #settings: Http2Settings;
  readonly #session: ClientHttp2Session;
  readonly #onGone: () => void;
  #streams = 0;
  #waiters = 0;
  #retired = false;
  #goneAway: { readonly lastStreamId: number } | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #pongTimer: NodeJS.Timeout | undefined;

  constructor(origin: string, settings: Http2Settings, onGone: () => void) {
    this.#origin = origin;
    this.#settings = settings;
    this.#onGone = onGone;
    this.#session = http2.connect(origin, {
      createConnection: () => openSocket(socketTarget(origin), settings.connection),
      settings: { enablePush: false, initialWindowSize: settings.streamWindowBytes },
      // Node's default of 10 MB counts what is queued to be sent: two busy append sessions would have it refuse streams.
      maxSessionMemory: MAX_SESSION_MEMORY_MB,
    });
    // Streams report what concerns them; without a listener a session's error would end the process.
    this.#session.on("error", () => this.retire());
    this.#session.on("goaway", (_code, lastStreamId) => {
      this.#goneAway = { lastStreamId };
      this.retire();
    });
    this.#session.once("close", () => this.#gone());
    this.ready = this.#connect();
    // Whoever leased the connection sees the failure.
    this.ready.catch(() => undefined);
  }

  /** Another stream may be opened here. */
  get hasRoom(): boolean {
    return !this.#retired && this.#streams < this.#maxStreams;
  }

  /** No new request comes here; those that run go on. */
  retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    if (this.#streams === 0) this.#close();
  }

  /** The server told us that it did not process this stream. */
  didRefuse(streamId: number | undefined): boolean {
    if (this.#goneAway === undefined) return false;
    return streamId === undefined || streamId > this.#goneAway.lastStreamId;
  }

  /** Takes a place for a stream; give it back with {@link release}. */
  lease(): void {
    this.#streams++;
    clearTimeout(this.#idleTimer);
    if (this.#streams === 1) this.#startPinging();
  }

  release(): void {
    this.#streams--;
    if (this.#streams > 0) return;
    clearInterval(this.#pingTimer);
    this.#pingTimer = undefined;
    if (this.#retired) return this.#close();
    this.#idleTimer = setTimeout(() => this.retire(), this.#settings.idleTimeoutMs);
    this.#idleTimer.unref();
  }

  /** Opens a stream on a connection that is {@link ready}. Throws when it is gone already. */
  request(headers: OutgoingHttpHeaders): ClientHttp2Stream {
    return this.#session.request(headers, { endStream: false });
  }

  /** One more, or one less, waits for this connection. */
  hold(busy: boolean): void {
    this.#waiters += busy ? 1 : -1;
    if (this.#session.connecting || this.#session.destroyed) return;
    if (this.#waiters === 1 && busy) this.#session.ref();
    else if (this.#waiters === 0) this.#session.unref();
  }

  /** Ends the connection at once, with all that runs on it. */
  destroy(): void {
    this.retire();
    this.#session.destroy();
  }

  get #maxStreams(): number {
    const peer = this.#session.remoteSettings?.maxConcurrentStreams ?? this.#settings.maxStreams;
    return Math.min(this.#settings.maxStreams, peer);
  }

  #connect(): Promise<void> {
    const { connectTimeoutMs, connectionWindowBytes } = this.#settings;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          reject(connectTimeout(this.#origin, connectTimeoutMs));
          this.destroy();
        },
        Math.min(connectTimeoutMs, 2_147_483_647),
      );
      this.#session.once("connect", () => {
        clearTimeout(timer);
        this.#session.setLocalWindowSize(connectionWindowBytes);
        if (this.#waiters === 0) this.#session.unref();
        resolve();
      });
      this.#session.once("error", (error) => {
        clearTimeout(timer);
        reject(connectError(this.#origin, error));
      });
      this.#session.once("close", () => {
        clearTimeout(timer);
        reject(connectError(this.#origin, undefined));
      });
    });
  }

  #startPinging(): void {
    const { pingIntervalMs, pingTimeoutMs } = this.#settings;
    if (pingIntervalMs === Number.POSITIVE_INFINITY) return;
    this.#pingTimer = setInterval(() => {
      if (this.#session.connecting || this.#session.destroyed) return;
      clearTimeout(this.#pongTimer);
      const timer = setTimeout(() => this.destroy(), pingTimeoutMs);
      this.#pongTimer = timer.unref();
      if (!this.#session.ping(() => clearTimeout(timer))) clearTimeout(timer);
    }, pingIntervalMs);
    this.#pingTimer.unref();
  }

  #close(): void {
    if (!this.#session.closed && !this.#session.destroyed) this.#session.close();
  }

  #gone(): void {
    clearTimeout(this.#idleTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#retired = true;
    this.#onGone();
  }
}
