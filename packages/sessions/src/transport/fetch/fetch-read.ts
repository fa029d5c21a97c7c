import { decodeReadBatch } from "../../wire/read-batch.js";
import { readQuery } from "../read-query.js";
import type { ReadConnection, ReadListener, ReadTransport, WireRead } from "../transport.js";
import type { FetchTarget } from "./fetch-target.js";
import { asksForUnreadableFrames } from "./runtime.js";
import { S2SExchange } from "./s2s-exchange.js";
import type { ReadWay } from "./web-transports.js";

/**
 * Asks for the whole answer, which comes in any case: the service knows no ranges. But a part of something compressed
 * cannot be decompressed, and therefore `fetch`, by its own rules, does not accept compression together with a range.
 */
const UNCOMPRESSED: Readonly<Record<string, string>> = { range: "bytes=0-" };

/**
 * Read sessions as S2S over `fetch`. The body of the answer is pulled, so that a stopped consumer stops the service:
 * beyond what the session buffers, one chunk is held here, and what runtime and system keep for a connection.
 */
export class FetchReadTransport implements ReadTransport {
  readonly name = "fetch" as const;
  readonly #target: FetchTarget;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param uncompressed - The runtime would ask for frames that it could not decompress. */
  constructor(target: FetchTarget, uncompressed: boolean) {
    this.#target = target;
    this.#headers = uncompressed ? UNCOMPRESSED : {};
  }

  connect(read: WireRead, listener: ReadListener): ReadConnection {
    return new S2SExchange(
      this.#target,
      { method: "GET", query: readQuery(read), headers: this.#headers },
      listener,
      (payload, advised) => listener.batch(decodeReadBatch(payload), advised),
    );
  }
}

/**
 * Reads by S2S frames over `fetch`, for `webTransports`. Records come as they are. A browser must keep to the rule of
 * `fetch` by which frames stay uncompressed; in one that does not, reads fail with `protocol_error`.
 */
export const readByFrames: ReadWay = (target) => new FetchReadTransport(target, asksForUnreadableFrames());
