import { type Json, parseExactJson } from "./exact-json.js";

/** The two protocols an S2 server speaks on one plaintext port. */
export type HttpProtocol = "h1" | "h2";

/** Header values by lower-case name; a list is sent as that many header lines. */
export type HeaderValues = Record<string, string | readonly string[] | undefined>;

/** What goes out before the body. `path` is sent as it is: no normalisation, no encoding. */
export interface RequestHead {
  method: string;
  path: string;
  headers?: HeaderValues | undefined;
}

/** What comes back before the body. Repeated headers are joined with `, `. */
export interface ResponseHead {
  status: number;
  headers: Record<string, string | undefined>;
}

/** A whole response. */
export class Reply implements ResponseHead {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: Buffer;

  constructor(head: ResponseHead, body: Buffer) {
    this.status = head.status;
    this.headers = head.headers;
    this.body = body;
  }

  get text(): string {
    return this.body.toString("utf8");
  }

  /** The body as exact JSON, trusted to have the shape `T`. */
  json<T = Json>(): T {
    return parseExactJson(this.text) as T;
  }
}

/** The connection or stream went away before the response was complete. */
export class ExchangeCutError extends Error {
  override readonly name: string = "ExchangeCutError";
}

/** One request with its response, both open until ended. */
export interface Exchange {
  /** Resolves with the response head; rejects when the exchange is cut before it. */
  readonly head: Promise<ResponseHead>;
  /** Sends a piece of the request body. Pieces written after the server answered and closed are dropped silently. */
  write(bytes: Uint8Array): void;
  /** Ends the request body. */
  end(): void;
  /** The next piece of the response body; undefined at its proper end. Rejects with `ExchangeCutError` when cut. */
  nextChunk(): Promise<Buffer | undefined>;
  /** Stops taking bytes from the network, so that the server meets a full window; `resumeReading` goes on. */
  pauseReading(): void;
  resumeReading(): void;
  /** Drops the exchange at once, as a client does that goes away. */
  abandon(): void;
}

/** Opens exchanges with one server over one protocol, and owns their connections. */
export interface HttpClient {
  readonly protocol: HttpProtocol;
  /** Begins a request. The head is sent at once; the body is whatever is written until `end`. */
  open(request: RequestHead): Exchange;
  /** Sends a whole request, with a content length. */
  send(request: RequestHead, body?: Uint8Array | undefined): Exchange;
  /** Closes every connection. */
  close(): void;
}

/** Reads the rest of an exchange's response into memory. */
export async function readReply(exchange: Exchange): Promise<Reply> {
  const head = await exchange.head;
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = await exchange.nextChunk();
    if (chunk === undefined) return new Reply(head, Buffer.concat(chunks));
    chunks.push(chunk);
  }
}
