import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from "node:http2";
import type { Socket } from "node:net";
import { connectError, connectTimeout, destroyedError } from "./http2-errors.js";
import type { Http2Settings } from "./http2-settings.js";
import { nodeModule } from "./node-modules.js";
import { openSocket, socketTarget } from "./open-socket.js";
import { openTunnel, type ProxyTunnel } from "./proxy-tunnel.js";

const MAX_SESSION_MEMORY_MB = 2048;

/** Larger than the 16 KiB that peers assume: each HTTP/2 frame costs a call into JavaScript. */
const MAX_FRAME_BYTES = 262_144;

/**
 * One HTTP/2 connection. Counts the streams on it, closes itself when it was idle for long, checks by PING that the peer
 * is alive while streams are open, and keeps the process alive only while somebody waits for it.
 */
export class PooledConnection {
  /** Resolves when the connection stands; rejects with `connection_failed`. */
  readonly ready: Promise<void>;
  readonly #origin: string;
  readonly #settings: Http2Settings;
  /** There as soon as the proxy let us through, or from the start without one. */
  #session: ClientHttp2Session | undefined;
  #tunnel: ProxyTunnel | undefined;
  readonly #onGone: () => void;
  #streams = 0;
  #waiters = 0;
  #retired = false;
  #suspect = false;
  /** Why the connection ends at once, from when that was asked for. */
  #destruction: Error | undefined;
  /** The peer has told its settings, with which it has to begin: it speaks HTTP/2. */
  hasSpoken = false;
  #goneAway: { readonly lastStreamId: number } | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #pongTimer: NodeJS.Timeout | undefined;

  constructor(origin: string, settings: Http2Settings, onGone: () => void) {
    this.#origin = origin;
    this.#settings = settings;
    this.#onGone = onGone;
    this.ready = this.#connect();
    // Whoever leased the connection sees the failure.
    this.ready.catch(() => undefined);
  }

  /** Another stream may be opened here. */
  get hasRoom(): boolean {
    return !this.#retired && this.#streams < this.#maxStreams;
  }

  /** As {@link retire}, because a request waited here in vain: nobody may be there to say goodbye to. */
  suspect(): void {
    this.#suspect = true;
    this.retire();
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
    if (this.#destruction !== undefined) throw this.#destruction;
    return this.#session!.request(headers, { endStream: false });
  }

  /** One more, or one less, waits for this connection. */
  hold(busy: boolean): void {
    this.#waiters += busy ? 1 : -1;
    const session = this.#session;
    if (session === undefined || session.connecting || session.destroyed) return;
    if (this.#waiters === 1 && busy) session.ref();
    else if (this.#waiters === 0) session.unref();
  }

  /** Ends the connection with the next turn, with all that runs on it. */
  destroy(why: string): void {
    this.retire();
    // Without an error Node would tell the streams that they have ended as they should.
    this.#destruction ??= destroyedError(why);
    // Not in this turn: Node may be taking in bytes of this very session, and destroying it then frees a stream that
    // nghttp2 goes on to use, which ends the process (nodejs/node#64113).
    setImmediate(() => {
      this.#session?.destroy(this.#destruction);
      this.#tunnel?.destroy();
    });
  }

  get #maxStreams(): number {
    const peer = this.#session?.remoteSettings?.maxConcurrentStreams ?? this.#settings.maxStreams;
    return Math.min(this.#settings.maxStreams, peer);
  }

  /** Makes the connection, through the proxy if there is one, within the time for it. */
  async #connect(): Promise<void> {
    const { connectTimeoutMs, connection } = this.#settings;
    const target = socketTarget(this.#origin);
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        reject(connectTimeout(this.#origin, connectTimeoutMs));
        this.destroy("it took too long to connect");
      };
      timer = setTimeout(giveUp, Math.min(connectTimeoutMs, 2_147_483_647));
    });
    const connected = async (): Promise<void> => {
      if (connection.proxy === undefined) return await this.#begin(openSocket(target, connection));
      this.#tunnel = openTunnel(target, connection.proxy);
      const through = await this.#tunnel.socket;
      await this.#begin(openSocket(target, connection, through));
    };
    try {
      await Promise.race([connected(), timedOut]);
    } catch (error) {
      if (this.#session === undefined) this.#gone();
      throw connectError(this.#origin, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Begins to speak HTTP/2 on the socket. Resolves when that works. */
  #begin(socket: Socket): Promise<void> {
    const { streamWindowBytes, connectionWindowBytes } = this.#settings;
    const session = nodeModule("node:http2").connect(this.#origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindowBytes, maxFrameSize: MAX_FRAME_BYTES },
      // Node's default of 10 MB counts what is queued to be sent: two busy append sessions would have it refuse streams.
      maxSessionMemory: MAX_SESSION_MEMORY_MB,
    });
    this.#session = session;
    // Streams report what concerns them; without a listener a session's error would end the process.
    session.on("error", () => this.retire());
    session.once("remoteSettings", () => {
      this.hasSpoken = true;
    });
    session.on("goaway", (_code, lastStreamId) => {
      this.#goneAway = { lastStreamId };
      this.retire();
    });
    session.once("close", () => this.#gone());
    return new Promise((resolve, reject) => {
      session.once("connect", () => {
        // Destroyed in the same turn: `close` comes next, and says so.
        if (session.destroyed || this.#destruction !== undefined) return;
        session.setLocalWindowSize(connectionWindowBytes);
        if (this.#waiters === 0) session.unref();
        resolve();
      });
      session.once("error", reject);
      session.once("close", () => reject(connectError(this.#origin, undefined)));
    });
  }

  #startPinging(): void {
    const { pingIntervalMs, pingTimeoutMs } = this.#settings;
    if (pingIntervalMs === Number.POSITIVE_INFINITY) return;
    this.#pingTimer = setInterval(() => {
      const session = this.#session;
      // One at a time: an answer that is waited for must come, however often it is asked for.
      if (session === undefined || session.connecting || session.destroyed || this.#pongTimer !== undefined) return;
      const answered = (): void => {
        clearTimeout(this.#pongTimer);
        this.#pongTimer = undefined;
      };
      const giveUp = (): void => {
        // When this process was busy, an answer may be here that was not looked at yet.
        setImmediate(() => this.#pongTimer !== undefined && this.destroy("the peer does not answer"));
      };
      this.#pongTimer = setTimeout(giveUp, pingTimeoutMs).unref();
      if (!session.ping(answered)) answered();
    }, pingIntervalMs);
    this.#pingTimer.unref();
  }

  #close(): void {
    if (this.#suspect) return this.destroy("the peer was silent for too long");
    const session = this.#session;
    if (session === undefined) return this.#tunnel?.destroy();
    if (!session.closed && !session.destroyed) session.close();
  }

  #gone(): void {
    clearTimeout(this.#idleTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#retired = true;
    this.#onGone();
  }
}
