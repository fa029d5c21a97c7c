import type { CompressionOption } from "@s2kit/rest";
import type { AppendConnection, AppendListener, AppendTransport, TransportName } from "../transport.js";
import type { FetchTarget } from "./fetch-target.js";
import { UnaryAppendConnection } from "./unary-append-connection.js";
import type { AppendWay } from "./web-transports.js";

/**
 * Append sessions as one request for each batch, for places where a request cannot be sent while its answer comes in.
 * A batch goes out when the one before is acknowledged: requests side by side could not keep the order, whatever
 * condition they carry. So there is one batch for each round trip; large batches make up for it.
 */
export class UnaryAppendTransport implements AppendTransport {
  readonly name: TransportName;
  readonly oneAtATime = true;
  readonly letsGoOfFrames = false;
  readonly #target: FetchTarget;
  readonly #compression: CompressionOption;

  /** @param name - The transport that it is a part of. */
  constructor(name: "fetch" | "sse", target: FetchTarget, compression: CompressionOption) {
    this.name = name;
    this.#target = target;
    this.#compression = compression;
  }

  connect(listener: AppendListener): AppendConnection {
    return new UnaryAppendConnection(this.#target, this.#compression, listener);
  }
}

/**
 * Appends by one request for each batch, for `webTransports`: what `"auto"` does in browsers. Each goes out when the one
 * before is acknowledged.
 */
export const appendByRequests: AppendWay = (target, { compression }) =>
  new UnaryAppendTransport("fetch", target, compression);
