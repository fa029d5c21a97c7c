import { decodeReadBatch } from "../../wire/read-batch.js";
import { readQuery } from "../read-query.js";
import type { ReadConnection, ReadListener, ReadTransport, WireRead } from "../transport.js";
import type { FetchTarget } from "./fetch-target.js";
import { S2SExchange } from "./s2s-exchange.js";

/**
 * Read sessions as S2S over `fetch`. The body of the answer is pulled, so that a stopped consumer stops the service:
 * beyond what the session buffers, one chunk is held here, and what runtime and system keep for a connection.
 */
export class FetchReadTransport implements ReadTransport {
  readonly name = "fetch" as const;
  readonly #target: FetchTarget;

  constructor(target: FetchTarget) {
    this.#target = target;
  }

  connect(read: WireRead, listener: ReadListener): ReadConnection {
    return new S2SExchange(
      this.#target,
      { method: "GET", query: readQuery(read) },
      {
        connected: () => listener.connected(),
        opened: () => listener.opened(),
        frame: (payload, advised) => listener.batch(decodeReadBatch(payload), advised),
        ended: () => listener.ended(),
        failed: (error) => listener.failed(error),
      },
    );
  }
}
