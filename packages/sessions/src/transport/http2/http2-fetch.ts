import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { S2Error } from "@s2kit/core";
import { onAbort, type Unlink } from "@s2kit/core/internal";
import { CANCEL, handshakeError, NO_ERROR, REFUSED_STREAM, refusedError } from "./http2-errors.js";
import type { Http2Pool } from "./http2-pool.js";
import type { PooledConnection } from "./pooled-connection.js";

/** What HTTP/2 does by other means; it forbids these headers (RFC 9113, section 8.2.2). */
const CONNECTION_HEADERS = new Set([
  "connection",
  "host",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** As much of an answer waits in its body for the reader; flow control holds back the rest. */
const BUFFERED_BYTES = 65_536;

/** Statuses whose answers have no body, and whose `Response` must not be given one. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` over the pool's HTTP/2 connections, for what the runtime's own cannot do: private CAs, client certificates,
 * proxies. Differs from it in that it speaks HTTP/2 only, knows no cache, no cookies and no other schemes, and hands
 * out redirects instead of following them.
 *
 * A connection that could not be made, or a request that the service did not begin to process, rejects with an S2Error
 * that says so; a connection that broke with Node's own error, since only the caller knows what that means.
 */
export function http2Fetch(pool: Http2Pool): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const request = new Request(input, { ...init, signal: null });
    const body = await bodyOf(request, init);
    signal?.throwIfAborted();
    return new Http2Request(pool, request, body, signal ?? undefined).response;
  };
}

/** Bytes that are known are sent with their length; everything else as it comes. */
async function bodyOf(request: Request, init: RequestInit | undefined): Promise<Http2Body> {
  if (request.body === null) return undefined;
  const isStream = init?.body === undefined || init.body instanceof ReadableStream;
  return isStream ? request.body : new Uint8Array(await request.arrayBuffer());
}

type Http2Body = Uint8Array | ReadableStream<Uint8Array> | undefined;

/** One request, from its connection to the end of the answer's body. */
class Http2Request {
  readonly response: Promise<Response>;
  readonly #pool: Http2Pool;
  readonly #request: Request;
  readonly #url: URL;
  readonly #body: Http2Body;
  readonly #unlink: Unlink;
  #resolve!: (response: Response) => void;
  #reject!: (reason: unknown) => void;
  #connection: PooledConnection | undefined;
  #stream: ClientHttp2Stream | undefined;
  #answer: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Body before the status is known: Deno delivers data first. */
  readonly #early: Uint8Array[] = [];
  #over = false;

  constructor(pool: Http2Pool, request: Request, body: Http2Body, signal: AbortSignal | undefined) {
    this.#pool = pool;
    this.#request = request;
    this.#url = new URL(request.url);
    this.#body = body;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#unlink = onAbort(signal, (reason) => {
      // What is under the connection may be dead: it gets no other request.
      if (isTimeout(reason)) this.#connection?.suspect();
      this.#fail(reason);
    });
    void this.#start();
  }

  async #start(): Promise<void> {
    try {
      const connection = this.#pool.lease(this.#url.origin);
      this.#connection = connection;
      connection.hold(true);
      await connection.ready;
      if (!this.#over) this.#open(connection);
    } catch (error) {
      this.#fail(error);
    }
  }

  #open(connection: PooledConnection): void {
    let stream: ClientHttp2Stream;
    try {
      stream = connection.request(this.#headers());
    } catch (error) {
      // The connection went away between being ready and being used: nothing was sent.
      throw refusedError(this.#summary, error);
    }
    this.#stream = stream;
    stream.on("response", (headers) => this.#answered(stream, headers));
    stream.on("data", (chunk: Uint8Array) => this.#received(stream, chunk));
    stream.on("end", () => this.#ended(stream));
    stream.on("error", (error) => this.#broken(stream, error));
    stream.on("close", () => {
      this.#broken(stream, undefined);
      this.#release();
    });
    if (this.#body instanceof ReadableStream) void this.#pump(stream, this.#body);
    else stream.end(this.#body);
  }

  get #summary(): { readonly method: string; readonly path: string } {
    return { method: this.#request.method, path: this.#url.pathname };
  }

  #headers(): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = { "accept-encoding": "gzip" };
    for (const [name, value] of this.#request.headers) {
      if (!CONNECTION_HEADERS.has(name)) headers[name] = value;
    }
    if (this.#body instanceof Uint8Array) headers["content-length"] = this.#body.byteLength;
    headers[":method"] = this.#request.method;
    headers[":path"] = `${this.#url.pathname}${this.#url.search}`;
    return headers;
  }

  async #pump(stream: ClientHttp2Stream, body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    stream.once("close", () => void reader.cancel().catch(() => undefined));
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (stream.destroyed) return;
        if (done) return void stream.end();
        if (!stream.write(value)) await drained(stream);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #answered(stream: ClientHttp2Stream, headers: IncomingHttpHeaders & { ":status"?: number | undefined }): void {
    if (this.#over) return;
    const status = headers[":status"] ?? 0;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#answer = controller;
        },
        pull: () => void stream.resume(),
        cancel: () => this.#cancel(),
      },
      { highWaterMark: BUFFERED_BYTES, size: (chunk) => chunk.byteLength },
    );
    const init = { status, headers: plainHeaders(headers) };
    try {
      if (WITHOUT_BODY.has(status)) this.#resolve(new Response(null, init));
      else this.#resolve(new Response(decoded(body, headers["content-encoding"]), init));
    } catch (error) {
      this.#fail(error);
    }
    for (const chunk of this.#early.splice(0)) this.#received(stream, chunk);
  }

  #received(stream: ClientHttp2Stream, chunk: Uint8Array): void {
    if (this.#over) return;
    if (this.#answer === undefined) return void this.#early.push(chunk);
    // Not a Buffer: what `fetch` gives is a plain array of bytes.
    this.#answer.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if ((this.#answer.desiredSize ?? 0) <= 0) stream.pause();
  }

  #ended(stream: ClientHttp2Stream): void {
    // A peer that died ends the body too, without an error; only the stream's code tells.
    if (this.#over || this.#answer === undefined || stream.rstCode !== NO_ERROR) return this.#broken(stream, undefined);
    this.#over = true;
    this.#unlink();
    this.#answer.close();
    // A service that answered in full may leave the rest of the request unread. Not in the turn in which Node takes in
    // bytes of the session: two streams that are reset there can end the process (nodejs/node#64113).
    setImmediate(() => stream.writableFinished || stream.close(CANCEL));
  }

  #cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#letGo();
  }

  #broken(stream: ClientHttp2Stream, cause: Error | undefined): void {
    if (this.#over) return;
    const code = stream.rstCode ?? NO_ERROR;
    const refused = code === REFUSED_STREAM || this.#connection?.didRefuse(stream.id) === true;
    if (this.#answer === undefined && refused) return this.#fail(refusedError(this.#summary, cause));
    this.#fail(handshakeError(this.#summary, cause) ?? cause ?? resetError(code));
  }

  #fail(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#letGo();
    this.#answer?.error(reason);
    this.#reject(reason);
  }

  #letGo(): void {
    this.#unlink();
    const stream = this.#stream;
    if (stream === undefined) return this.#release();
    if (!stream.closed) stream.close(CANCEL);
    // What is buffered is thrown away, so that the stream can finish closing.
    stream.resume();
  }

  #release(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    connection.hold(false);
    connection.release();
  }
}

/** One attempt, or the last one that a call has time for, took too long. */
function isTimeout(reason: unknown): boolean {
  return S2Error.is(reason) && (reason.code === "timeout" || reason.code === "deadline_exceeded");
}

function drained(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function plainHeaders(headers: IncomingHttpHeaders): Headers {
  const plain = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) plain.append(name, one);
  }
  return plain;
}

function decoded(body: ReadableStream<Uint8Array>, encoding: string | undefined): ReadableStream<Uint8Array> {
  if (encoding !== "gzip") return body;
  return body.pipeThrough(new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>);
}

function resetError(code: number): Error {
  return Object.assign(new Error(`the stream was closed with code ${code}`), { code: "ERR_HTTP2_STREAM_ERROR" });
}
