import type { S2Error } from "@s2kit/core";
import { errorFromAnswer } from "@s2kit/core/internal";
import { FrameInbox } from "../frame-inbox.js";
import { unreadableError } from "../unreadable-error.js";
import { FetchExchange } from "./fetch-exchange.js";
import type { FetchTarget } from "./fetch-target.js";
import { RequestBody } from "./request-body.js";

/** What one exchange of S2S frames tells its owner, in the order of the wire. Nothing comes after `ended` or `failed`. */
export interface ExchangeListener {
  connected(): void;
  opened?(): void;
  ended(): void;
  failed(error: S2Error): void;
}

/** Takes the payload of a regular frame, decompressed. May throw an {@link S2Error}, which then ends the exchange. */
export type OnPayload = (payload: Uint8Array, reconnectAdvised: boolean) => void;

/** The request of an exchange. */
export interface ExchangeRequest {
  /** `POST` has a body that is written while the answer comes in, and can change the stream. */
  readonly method: "GET" | "POST";
  /** Query parameters of this request, without `?`. */
  readonly query: string;
  /** Headers beside the target's own. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One S2S request over `fetch`. The runtime tells the service which compressions it knows, so that frames may come
 * compressed although nobody here asked for it.
 */
export class S2SExchange {
  readonly #listener: ExchangeListener;
  readonly #onPayload: OnPayload;
  readonly #mutates: boolean;
  readonly #body: RequestBody | undefined;
  readonly #inbox: FrameInbox;
  readonly #exchange: FetchExchange;
  #paused = false;
  #congested = false;

  constructor(target: FetchTarget, request: ExchangeRequest, listener: ExchangeListener, onPayload: OnPayload) {
    this.#listener = listener;
    this.#onPayload = onPayload;
    this.#mutates = request.method === "POST";
    this.#body = this.#mutates ? new RequestBody() : undefined;
    this.#inbox = new FrameInbox({
      frame: (payload, advised) => this.#frame(payload, advised),
      terminal: (status, body) => this.#terminal(status, body),
      failed: (error) => this.#unreadable(error),
      congested: (congested) => {
        this.#congested = congested;
        this.#applyPause();
      },
      drained: () => listener.ended(),
    });
    this.#exchange = new FetchExchange(
      target,
      {
        ...request,
        accept: undefined,
        headers: { ...request.headers, "content-type": "s2s/proto" },
        body: this.#body?.stream,
        mutates: this.#mutates,
      },
      {
        connected: () => listener.connected(),
        opened: () => listener.opened?.(),
        received: (chunk) => this.#inbox.push(chunk),
        ended: () => this.#inbox.end(),
        failed: (error) => this.#fail(error),
      },
    );
  }

  /** Sends bytes as they are, after those before them. */
  write(bytes: Uint8Array): void {
    this.#body?.write(bytes);
  }

  /** Half-closes: nothing more will be sent. */
  finish(): void {
    this.#body?.finish();
  }

  /** Drops the exchange at once; the listener hears nothing more. */
  cancel(tooSilent = false): void {
    this.#inbox.stop();
    this.#body?.drop();
    this.#exchange.cancel(tooSilent);
  }

  pause(): void {
    this.#paused = true;
    this.#applyPause();
  }

  resume(): void {
    this.#paused = false;
    this.#applyPause();
  }

  /** `fetch` gives no handle on its sockets: a request that is open keeps the process alive, whoever waits for it. */
  hold(_busy: boolean): void {
    // Nothing to be done.
  }

  #applyPause(): void {
    if (this.#paused || this.#congested) this.#exchange.pause();
    else this.#exchange.resume();
  }

  #frame(payload: Uint8Array, advised: boolean): void {
    try {
      this.#onPayload(payload, advised);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  #unreadable(error: unknown): void {
    this.#fail(unreadableError(error, "a frame", this.#exchange.summary, this.#mutates));
  }

  #terminal(status: number, body: string): void {
    const { summary } = this.#exchange;
    this.#fail(this.#exchange.judge(errorFromAnswer({ status, body, request: summary, mutates: this.#mutates })));
  }

  #fail(error: S2Error): void {
    this.cancel();
    this.#listener.failed(error.withRequest(this.#exchange.summary));
  }
}
