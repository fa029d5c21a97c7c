import type { Readable } from "node:stream";
import type { RequestHeaders } from "./request-headers.js";

/** Response headers; names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/** Why a request's signal is aborted when nobody is left to answer. */
export class PeerGoneError extends Error {
  override readonly name: string = "PeerGoneError";
  constructor() {
    super("the client is gone");
  }
}

/** How slowly a request body is taken in: a pause before each piece of at most `chunkBytes`. */
export interface ReadingPace {
  readonly chunkBytes: number;
  /** @throws when the request is over. */
  pause(): Promise<void>;
}

/** One request and the answer to it, the same over HTTP/1.1 and HTTP/2. */
export interface Exchange {
  readonly protocol: "http/1.1" | "h2";
  readonly method: string;
  /** The request target as sent: nothing is decoded or normalised. */
  readonly target: string;
  readonly headers: RequestHeaders;
  readonly body: Readable;
  /** Aborted with a `PeerGoneError` when the client goes, or with the reason given to `abort`. */
  readonly signal: AbortSignal;
  /** True once status and headers are sent. */
  readonly started: boolean;
  /** True once the answer is complete or can no longer be sent. */
  readonly finished: boolean;
  /** Resolves when the exchange is over, however it ended. */
  readonly over: Promise<void>;

  /** How slowly the body is to be read; as fast as it comes unless set. */
  readingPace: ReadingPace | undefined;

  /** Added to whatever answer is sent. */
  setHeaders(headers: ResponseHeaders): void;
  /** Adds the name of a request header that the answer depends on to `vary`. */
  varyOn(header: string): void;
  /** Sends a complete answer. Ignored when the client is gone. */
  send(status: number, headers: ResponseHeaders, body?: Uint8Array): void;
  /** Sends status and headers at once; the body follows by `write` and `end`. */
  open(status: number, headers: ResponseHeaders): void;
  /** Returns a promise when the client reads too slowly, to be awaited before the next write. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** Resolves when everything written so far has left the process. */
  flush(): Promise<void>;
  /** Ends the body. If the request body is still coming in, the client is told to stop. */
  end(): void;
  /** From now on nothing is sent any more, while the connection stays open. */
  mute(): void;
  /** Tells whoever works on the request to stop. */
  abort(reason: unknown): void;
  /** Cuts the connection, with everything on it. */
  dropConnection(): void;
  /** Ends only this request abnormally: RST_STREAM with `code` on HTTP/2, a cut connection on HTTP/1.1. */
  reset(code: number): void;
  /** Sends GOAWAY on HTTP/2 and takes no more requests on the connection; nothing on HTTP/1.1. */
  goAway(code: number): void;
}
