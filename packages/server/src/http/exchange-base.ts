import type { Readable, Writable } from "node:stream";
import { type Exchange, PeerGoneError, type ReadingPace, type ResponseHeaders } from "./exchange.js";
import type { RequestHeaders } from "./request-headers.js";

const NOTHING = new Uint8Array(0);

/** One for all: making an error for every request that ends would cost more than many a request. */
const PEER_GONE = new PeerGoneError();

/** What both protocols share: the state of the answer, flow control and the signal. */
export abstract class ExchangeBase implements Exchange {
  abstract readonly protocol: "http/1.1" | "h2";
  abstract readonly method: string;
  abstract readonly target: string;
  abstract readonly headers: RequestHeaders;
  abstract readonly body: Readable;
  readonly over: Promise<void>;
  readingPace: ReadingPace | undefined;
  protected readonly extraHeaders: Record<string, string> = {};
  readonly #controller = new AbortController();
  readonly #sink: Writable;
  #started = false;
  #ended = false;
  #closed = false;
  #muted = false;
  readonly #cutConnection: () => void;

  /** @param cutConnection - Destroys the socket below everything that HTTP would still send. */
  constructor(sink: Writable, cutConnection: () => void) {
    this.#sink = sink;
    this.#cutConnection = cutConnection;
    this.over = new Promise((resolve) => {
      sink.once("close", () => {
        this.#closed = true;
        this.#controller.abort(PEER_GONE);
        resolve();
      });
    });
    // A reset by the peer also emits `close`, which is all that matters here.
    sink.on("error", () => undefined);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get started(): boolean {
    return this.#started;
  }

  get finished(): boolean {
    return this.#ended || this.#closed;
  }

  setHeaders(headers: ResponseHeaders): void {
    Object.assign(this.extraHeaders, headers);
  }

  varyOn(header: string): void {
    const { vary } = this.extraHeaders;
    this.extraHeaders["vary"] = vary === undefined ? header : `${header}, ${vary}`;
  }

  send(status: number, headers: ResponseHeaders, body?: Uint8Array): void {
    if (this.finished || this.#started) return;
    const withLength = body === undefined ? headers : { ...headers, "content-length": String(body.length) };
    this.#begin(status, withLength);
    if (body !== undefined && body.length > 0) void this.write(body);
    this.end();
  }

  open(status: number, headers: ResponseHeaders): void {
    this.#begin(status, headers);
    if (!this.finished) this.flushHead();
  }

  #begin(status: number, headers: ResponseHeaders): void {
    if (this.finished || this.#started || this.#muted) return;
    this.#started = true;
    this.sendHead(status, { ...headers, ...this.extraHeaders });
    if (this.method === "HEAD") this.end();
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.finished || this.#muted || this.#sink.write(chunk)) return undefined;
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

  flush(): Promise<void> {
    // Any write would send the head first.
    if (!this.#started || this.finished || this.#muted) return Promise.resolve();
    return new Promise((resolve) => {
      // The callback of an empty write comes after those before it; the socket gets its turn right after.
      this.#sink.write(NOTHING, () => setImmediate(resolve));
      this.#sink.once("close", resolve);
    });
  }

  end(): void {
    if (this.finished || this.#muted) return;
    this.#ended = true;
    this.finish();
  }

  mute(): void {
    this.#muted = true;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  dropConnection(): void {
    this.#ended = true;
    this.#cutConnection();
  }

  abstract reset(code: number): void;
  abstract goAway(code: number): void;
  protected abstract sendHead(status: number, headers: ResponseHeaders): void;
  /** Sends the head at once instead of together with the first bytes of the body. */
  protected abstract flushHead(): void;
  protected abstract finish(): void;
}
