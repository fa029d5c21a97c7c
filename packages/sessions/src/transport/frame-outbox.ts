import { compress } from "../wire/compression.js";
import { encodeFrameHeader, FRAME_HEADER_BYTES } from "../wire/frame.js";

/** How frames are compressed on their way to the service. */
export type FrameCompression = "none" | "gzip" | "zstd";

/** Smaller payloads are not worth compressing, in bytes. */
export const MIN_COMPRESSED = 1024;

/** Where frames go. */
export interface OutboxTarget {
  write(bytes: Uint8Array): void;
  finish(): void;
}

/** Sends frames in order, each compressed by itself if it is large enough. Without compression it adds nothing. */
export class FrameOutbox {
  readonly #compression: FrameCompression;
  readonly #target: OutboxTarget;
  #pending: Promise<void> | undefined;
  #stopped = false;

  constructor(compression: FrameCompression, target: OutboxTarget) {
    this.#compression = compression;
    this.#target = target;
  }

  /** Sends a whole uncompressed frame, header included. The bytes are not changed and not kept. */
  send(frame: Uint8Array): void {
    const compression = this.#compression;
    if (compression === "none" || frame.byteLength - FRAME_HEADER_BYTES < MIN_COMPRESSED) {
      return this.#inOrder(undefined, () => this.#target.write(frame));
    }
    let compressed: Uint8Array = frame;
    const done = compress(frame.subarray(FRAME_HEADER_BYTES), compression).then(
      (payload) => {
        compressed = framed(payload, compression);
      },
      // What cannot be compressed goes out as it is.
      () => undefined,
    );
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
