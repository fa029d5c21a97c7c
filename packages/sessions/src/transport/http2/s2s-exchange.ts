import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { type RequestSummary, S2Error } from "@s2kit/core";
import { errorFromAnswer, parseRetryAfter } from "@s2kit/core/internal";
import { FrameInbox } from "../frame-inbox.js";
import type { SessionTarget } from "../target.js";
import { unreadableError } from "../unreadable-error.js";
import { CANCEL, foreignError, lostError, NO_ERROR, REFUSED_STREAM, refusedError } from "./http2-errors.js";
import type { Http2Pool } from "./http2-pool.js";
import type { PooledConnection } from "./pooled-connection.js";

/** At most this much of an error body is read, in bytes. */
const MAX_ERROR_BODY = 65_536;

/** What one exchange of S2S frames tells its owner, in the order of the wire. Nothing comes after `ended` or `failed`. */
export interface ExchangeListener {
  connected(): void;
  opened(): void;
  /** The payload of a regular frame, decompressed. May throw an {@link S2Error}, which then ends the exchange. */
  frame(payload: Uint8Array, reconnectAdvised: boolean): void;
  ended(): void;
  failed(error: S2Error): void;
}

/** The request of an exchange. */
export interface ExchangeRequest {
  readonly method: "GET" | "POST";
  /** Query parameters of this request, without `?`. */
  readonly query: string;
  /** Compression algorithms that the service may use on its frames, as `accept-encoding` has them. */
  readonly acceptEncoding: string | undefined;
  /** The request can change the stream: a broken connection leaves it open whether it did. */
  readonly mutates: boolean;
}

/**
 * One S2S request over HTTP/2, from authorisation to the last frame.
 * Decides what each way of ending means: status, terminal frame, reset, GOAWAY, silence of a dead peer.
 */
export class S2SExchange {
  readonly #pool: Http2Pool;
  readonly #target: SessionTarget;
  readonly #request: ExchangeRequest;
  readonly #summary: RequestSummary;
  readonly #listener: ExchangeListener;
  readonly #inbox: FrameInbox;
  readonly #dropped: AbortController = new AbortController();
  #headers: Record<string, string> = {};
  #connection: PooledConnection | undefined;
  #stream: ClientHttp2Stream | undefined;
  #queued: Uint8Array[] = [];
  #finishing = false;
  #busy = false;
  #paused = false;
  #over = false;
  #status: number | undefined;
  #retryAfterMs: number | undefined;
  /** Body before the status is known (Deno delivers data first), or of an error answer. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #corked = false;

  constructor(pool: Http2Pool, target: SessionTarget, request: ExchangeRequest, listener: ExchangeListener) {
    this.#pool = pool;
    this.#target = target;
    this.#request = request;
    this.#summary = { method: request.method, path: target.recordsPath };
    this.#listener = listener;
    this.#inbox = new FrameInbox({
      frame: (payload, advised) => this.#frame(payload, advised),
      terminal: (status, body) => this.#answeredWithError(status, body),
      failed: (error) => this.#unreadable(error),
      congested: (congested) => this.#applyPause(congested),
      drained: () => this.#ended(),
    });
    void this.#start();
  }

  /** Sends bytes as they are, after those before them. */
  write(bytes: Uint8Array): void {
    if (this.#over) return;
    if (this.#stream === undefined) this.#queued.push(bytes);
    else this.#writeTo(this.#stream, bytes);
  }

  /** Half-closes: nothing more will be sent. */
  finish(): void {
    this.#finishing = true;
    this.#stream?.end();
  }

  /** Drops the exchange at once; the listener hears nothing more. A connection that was too silent gets no new request. */
  cancel(tooSilent = false): void {
    this.#over = true;
    if (tooSilent) this.#connection?.suspect();
    this.#letGo();
  }

  pause(): void {
    this.#paused = true;
    this.#applyPause(false);
  }

  resume(): void {
    this.#paused = false;
    this.#applyPause(false);
  }

  hold(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#connection?.hold(busy);
  }

  async #start(): Promise<void> {
    try {
      this.#headers = await this.#target.headers(this.#dropped.signal);
      if (this.#over) return;
      await this.#connect();
      if (this.#over || this.#connection === undefined) return;
      this.#open(this.#connection);
    } catch (error) {
      this.#fail(S2Error.is(error) ? error : lostError(this.#summary, false, NO_ERROR, error));
    }
  }

  async #connect(): Promise<void> {
    const connection = this.#pool.lease(new URL(this.#target.baseUrl).origin);
    this.#connection = connection;
    if (this.#busy) connection.hold(true);
    await connection.ready;
  }

  #open(connection: PooledConnection): void {
    const { acceptEncoding, method } = this.#request;
    const all: OutgoingHttpHeaders = {
      ...this.#headers,
      "content-type": "s2s/proto",
      ":method": method,
      ":path": this.#path(),
    };
    if (acceptEncoding !== undefined) all["accept-encoding"] = acceptEncoding;
    let stream: ClientHttp2Stream;
    try {
      stream = connection.request(all);
    } catch (error) {
      // The connection went away between being ready and being used: nothing was sent.
      return this.#fail(refusedError(this.#summary, error));
    }
    this.#stream = stream;
    stream.on("response", (answer) => this.#answered(answer));
    stream.on("data", (chunk: Uint8Array) => this.#received(chunk));
    stream.on("end", () => this.#bodyEnded());
    stream.on("error", (error) => this.#broken(error));
    stream.on("close", () => {
      this.#broken(undefined);
      this.#releaseConnection();
    });
    this.#applyPause(false);
    for (const bytes of this.#queued.splice(0)) this.#writeTo(stream, bytes);
    if (this.#finishing || method === "GET") stream.end();
    this.#listener.connected();
  }

  /** Frames of the same turn go out together, also when promises lie between them: nothing leaves before its end. */
  #writeTo(stream: ClientHttp2Stream, bytes: Uint8Array): void {
    if (!this.#corked) {
      this.#corked = true;
      stream.cork();
      process.nextTick(this.#uncork);
    }
    stream.write(bytes);
  }

  readonly #uncork = (): void => {
    this.#corked = false;
    this.#stream?.uncork();
  };

  #path(): string {
    const { baseUrl, query, recordsPath } = this.#target;
    const path = `${new URL(baseUrl).pathname.replace(/\/$/, "")}${recordsPath}`;
    const parameters = [query, this.#request.query].filter((part) => part !== "").join("&");
    return parameters === "" ? path : `${path}?${parameters}`;
  }

  #answered(headers: IncomingHttpHeaders & { ":status"?: number | undefined }): void {
    if (this.#over) return;
    this.#status = headers[":status"] ?? 0;
    if (!this.#isSuccess) {
      this.#retryAfterMs = parseRetryAfter((name) => headers[name]?.toString(), Date.now());
      return;
    }
    this.#target.accepted();
    this.#listener.opened();
    const early = this.#held.splice(0);
    this.#heldBytes = 0;
    for (const chunk of early) this.#received(chunk);
  }

  get #isSuccess(): boolean {
    return this.#status !== undefined && this.#status >= 200 && this.#status < 300;
  }

  #received(chunk: Uint8Array): void {
    if (this.#over) return;
    if (this.#isSuccess) return this.#inbox.push(chunk);
    if (this.#status !== undefined && this.#heldBytes >= MAX_ERROR_BODY) return;
    this.#held.push(chunk);
    this.#heldBytes += chunk.byteLength;
  }

  #bodyEnded(): void {
    if (this.#over) return;
    // A peer that died ends the body too, without an error; only the stream's code tells.
    if (this.#stream !== undefined && this.#stream.rstCode !== NO_ERROR) return this.#broken(undefined);
    if (this.#status === undefined) return this.#broken(undefined);
    if (this.#isSuccess) return this.#inbox.end();
    this.#answeredWithError(this.#status, this.#heldText());
  }

  #heldText(): string {
    const decoder = new TextDecoder();
    return this.#held.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  }

  #answeredWithError(status: number, body: string, bodyLost = false): void {
    const error = errorFromAnswer({
      status,
      body,
      bodyLost,
      request: this.#summary,
      retryAfterMs: this.#retryAfterMs,
      mutates: this.#request.mutates,
    });
    if (error.code === "server_draining") this.#connection?.retire();
    this.#fail(this.#target.judgeError(error, this.#headers));
  }

  #frame(payload: Uint8Array, advised: boolean): void {
    if (this.#over) return;
    if (advised) this.#connection?.retire();
    try {
      this.#listener.frame(payload, advised);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  #unreadable(error: unknown): void {
    this.#fail(unreadableError(error, "a frame", this.#summary, this.#request.mutates));
  }

  #broken(cause: unknown): void {
    if (this.#over) return;
    // The status of an error mostly says more than that its body broke off.
    if (this.#status !== undefined && !this.#isSuccess) {
      return this.#answeredWithError(this.#status, this.#heldText(), true);
    }
    const stream = this.#stream;
    const code = stream?.rstCode ?? NO_ERROR;
    const untouched = this.#status === undefined;
    if (untouched && (code === REFUSED_STREAM || this.#connection?.didRefuse(stream?.id) === true)) {
      return this.#fail(refusedError(this.#summary, cause));
    }
    const { mutates } = this.#request;
    const foreign = this.#connection?.hasSpoken === false ? foreignError(this.#summary, mutates, cause) : undefined;
    this.#fail(foreign ?? lostError(this.#summary, mutates, code, cause));
  }

  #ended(): void {
    if (this.#over) return;
    this.#over = true;
    this.#endRequest();
    this.#listener.ended();
  }

  /** The answer is complete. What is still to be sent would wait for ever where the service does not read it. */
  #endRequest(): void {
    const stream = this.#stream as ClientHttp2Stream;
    if (stream.writableLength === 0) stream.end();
    // Not in the turn in which Node takes in bytes of the session (nodejs/node#64113).
    else setImmediate(() => stream.close(CANCEL));
  }

  #fail(error: S2Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#letGo();
    this.#listener.failed(error.withRequest(this.#summary));
  }

  #letGo(): void {
    this.#dropped.abort();
    this.#queued = [];
    this.#held = [];
    this.#inbox.stop();
    const stream = this.#stream;
    if (stream === undefined) return this.#releaseConnection();
    if (!stream.closed) stream.close(CANCEL);
    // What is buffered is thrown away, so that the stream can finish closing.
    stream.resume();
  }

  #releaseConnection(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    if (this.#busy) connection.hold(false);
    connection.release();
  }

  #applyPause(congested: boolean): void {
    if (this.#stream === undefined) return;
    if (this.#paused || congested) this.#stream.pause();
    else this.#stream.resume();
  }
}
