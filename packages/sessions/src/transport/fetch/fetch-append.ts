import type { CompressionOption } from "@s2kit/rest";
import { decodeAppendAck } from "../../wire/append-ack.js";
import type { EncodedBatch } from "../../wire/append-input.js";
import { FrameOutbox } from "../frame-outbox.js";
import type { AppendConnection, AppendListener, AppendTransport } from "../transport.js";
import type { FetchTarget } from "./fetch-target.js";
import { S2SExchange } from "./s2s-exchange.js";
import type { AppendWay } from "./web-transports.js";

/**
 * Append sessions as S2S over `fetch`, where a request can be sent while its answer comes in: batches and
 * acknowledgements flow both ways at the same time.
 *
 * A proxy that wants the whole request before it passes on anything stops this; {@link UnaryAppendTransport} gets through.
 */
export class FetchAppendTransport implements AppendTransport {
  readonly name = "fetch" as const;
  readonly oneAtATime = false;
  readonly letsGoOfFrames = false;
  readonly #target: FetchTarget;
  readonly #compression: CompressionOption;

  constructor(target: FetchTarget, compression: CompressionOption) {
    this.#target = target;
    this.#compression = compression;
  }

  connect(listener: AppendListener): AppendConnection {
    const exchange = new S2SExchange(
      this.#target,
      { method: "POST", query: "", headers: {} },
      listener,
      (payload, advised) => listener.acked(decodeAppendAck(payload), advised),
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

/**
 * Appends by S2S frames over `fetch`, for `webTransports`. Not for browsers, which do not deliver an answer while its
 * request is still being sent; Deno, Bun and workerd do.
 */
export const appendByFrames: AppendWay = (target, { compression }) => new FetchAppendTransport(target, compression);
