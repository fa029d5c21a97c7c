import { TransportError } from "@s2kit/core";
import { viewOf } from "./bytes.js";
import { FRAME_HEADER_BYTES, MAX_FRAME_LENGTH } from "./frame.js";
import { joinBytes } from "./join-bytes.js";
import { allocate } from "./memory.js";
import { protocolError } from "./protocol-error.js";

/** Called with each frame. The payload is never written to again; as a view it may keep the piece it came in. */
export type OnFrame = (flag: number, payload: Uint8Array) => void;

const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/**
 * Cuts frames out of a byte stream that comes in arbitrary pieces.
 * A frame within one piece is a view of it; a frame over several pieces is copied once, into a buffer of its own size.
 */
export class FrameReader {
  /** The bytes of a header that is cut in two, as one integer. */
  #header = 0;
  #headerBytes = 0;
  /** The payload that is being filled, and how far it is. */
  #payload: Uint8Array | undefined;
  #filled = 0;
  #flag = 0;
  /** A frame that is complete and not handed on yet. */
  #complete: Uint8Array | undefined;
  /** What lies behind a frame that could not be handled. */
  #rest: Uint8Array = NOTHING;
  #stopped = false;

  /** Bytes that were taken but not handed on: of an incomplete frame, or behind one that could not be handled. */
  get pendingBytes(): number {
    return this.#headerBytes + this.#filled + this.#rest.byteLength;
  }

  /**
   * Takes the next piece and hands on every frame that it completes, unless {@link stop} was called, also meanwhile.
   *
   * @throws `protocol_error` for a frame that cannot be, after which everything is ignored. What `onFrame` throws comes
   *   through; the frames behind are then handed on with the next piece.
   */
  push(chunk: Uint8Array, onFrame: OnFrame): void {
    const piece = this.#rest.byteLength === 0 ? chunk : joinBytes([this.#rest, chunk]);
    this.#rest = NOTHING;
    let offset = 0;
    try {
      while (offset < piece.byteLength && !this.#stopped) {
        offset = this.#take(piece, offset);
        if (this.#complete !== undefined) {
          const payload = this.#complete;
          this.#complete = undefined;
          onFrame(this.#flag, payload);
        }
      }
    } finally {
      if (!this.#stopped && offset < piece.byteLength) this.#rest = piece.subarray(offset);
    }
  }

  /** The byte stream ended. @throws `connection_lost` when it did so in the middle of a frame. */
  end(): void {
    if (this.#stopped || this.pendingBytes === 0) return;
    throw new TransportError("unexpected end: the byte stream ended in the middle of a frame", {
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
    });
  }

  /** Hands on nothing more, and lets go of what is pending. */
  stop(): void {
    this.#stopped = true;
    this.#payload = undefined;
    this.#rest = NOTHING;
    this.#headerBytes = 0;
    this.#filled = 0;
  }

  /** Takes bytes of one frame, all of them if they are there. @returns The offset behind them. */
  #take(piece: Uint8Array, offset: number): number {
    if (this.#payload !== undefined) return this.#fill(this.#payload, piece, offset);
    if (this.#headerBytes > 0 || piece.byteLength - offset < FRAME_HEADER_BYTES) return this.#takeHeader(piece, offset);
    const start = offset + FRAME_HEADER_BYTES;
    const end = start + this.#begin(readUint32(piece, offset));
    if (end > piece.byteLength) {
      this.#expect(end - start);
      return start;
    }
    this.#complete = viewOf(piece, start, end);
    return end;
  }

  #takeHeader(piece: Uint8Array, offset: number): number {
    this.#header = (this.#header << 8) | (piece[offset] as number);
    this.#headerBytes++;
    if (this.#headerBytes < FRAME_HEADER_BYTES) return offset + 1;
    const payloadBytes = this.#begin(this.#header);
    if (payloadBytes === 0) this.#finish(NOTHING);
    else this.#expect(payloadBytes);
    return offset + 1;
  }

  /** Reads a frame's header. @returns The length of its payload. @throws `protocol_error` */
  #begin(header: number): number {
    const length = header >>> 8;
    if (length === 0 || length > MAX_FRAME_LENGTH) {
      this.stop();
      throw protocolError(`a frame has the length ${length} instead of 1 to ${MAX_FRAME_LENGTH}`);
    }
    this.#flag = header & 0xff;
    return length - 1;
  }

  /** Makes room for a payload whose length was checked. */
  #expect(payloadBytes: number): void {
    this.#headerBytes = FRAME_HEADER_BYTES;
    this.#payload = allocate(payloadBytes);
  }

  #fill(payload: Uint8Array, piece: Uint8Array, offset: number): number {
    const count = Math.min(payload.byteLength - this.#filled, piece.byteLength - offset);
    payload.set(count === piece.byteLength ? piece : viewOf(piece, offset, offset + count), this.#filled);
    this.#filled += count;
    if (this.#filled === payload.byteLength) this.#finish(payload);
    return offset + count;
  }

  #finish(payload: Uint8Array): void {
    this.#complete = payload;
    this.#payload = undefined;
    this.#filled = 0;
    this.#headerBytes = 0;
  }
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] as number) << 24) |
    ((bytes[offset + 1] as number) << 16) |
    ((bytes[offset + 2] as number) << 8) |
    (bytes[offset + 3] as number)
  );
}
