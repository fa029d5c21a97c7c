import { compress, MIN_COMPRESSED_BYTES } from "@s2kit/core/internal";
import type { CompressionOption } from "@s2kit/rest";
import { encodeFrameHeader, FRAME_HEADER_BYTES } from "../wire/frame.js";

/** Where frames go. */
export interface OutboxTarget {
  write(bytes: Uint8Array): void;
  finish(): void;
}

/** Sends frames in order, each compressed by itself if it is large enough. Without compression it adds nothing. */
export class FrameOutbox {
  readonly #compression: CompressionOption;
  readonly #target: OutboxTarget;
  #pending: Promise<void> | undefined;
  #stopped = false;

  constructor(compression: CompressionOption, target: OutboxTarget) {
    this.#compression = compression;
    this.#target = target;
  }

  /** Sends a whole uncompressed frame, header included. The bytes are not changed and not kept. */
  send(frame: Uint8Array): void {
    const compression = this.#compression;
    if (compression === "none" || frame.byteLength - FRAME_HEADER_BYTES < MIN_COMPRESSED_BYTES) {
      return this.#inOrder(undefined, () => this.#target.write(frame));
    }
    let compressed: Uint8Array = frame;
    const done = compress(frame.subarray(FRAME_HEADER_BYTES), compression).then((payload) => {
      if (payload !== undefined) compressed = framed(payload, compression);
    });
    this.#inOrder(done, () => this.#target.write(compressed));
  }

  finish(): void {
    this.#inOrder(undefined, () => this.#target.finish());
  }

  stop(): void {
    this.#stopped = true;
  }

  #inOrder(ready: Promise<void> | undefined, action: () => void): void {
    if (ready === undefined && this.#pending === undefined) return action();
    const step = Promise.all([this.#pending, ready]).then(() => {
      if (this.#pending === step) this.#pending = undefined;
      if (!this.#stopped) action();
    });
    this.#pending = step;
  }
}

function framed(payload: Uint8Array, compression: "gzip" | "zstd"): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.byteLength);
  encodeFrameHeader(frame, 0, payload.byteLength, compression);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}
