import type { CompressionOption } from "@s2kit/rest";
import { decodeAppendAck } from "../../wire/append-ack.js";
import type { EncodedBatch } from "../../wire/append-input.js";
import { FrameOutbox } from "../frame-outbox.js";
import type { SessionTarget } from "../target.js";
import type { AppendConnection, AppendListener, AppendTransport } from "../transport.js";
import type { Http2Pool } from "./http2-pool.js";
import { S2SExchange } from "./s2s-exchange.js";

/** Append sessions as S2S over HTTP/2: batches and acknowledgements flow both ways at the same time. */
export class Http2AppendTransport implements AppendTransport {
  readonly name = "http2" as const;
  readonly oneAtATime = false;
  readonly letsGoOfFrames = true;
  readonly #pool: Http2Pool;
  readonly #target: SessionTarget;
  readonly #compression: CompressionOption;

  constructor(pool: Http2Pool, target: SessionTarget, compression: CompressionOption) {
    this.#pool = pool;
    this.#target = target;
    this.#compression = compression;
  }

  connect(listener: AppendListener): AppendConnection {
    const exchange = new S2SExchange(
      this.#pool,
      this.#target,
      { method: "POST", query: "", acceptEncoding: acceptEncoding(this.#compression), mutates: true },
      {
        connected: () => listener.connected(),
        opened: () => undefined,
        frame: (payload, advised) => listener.acked(decodeAppendAck(payload), advised),
        ended: () => listener.ended(),
        failed: (error) => listener.failed(error),
      },
    );
    const outbox = new FrameOutbox(this.#compression, {
      write: (bytes) => exchange.write(bytes),
      finish: () => exchange.finish(),
    });
    return {
      send: (batch: EncodedBatch) => outbox.send(batch.frame),
      finish: () => outbox.finish(),
      cancel: (tooSilent) => {
        outbox.stop();
        exchange.cancel(tooSilent);
      },
      hold: (busy) => exchange.hold(busy),
    };
  }
}

/** The algorithms that the service may use on its frames: only asked for when the user wants compression. */
export function acceptEncoding(compression: CompressionOption): string | undefined {
  return compression === "none" ? undefined : compression;
}
