import type { Readable, Writable } from "node:stream";
import { type Exchange, PeerGoneError, type ResponseHeaders } from "./exchange.js";
import type { RequestHeaders } from "./request-headers.js";

/** What both protocols share: the state of the answer, flow control and the signal. */
export abstract class ExchangeBase implements Exchange {
  abstract readonly protocol: "http/1.1" | "h2";
  abstract readonly method: string;
  abstract readonly target: string;
  abstract readonly headers: RequestHeaders;
  abstract readonly body: Readable;
  readonly over: Promise<void>;
  protected readonly extraHeaders: Record<string, string> = {};
  readonly #controller = new AbortController();
  readonly #sink: Writable;
  #started = false;
  #ended = false;
  #closed = false;

  constructor(sink: Writable) {
    this.#sink = sink;
    this.over = new Promise((resolve) => {
      sink.once("close", () => {
        this.#closed = true;
        this.#controller.abort(new PeerGoneError());
        resolve();
      });
    });
    // A reset by the peer also emits `close`, which is all that matters here.
    sink.on("error", () => undefined);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get finished(): boolean {
    return this.#ended || this.#closed;
  }

  setHeaders(headers: ResponseHeaders): void {
    Object.assign(this.extraHeaders, headers);
  }

  varyOn(header: string): void {
    const { vary } = this.extraHeaders;
    this.extraHeaders["vary"] = vary === undefined ? header : `${vary}, ${header}`;
  }

  send(status: number, headers: ResponseHeaders, body?: Uint8Array): void {
    if (this.finished || this.#started) return;
    const withLength = body === undefined ? headers : { ...headers, "content-length": String(body.length) };
    this.open(status, withLength);
    if (body !== undefined && body.length > 0) void this.write(body);
    this.end();
  }

  open(status: number, headers: ResponseHeaders): void {
    if (this.finished || this.#started) return;
    this.#started = true;
    this.sendHead(status, { ...headers, ...this.extraHeaders });
    if (this.method === "HEAD") this.end();
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.finished || this.#sink.write(chunk)) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        this.#sink.off("drain", done);
        this.#sink.off("close", done);
        resolve();
      };
      this.#sink.on("drain", done);
      this.#sink.on("close", done);
    });
  }

  end(): void {
    if (this.finished) return;
    this.#ended = true;
    this.finish();
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  dropConnection(): void {
    this.#ended = true;
    this.destroyConnection();
  }

  abstract reset(code: number): void;
  abstract goAway(code: number): void;
  protected abstract sendHead(status: number, headers: ResponseHeaders): void;
  protected abstract finish(): void;
  protected abstract destroyConnection(): void;
}
