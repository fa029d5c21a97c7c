import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type LaneShape, ProxyLane } from "./proxy-lane.js";

/** `to-server` is what the client sends, `to-client` is what the server answers. */
export type ProxyDirection = "to-server" | "to-client";

/** `reset` sends a TCP RST; `close` closes both sockets in order, as a process that exits does. */
export type CutKind = "reset" | "close";

/** Where to forward to, and how fast from the start on. */
export interface TcpProxyOptions {
  /** Port of the server behind the proxy. */
  targetPort: number;
  /** Host of the server behind the proxy; `127.0.0.1` by default. */
  targetHost?: string | undefined;
  /** Milliseconds that each chunk waits, in each direction; 0 by default. */
  latencyMs?: number | undefined;
  /** Bytes a second of one connection in one direction; unlimited (0) by default. */
  bytesPerSecond?: number | undefined;
}

/** What went through a proxy since it was started. */
export interface TcpProxyCounts {
  /** Connections that clients opened, refused ones included. */
  accepted: number;
  /** Connections that exist right now. */
  open: number;
  /** Bytes handed to the server, all connections together. */
  bytesToServer: number;
  /** Bytes handed to clients, all connections together. */
  bytesToClient: number;
}

interface Connection {
  client: Socket;
  server: Socket;
  lanes: Record<ProxyDirection, ProxyLane>;
}

interface ArmedCut {
  direction: ProxyDirection;
  remainingBytes: number;
  kind: CutKind;
  done: () => void;
}

/**
 * A TCP proxy on a free port of 127.0.0.1, with faults that a test switches on and off.
 * It forwards bytes and ends as they come; it knows nothing of HTTP.
 */
export class TcpProxy implements AsyncDisposable {
  readonly #listener: Server;
  readonly #options: TcpProxyOptions;
  readonly #connections = new Set<Connection>();
  /** Every socket that has not emitted `close` yet; more than those of `#connections` while some are going down. */
  readonly #sockets = new Set<Socket>();
  readonly #shapes: Record<ProxyDirection, LaneShape>;
  readonly #counts = { accepted: 0, bytesToServer: 0, bytesToClient: 0 };
  #refuses = false;
  #cut: ArmedCut | undefined;
  #closed: Promise<void> | undefined;

  /** Use `startTcpProxy`. */
  constructor(listener: Server, options: TcpProxyOptions) {
    const shape = { latencyMs: options.latencyMs ?? 0, bytesPerSecond: options.bytesPerSecond ?? 0, held: false };
    this.#listener = listener;
    this.#options = options;
    this.#shapes = { "to-server": { ...shape }, "to-client": { ...shape } };
    listener.on("connection", (client) => this.#accept(client));
  }

  /** The port that clients connect to. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:<port>`, to be used as a base URL. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A snapshot of the counters. */
  get counts(): TcpProxyCounts {
    return { ...this.#counts, open: this.#connections.size };
  }

  /** Ends every open connection at once, on both sides. New connections are accepted as before. */
  cutAll(kind: CutKind = "reset"): void {
    for (const connection of [...this.#connections]) this.#drop(connection, kind);
  }

  /**
   * Lets exactly `bytes` more bytes pass in one direction, counted over all connections, then ends all connections.
   * One such cut can be armed at a time; a second call replaces the first, whose promise then never settles.
   *
   * @returns A promise that resolves when the cut has happened. It happens when byte number `bytes + 1` wants to pass.
   */
  cutAfter(direction: ProxyDirection, bytes: number, kind: CutKind = "reset"): Promise<void> {
    return new Promise((done) => {
      this.#cut = { direction, remainingBytes: bytes, kind, done };
    });
  }

  /** Sends the end of the stream to the receiving side of `direction`, as if the sender had finished. */
  halfCloseAll(direction: ProxyDirection): void {
    for (const { lanes } of this.#connections) lanes[direction].halfClose();
  }

  /**
   * While `active`, bytes and ends stop in both directions and connections stay open, as in a network partition;
   * what was sent meanwhile arrives afterwards. Connections can be opened, but nothing passes.
   */
  blackHole(active: boolean): void {
    this.#reshape({ held: active });
  }

  /** While `active`, a new connection is reset as soon as it is accepted. Open connections go on. */
  refuse(active: boolean): void {
    this.#refuses = active;
  }

  /** Sets the milliseconds that each chunk waits from now on, in each direction. */
  setLatency(latencyMs: number): void {
    this.#reshape({ latencyMs });
  }

  /** Sets the bytes a second of each connection in each direction; 0 removes the bound. */
  setThrottle(bytesPerSecond: number): void {
    this.#reshape({ bytesPerSecond });
  }

  /** Stops listening and resets what is open. Afterwards no socket and no timer of the proxy is left. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const listenerClosed = new Promise((resolve) => this.#listener.close(resolve));
    this.cutAll("reset");
    await Promise.all([...this.#sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    await listenerClosed;
  }

  #reshape(change: Partial<LaneShape>): void {
    for (const direction of ["to-server", "to-client"] as const) {
      Object.assign(this.#shapes[direction], change);
      for (const { lanes } of this.#connections) lanes[direction].poke();
    }
  }

  #accept(client: Socket): void {
    this.#counts.accepted += 1;
    this.#track(client);
    if (this.#refuses || this.#closed !== undefined) {
      client.resetAndDestroy();
      return;
    }
    const { targetPort, targetHost = "127.0.0.1" } = this.#options;
    const server = connect({ port: targetPort, host: targetHost, allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    this.#track(server);
    const connection: Connection = {
      client,
      server,
      lanes: {
        "to-server": this.#lane(client, server, "to-server", "bytesToServer"),
        "to-client": this.#lane(server, client, "to-client", "bytesToClient"),
      },
    };
    this.#connections.add(connection);
    // An error on one side becomes a reset on the other; `close` follows every error, so nothing else is to be done.
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on("error", () => resetSocket(peer));
      socket.on("close", () => {
        if (client.destroyed && server.destroyed) this.#forget(connection);
      });
    }
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  }

  #lane(
    source: Socket,
    sink: Socket,
    direction: ProxyDirection,
    counter: "bytesToServer" | "bytesToClient",
  ): ProxyLane {
    return new ProxyLane(source, sink, this.#shapes[direction], {
      allow: (wanted) => {
        const cut = this.#cut?.direction === direction ? this.#cut : undefined;
        const allowed = Math.min(wanted, cut?.remainingBytes ?? wanted);
        if (cut !== undefined) cut.remainingBytes -= allowed;
        return allowed;
      },
      passed: (count) => {
        this.#counts[counter] += count;
      },
      exhausted: () => {
        const cut = this.#cut;
        this.#cut = undefined;
        if (cut === undefined) return;
        this.cutAll(cut.kind);
        cut.done();
      },
    });
  }

  #drop(connection: Connection, kind: CutKind): void {
    this.#forget(connection);
    for (const socket of [connection.client, connection.server]) {
      if (kind === "reset") resetSocket(socket);
      else socket.destroy();
    }
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    connection.lanes["to-server"].stop();
    connection.lanes["to-client"].stop();
  }
}

/** A socket that is just being shut down cannot be reset: Node would report an error, and never close it. */
function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** Starts a proxy on a free port of 127.0.0.1. Rejects when no port can be opened; an unreachable target resets clients. */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const listener = createServer({ allowHalfOpen: true });
  const proxy = new TcpProxy(listener, options);
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      listener.off("error", reject);
      resolve();
    });
  });
  return proxy;
}
