import type { IncomingMessage, ServerResponse } from "node:http";
import type { ResponseHeaders } from "./exchange.js";
import { ExchangeBase } from "./exchange-base.js";
import { RequestHeaders } from "./request-headers.js";

/** After an early answer, how long to read on so that the client sees the answer before a reset. */
const LINGER_MS = 1_000;

/** The longest request body that is read to its end although nobody wants it. */
const MAX_DISCARDED_BYTES = 256 * 1024;

/** A request over HTTP/1.1. */
export class Http1Exchange extends ExchangeBase {
  readonly protocol = "http/1.1" as const;
  readonly method: string;
  readonly target: string;
  readonly headers: RequestHeaders;
  readonly body: IncomingMessage;
  readonly #response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse) {
    super(response, () => request.socket.destroy());
    this.method = request.method ?? "GET";
    this.target = request.url ?? "/";
    this.headers = new RequestHeaders(request.rawHeaders);
    this.body = request;
    this.#response = response;
  }

  reset(): void {
    this.dropConnection();
  }

  goAway(): void {
    // HTTP/1.1 has no such message; the connection simply closes after the answer.
    this.#response.shouldKeepAlive = false;
  }

  protected sendHead(status: number, headers: ResponseHeaders): void {
    this.#response.writeHead(status, headers);
  }

  protected flushHead(): void {
    this.#response.flushHeaders();
  }

  protected finish(): void {
    this.#response.end(() => {
      if (this.body.complete) return;
      // A rest of the request is of no interest. If it is short, letting it pass keeps the connection usable.
      if (this.#restIsShort()) this.#discardBody();
      else this.#closeGently();
    });
  }

  /** Closing with unread input would reset the connection, and the answer could be lost with it. */
  #closeGently(): void {
    const { socket } = this.body;
    if (socket.destroyed) return;
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
    this.#discardBody();
    socket.end();
  }

  #restIsShort(): boolean {
    const length = Number(this.headers.first("content-length"));
    return length <= MAX_DISCARDED_BYTES;
  }

  #discardBody(): void {
    // Whoever listens for `readable` keeps the body from flowing.
    this.body.removeAllListeners("readable");
    this.body.resume();
  }
}
