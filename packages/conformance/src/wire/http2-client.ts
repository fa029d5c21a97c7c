import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type OutgoingHttpHeaders,
} from "node:http2";
import { ChunkQueue } from "./chunk-queue.js";
import {
  type Exchange,
  ExchangeCutError,
  type HttpClient,
  type HttpProtocol,
  type RequestHead,
  type ResponseHead,
} from "./http-client.js";

/** By default Node refuses streams of a connection that has 10 MiB queued; cases queue more. */
const MAX_SESSION_MEMORY_MIB = 1_024;

class Http2Exchange implements Exchange {
  readonly head: Promise<ResponseHead>;
  readonly #stream: ClientHttp2Stream;
  readonly #chunks = new ChunkQueue<Buffer>();

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    this.head = new Promise((resolve, reject) => {
      stream.on("response", (headers) => {
        const { [constants.HTTP2_HEADER_STATUS]: status, ...others } = headers;
        const joined = Object.entries(others).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : value,
        ]);
        resolve({ status: Number(status), headers: Object.fromEntries(joined) });
      });
      stream.on("error", (cause) => this.#chunks.end(new ExchangeCutError("stream failed", { cause })));
      stream.on("close", () => {
        reject(new ExchangeCutError(`stream closed with code ${stream.rstCode} before a response`));
        this.#chunks.end(stream.rstCode === constants.NGHTTP2_NO_ERROR ? undefined : cutBy(stream));
      });
      // Node emits `end` also when the connection was lost; only the code tells the two apart.
      stream.on("end", () =>
        this.#chunks.end(stream.rstCode === constants.NGHTTP2_NO_ERROR ? undefined : cutBy(stream)),
      );
    });
    this.head.catch(() => undefined);
    stream.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
  }

  write(bytes: Uint8Array): void {
    if (this.#stream.writable) this.#stream.write(bytes);
  }

  end(): void {
    this.#stream.end();
  }

  nextChunk(): Promise<Buffer | undefined> {
    return this.#chunks.next();
  }

  pauseReading(): void {
    this.#stream.pause();
  }

  resumeReading(): void {
    this.#stream.resume();
  }

  abandon(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }
}

/** HTTP/2 with prior knowledge over one connection, opened at the first exchange. */
export class Http2Client implements HttpClient {
  readonly protocol: HttpProtocol = "h2";
  readonly #baseUrl: string;
  #session: ClientHttp2Session | undefined;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  open({ method, path, headers }: RequestHead): Exchange {
    const pseudoHeaders = { ":method": method, ":path": path };
    // `endStream: false` also for GET, so that writing and ending a body is the caller's business.
    const stream = this.session.request(
      { ...pseudoHeaders, ...(headers as OutgoingHttpHeaders) },
      { endStream: false },
    );
    return new Http2Exchange(stream);
  }

  send(head: RequestHead, body?: Uint8Array | undefined): Exchange {
    const exchange = this.open(head);
    if (body !== undefined) exchange.write(body);
    exchange.end();
    return exchange;
  }

  /** The connection, for cases that look at its settings. */
  get session(): ClientHttp2Session {
    if (this.#session === undefined || this.#session.closed || this.#session.destroyed) {
      this.#session = connect(this.#baseUrl, { maxSessionMemory: MAX_SESSION_MEMORY_MIB });
      // The exchanges on it report the failure.
      this.#session.on("error", () => undefined);
    }
    return this.#session;
  }

  close(): void {
    const session = this.#session;
    this.#session = undefined;
    // Not in this turn: Node may be taking in bytes of this very session, and destroying it then frees a stream that
    // nghttp2 goes on to use, which ends the process (nodejs/node#64113).
    setImmediate(() => session?.destroy());
  }
}

function cutBy(stream: ClientHttp2Stream): ExchangeCutError {
  return new ExchangeCutError(`stream ended with code ${stream.rstCode}`);
}
