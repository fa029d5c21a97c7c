import { constants, type ServerHttp2Stream } from "node:http2";
import type { ResponseHeaders } from "./exchange.js";
import { ExchangeBase } from "./exchange-base.js";
import { RequestHeaders } from "./request-headers.js";

/** A request over HTTP/2. */
export class Http2Exchange extends ExchangeBase {
  readonly protocol = "h2" as const;
  readonly method: string;
  readonly target: string;
  readonly headers: RequestHeaders;
  readonly body: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream, rawHeaders: readonly string[], cutConnection: () => void) {
    super(stream, cutConnection);
    this.headers = new RequestHeaders(rawHeaders);
    this.method = this.headers.first(":method") ?? "GET";
    this.target = this.headers.first(":path") ?? "/";
    this.body = stream;
  }

  reset(code: number): void {
    // `close` ends the answer properly before it resets, and a client that sent its whole request would see only that.
    this.body.end = () => this.body;
    this.body.close(code);
  }

  goAway(code: number): void {
    const session = this.body.session;
    if (session === undefined || session.destroyed) return;
    // With the newest stream that was taken on, which Node puts in the place of 0: streams above are certainly not processed.
    session.goaway(code, 0);
    session.close();
  }

  protected sendHead(status: number, headers: ResponseHeaders): void {
    if (this.body.destroyed || this.body.headersSent) return;
    this.body.respond({ ":status": status, ...headers });
  }

  protected flushHead(): void {
    // `respond` has sent it.
  }

  protected finish(): void {
    this.body.end();
    // Tells a client that is still sending to stop; the answer itself is complete. Not in the same turn: a stream that is
    // closed while the bytes that opened it are still being taken in makes nghttp2 spin for ever (Node 20).
    setImmediate(() => {
      if (this.body.readableEnded || this.body.destroyed) return;
      this.body.close(constants.NGHTTP2_NO_ERROR);
      this.#discardBody();
    });
  }

  /** A stream with input that nobody reads never closes, not even with its connection. */
  #discardBody(): void {
    this.body.unpipe();
    this.body.removeAllListeners("readable");
    this.body.resume();
  }
}
