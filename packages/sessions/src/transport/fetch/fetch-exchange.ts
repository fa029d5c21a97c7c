import { type RequestSummary, S2Error } from "@s2kit/core";
import { checkContentType, checkSuccess, fromFetchError, type Question } from "@s2kit/rest/internal";
import { cutError, silenceError } from "./fetch-errors.js";
import type { FetchTarget, OpenRequest } from "./fetch-target.js";

/** What one request tells its owner, in the order of the wire. Nothing comes after `ended` or `failed`. */
export interface FetchExchangeListener {
  /** The request left. */
  connected(): void;
  /** A successful answer began. */
  opened(): void;
  /** The next piece of a successful answer's body. */
  received(chunk: Uint8Array): void;
  /** The body of a successful answer is complete, as far as HTTP can tell. */
  ended(): void;
  failed(error: S2Error): void;
}

/** The request of an exchange. */
export interface FetchExchangeRequest {
  readonly method: "GET" | "POST";
  /** Query parameters of this request, without `?`. */
  readonly query: string;
  /** What kind of answer is asked for; one of another kind is refused. Without it, any kind is taken. */
  readonly accept: string | undefined;
  /** Headers beside `accept` and the target's own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | undefined;
  /** The request can change the stream: a broken connection leaves it open whether it did. */
  readonly mutates: boolean;
}

/** `fetch` wants to be told that a stream is sent before the answer is there, and the types do not know it yet. */
type StreamingInit = RequestInit & { readonly duplex?: "half" };

/**
 * One HTTP request over `fetch`, from authorisation to the last byte of the answer, whatever the bytes mean. Decides
 * what each way of ending means. The body is pulled: while the exchange is paused nothing is taken from the network
 * but the one chunk that was asked for already.
 */
export class FetchExchange implements OpenRequest {
  readonly #target: FetchTarget;
  readonly #request: FetchExchangeRequest;
  readonly #question: Question;
  readonly #listener: FetchExchangeListener;
  readonly #abort: AbortController = new AbortController();
  #headers: Readonly<Record<string, string>> = {};
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #paused = false;
  #wake: () => void = () => undefined;
  #sent = false;
  #over = false;

  constructor(target: FetchTarget, request: FetchExchangeRequest, listener: FetchExchangeListener) {
    this.#target = target;
    this.#request = request;
    const { method, accept, mutates } = request;
    this.#question = { summary: { method, path: target.recordsPath }, mutates, accept };
    this.#listener = listener;
    target.open.add(this);
    void this.#run();
  }

  /** The request, for errors. */
  get summary(): RequestSummary {
    return this.#question.summary;
  }

  /** Drops the request at once; the listener hears nothing more. `fetch` is told when it is because of a silence. */
  cancel(tooSilent = false): void {
    if (!this.#finish()) return;
    this.#abort.abort(tooSilent ? silenceError(this.summary) : undefined);
    // Not every `fetch` heeds its signal.
    this.#reader?.cancel().catch(() => undefined);
  }

  /** Drops the request, and tells the listener that the connection is lost. */
  cut(): void {
    this.#fail(cutError(this.summary, this.#sent && this.#request.mutates));
  }

  /** Judges an error that the service put into the answer: one that a new token can mend comes back as retryable. */
  judge(error: S2Error): S2Error {
    return this.#target.judgeError(error, this.#headers);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  async #run(): Promise<void> {
    try {
      this.#headers = await this.#target.headers(this.#abort.signal);
      if (this.#over) return;
      const answer = this.#send();
      this.#listener.connected();
      const response = await answer;
      // Not every `fetch` heeds its signal.
      if (this.#over) return void response.body?.cancel().catch(() => undefined);
      await checkSuccess(response, this.#question);
      if (this.#over) return;
      this.#target.accepted();
      if (this.#request.accept !== undefined) checkContentType(response, this.#question);
      this.#reader = response.body?.getReader();
      this.#listener.opened();
      await this.#pump();
    } catch (error) {
      this.#broken(error);
    }
  }

  #send(): Promise<Response> {
    const { method, accept, body, headers } = this.#request;
    const init: StreamingInit = {
      method,
      headers: { ...this.#headers, ...(accept !== undefined && { accept }), ...headers },
      // A redirect could carry the token to another host: it is an error like any other answer that is not a success.
      redirect: "manual",
      signal: this.#abort.signal,
      ...(body === undefined ? {} : { body: body as BodyInit }),
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    };
    this.#sent = true;
    return this.#target.fetch(this.#url(), init);
  }

  #url(): string {
    const { baseUrl, query, recordsPath } = this.#target;
    const parameters = [query, this.#request.query].filter((part) => part !== "").join("&");
    return `${baseUrl}${recordsPath}${parameters === "" ? "" : `?${parameters}`}`;
  }

  async #pump(): Promise<void> {
    const reader = this.#reader;
    while (reader !== undefined && !this.#over) {
      if (this.#paused) {
        await this.#woken();
        continue;
      }
      const { done, value } = await reader.read();
      if (this.#over) return;
      if (done) break;
      this.#listener.received(value);
    }
    if (!this.#finish()) return;
    // The service may end first: then nobody takes what is still being sent.
    if (this.#request.body instanceof ReadableStream) this.#abort.abort();
    this.#listener.ended();
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #broken(error: unknown): void {
    if (this.#over) return;
    const { mutates } = this.#request;
    const { baseUrl } = this.#target;
    this.#fail(S2Error.is(error) ? this.judge(error) : fromFetchError(error, this.summary, mutates, baseUrl));
  }

  #fail(error: S2Error): void {
    if (this.#over) return;
    this.cancel();
    this.#listener.failed(error);
  }

  /** @returns False when the exchange was over already. */
  #finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#target.open.delete(this);
    this.#wake();
    return true;
  }
}
