import type { CompressionOption } from "@s2kit/rest";
import { decodeReadBatch } from "../../wire/read-batch.js";
import { readQuery } from "../read-query.js";
import type { SessionTarget } from "../target.js";
import type { ReadConnection, ReadListener, ReadTransport, WireRead } from "../transport.js";
import { acceptEncoding } from "./http2-append.js";
import type { Http2Pool } from "./http2-pool.js";
import { S2SExchange } from "./s2s-exchange.js";

/** Read sessions as S2S over HTTP/2: a stopped consumer stops the service by flow control. */
export class Http2ReadTransport implements ReadTransport {
  readonly name = "http2" as const;
  readonly #pool: Http2Pool;
  readonly #target: SessionTarget;
  readonly #compression: CompressionOption;

  constructor(pool: Http2Pool, target: SessionTarget, compression: CompressionOption) {
    this.#pool = pool;
    this.#target = target;
    this.#compression = compression;
  }

  connect(read: WireRead, listener: ReadListener): ReadConnection {
    return new S2SExchange(
      this.#pool,
      this.#target,
      { method: "GET", query: readQuery(read), acceptEncoding: acceptEncoding(this.#compression), mutates: false },
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
