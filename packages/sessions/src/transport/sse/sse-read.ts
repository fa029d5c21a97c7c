import type { FetchTarget } from "../fetch/fetch-target.js";
import type { ReadWay } from "../fetch/web-transports.js";
import type { ReadConnection, ReadListener, ReadTransport, WireRead } from "../transport.js";
import type { EventScan } from "./event-scan.js";
import { SseExchange } from "./sse-exchange.js";

/**
 * Read sessions as server-sent events, for places where nothing else passes. Record bodies and headers travel as base64
 * in JSON, a third more than they are, because as plain text they would lose what is not UTF-8.
 *
 * The body of the answer is pulled as with `fetch`: a stopped consumer stops the service.
 */
export class SseReadTransport implements ReadTransport {
  readonly name = "sse" as const;
  readonly #target: FetchTarget;
  readonly #scan: EventScan | undefined;

  /** @param scan - Decodes long batches faster than a parser of text does. */
  constructor(target: FetchTarget, scan?: EventScan) {
    this.#target = target;
    this.#scan = scan;
  }

  connect(read: WireRead, listener: ReadListener): ReadConnection {
    return new SseExchange(this.#target, read, listener, this.#scan);
  }
}

/**
 * Reads by server-sent events, for `webTransports`. Works in every browser; record bodies travel as base64, a third more
 * than they are.
 */
export const readBySse: ReadWay = (target) => new SseReadTransport(target);
