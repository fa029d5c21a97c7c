import { type S2Error, TransportError } from "@s2kit/core";
import { errorFromAnswer, statusOfErrorBody } from "@s2kit/core/internal";
import { decodeJsonReadBatch } from "../../wire/json-batch.js";
import { textOf } from "../../wire/text.js";
import { FetchExchange } from "../fetch/fetch-exchange.js";
import type { FetchTarget } from "../fetch/fetch-target.js";
import { readQuery } from "../read-query.js";
import type { ReadConnection, ReadListener, WireRead } from "../transport.js";
import { unreadableError } from "../unreadable-error.js";
import { EventInbox } from "./event-inbox.js";
import type { EventScan } from "./event-scan.js";

/** The data of the event, without a name, that ends a read in an orderly way. */
const DONE = "[DONE]";

/**
 * One read by server-sent events over `fetch`. Where to go on after a failure is the session's business, by sequence
 * number: event ids are not used.
 */
export class SseExchange implements ReadConnection {
  readonly #listener: ReadListener;
  readonly #scan: EventScan | undefined;
  readonly #inbox: EventInbox;
  readonly #exchange: FetchExchange;

  /** @param scan - Decodes long batches faster than a parser of text does. */
  constructor(target: FetchTarget, read: WireRead, listener: ReadListener, scan?: EventScan) {
    this.#listener = listener;
    this.#scan = scan;
    this.#inbox = new EventInbox(
      {
        event: (name, data) => this.#event(name, data),
        failed: (error) => this.#unreadable(error),
      },
      scan?.longLines(),
    );
    this.#exchange = new FetchExchange(
      target,
      {
        method: "GET",
        query: readQuery(read),
        accept: "text/event-stream",
        headers: { "s2-format": "base64" },
        body: undefined,
        mutates: false,
      },
      {
        connected: () => listener.connected(),
        opened: () => listener.opened(),
        received: (chunk) => this.#inbox.push(chunk),
        ended: () => this.#fail(this.#endedEarly()),
        failed: (error) => this.#fail(error),
      },
    );
  }

  /** Drops the exchange at once; the listener hears nothing more. */
  cancel(tooSilent = false): void {
    this.#inbox.stop();
    this.#exchange.cancel(tooSilent);
  }

  pause(): void {
    this.#exchange.pause();
  }

  resume(): void {
    this.#exchange.resume();
  }

  /** `fetch` gives no handle on its sockets: a request that is open keeps the process alive, whoever waits for it. */
  hold(_busy: boolean): void {
    // Nothing to be done.
  }

  #event(name: string | undefined, data: string | Uint8Array): void {
    if (name === "batch" || name === "ping") return this.#batch(data);
    if (name === "error") return this.#answeredWithError(textOf(data));
    if (name === undefined && data === DONE) return this.#ended();
    // Events that a newer service may send besides.
  }

  /** A ping is a batch without records: it tells the tail. */
  #batch(data: string | Uint8Array): void {
    try {
      const scanned = typeof data === "string" ? undefined : this.#scan?.batch(data);
      this.#listener.batch(scanned ?? decodeJsonReadBatch(textOf(data)), false);
    } catch (error) {
      this.#unreadable(error);
    }
  }

  #answeredWithError(body: string): void {
    const { summary } = this.#exchange;
    const status = statusOfErrorBody(body);
    this.#fail(this.#exchange.judge(errorFromAnswer({ status, body, request: summary, mutates: false })));
  }

  #unreadable(error: unknown): void {
    this.#fail(unreadableError(error, "an event", this.#exchange.summary, false));
  }

  #endedEarly(): S2Error {
    return new TransportError("unexpected end: the event stream ended before the read did", {
      code: "connection_lost",
      retryable: true,
      request: this.#exchange.summary,
    });
  }

  #ended(): void {
    this.cancel();
    this.#listener.ended();
  }

  #fail(error: S2Error): void {
    this.cancel();
    this.#listener.failed(error.withRequest(this.#exchange.summary));
  }
}
