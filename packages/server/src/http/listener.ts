import { createServer as createHttp1Server, type Server as Http1Server } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import type { Exchange } from "./exchange.js";
import { Http1Exchange } from "./http1-exchange.js";
import { Http2Exchange } from "./http2-exchange.js";
import type { ServerTls } from "./server-tls.js";

const HTTP2_PREFACE: Buffer = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const WINDOW_BYTES = 1024 * 1024;

const HTTP2_SETTINGS = {
  initialWindowSize: WINDOW_BYTES,
  maxFrameSize: 16_384,
  maxConcurrentStreams: 200,
  maxHeaderListSize: 16_384,
};

/** `node:http2` counts what is buffered for all streams of a session, in megabytes, and refuses streams above it. */
const HTTP2_SESSION_MEMORY_MB = 1_000;

/** Clients in tests give up on many requests; Node would take that for an attack and close the connection. */
const HTTP2_RESETS = { streamResetBurst: 1_000_000, streamResetRate: 1_000_000 };

/** Stream configurations and keys travel in headers; Node's own limit of 16 KiB is tighter than the service's. */
const HTTP1_MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Listens on one port for HTTP/1.1 and for HTTP/2. Node has no server that takes both, so each connection is handed to
 * one of two servers: with TLS as ALPN decided, without it by its first bytes (prior knowledge).
 */
export class Listener {
  readonly #server: Server;
  readonly #http1: Http1Server;
  readonly #http2: Http2Server;
  readonly #sockets = new Set<Socket>();
  /** Each HTTP/2 session with its socket, which Node does not let a session give away. */
  readonly #sessions = new Map<ServerHttp2Session, Socket>();
  /** The socket that is being handed to the HTTP/2 server. */
  #handedOver: Socket | undefined;
  readonly #exchanges = new Set<Exchange>();

  /** @throws when the certificate and key of `tls` are none, or do not belong together. */
  constructor(handle: (exchange: Exchange) => void, tls?: ServerTls | undefined) {
    const begin = (exchange: Exchange): void => {
      this.#exchanges.add(exchange);
      void exchange.over.then(() => this.#exchanges.delete(exchange));
      handle(exchange);
    };
    this.#http1 = createHttp1Server({ maxHeaderSize: HTTP1_MAX_HEADER_BYTES, requestTimeout: 0, headersTimeout: 0 });
    this.#http1.keepAliveTimeout = 0;
    this.#http1.on("request", (request, response) => begin(new Http1Exchange(request, response)));
    this.#http2 = createHttp2Server({
      settings: HTTP2_SETTINGS,
      maxSessionMemory: HTTP2_SESSION_MEMORY_MB,
      ...HTTP2_RESETS,
    });
    // Node passes the headers as they came in a fourth argument that its types do not know.
    const onStream = (stream: ServerHttp2Stream, _headers: object, _flags: number, rawHeaders: string[]): void => {
      const session = stream.session as ServerHttp2Session;
      begin(new Http2Exchange(stream, rawHeaders, () => this.#sessions.get(session)?.destroy()));
    };
    this.#http2.on("stream", onStream as (stream: ServerHttp2Stream) => void);
    this.#http2.on("session", (session) => {
      session.setLocalWindowSize(WINDOW_BYTES);
      this.#sessions.set(session, this.#handedOver!);
      session.once("close", () => this.#sessions.delete(session));
    });
    this.#http2.on("sessionError", () => undefined);
    this.#server = tls === undefined ? createServer({ noDelay: true }) : secureServer(tls);
    this.#server.on("connection", (socket) => this.#track(socket));
    if (tls === undefined) this.#server.on("connection", (socket) => this.#sniff(socket));
    else this.#server.on("secureConnection", (socket: TLSSocket) => this.#secured(socket));
  }

  /** Requests that are being answered. */
  get exchanges(): Iterable<Exchange> {
    return this.#exchanges;
  }

  /** Open connections. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** @param port - 0 picks a free one. @returns The port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no more connections and closes the idle ones; requests in progress go on. */
  stopAccepting(): void {
    this.#server.close();
    for (const session of this.#sessions.keys()) session.close();
    this.#http1.closeIdleConnections();
  }

  /** Cuts every connection. Resolves when all are gone. */
  async destroyConnections(): Promise<void> {
    const gone = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const session of this.#sessions.keys()) session.destroy();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(gone);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // An error is always followed by `close`.
    socket.on("error", () => undefined);
  }

  #sniff(socket: Socket): void {
    let received: Buffer = Buffer.alloc(0);
    const sniff = (): void => {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) return;
      received = Buffer.concat([received, chunk]);
      const compared = Math.min(received.length, HTTP2_PREFACE.length);
      const matches = received.subarray(0, compared).equals(HTTP2_PREFACE.subarray(0, compared));
      // So far all bytes agree with the preface, but it is not complete.
      if (matches && compared < HTTP2_PREFACE.length) return;
      socket.off("readable", sniff);
      socket.unshift(received);
      this.#handOver(socket, matches);
    };
    socket.on("readable", sniff);
  }

  #secured(socket: TLSSocket): void {
    socket.on("error", () => undefined);
    this.#handOver(socket, socket.alpnProtocol === "h2");
  }

  #handOver(socket: Socket, isHttp2: boolean): void {
    this.#handedOver = socket;
    (isHttp2 ? this.#http2 : this.#http1).emit("connection", socket);
  }
}

function secureServer({ requireClientCertificate, ...certificates }: ServerTls): Server {
  const requestCert = requireClientCertificate === true;
  return createTlsServer({
    ...certificates,
    ALPNProtocols: ["h2", "http/1.1"],
    requestCert,
    rejectUnauthorized: requestCert,
    noDelay: true,
  });
}
