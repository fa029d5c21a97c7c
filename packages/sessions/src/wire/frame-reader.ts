import { TransportError } from "@s2kit/core";
import { viewOf } from "./bytes.js";
import { FRAME_HEADER_BYTES, MAX_FRAME_LENGTH } from "./frame.js";
import { allocate } from "./memory.js";
import { protocolError } from "./protocol-error.js";

/** Called with each frame. The payload is never written to again; as a view it may keep the piece it came in. */
export type OnFrame = (flag: number, payload: Uint8Array) => void;

/**
 * Cuts frames out of a byte stream that comes in arbitrary pieces.
 * A frame within one piece is a view of it; a frame over several pieces is copied once, into a buffer of its own size.
 */
export class FrameReader {
  /** The header of a frame that is cut in two, as one integer, and how many bytes of it are there. */
  #header = 0;
  #headerBytes = 0;
  /** The payload that is being filled, and how far it is. */
  #payload: Uint8Array | undefined;
  #filled = 0;
  #stopped = false;

  /** Bytes that were taken but not handed on: of an incomplete frame. */
  get pendingBytes(): number {
    return this.#headerBytes + this.#filled;
  }

  /**
   * Takes the next piece and hands on every frame that it completes, unless {@link stop} was called, also meanwhile.
   *
   * @throws `protocol_error` for a frame that cannot be. What `onFrame` throws comes through. Either way what is behind
   *   is lost: everything that comes is ignored.
   */
  push(piece: Uint8Array, onFrame: OnFrame): void {
    let offset = 0;
    try {
      while (offset < piece.byteLength && !this.#stopped) offset = this.#take(piece, offset, onFrame);
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** The byte stream ended. @throws `connection_lost` when it did so in the middle of a frame. */
  end(): void {
    if (this.pendingBytes === 0) return;
    throw new TransportError("unexpected end: the byte stream ended in the middle of a frame", {
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
    });
  }

  /** Hands on nothing more, and lets go of what is pending. */
  stop(): void {
    this.#stopped = true;
    this.#begin();
  }

  /** Takes bytes of one frame, all of them if they are there. @returns The offset behind them. */
  #take(piece: Uint8Array, offset: number, onFrame: OnFrame): number {
    if (this.#payload !== undefined) return this.#fill(this.#payload, piece, offset, onFrame);
    if (this.#headerBytes > 0 || piece.byteLength - offset < FRAME_HEADER_BYTES) {
      return this.#takeHeader(piece, offset, onFrame);
    }
    const header = readUint32(piece, offset);
    const start = offset + FRAME_HEADER_BYTES;
    const end = start + payloadBytes(header);
    if (end > piece.byteLength) return this.#expect(header, piece, start, onFrame);
    onFrame(header & 0xff, viewOf(piece, start, end));
    return end;
  }

  #takeHeader(piece: Uint8Array, offset: number, onFrame: OnFrame): number {
    this.#header = (this.#header << 8) | (piece[offset] as number);
    this.#headerBytes++;
    if (this.#headerBytes < FRAME_HEADER_BYTES) return offset + 1;
    return this.#expect(this.#header, piece, offset + 1, onFrame);
  }

  /** Takes what is there of a payload that is not there as a whole, or empty. */
  #expect(header: number, piece: Uint8Array, offset: number, onFrame: OnFrame): number {
    this.#header = header;
    this.#headerBytes = FRAME_HEADER_BYTES;
    this.#payload = allocate(payloadBytes(header));
    return this.#fill(this.#payload, piece, offset, onFrame);
  }

  #fill(payload: Uint8Array, piece: Uint8Array, offset: number, onFrame: OnFrame): number {
    const count = Math.min(payload.byteLength - this.#filled, piece.byteLength - offset);
    payload.set(count === piece.byteLength ? piece : viewOf(piece, offset, offset + count), this.#filled);
    this.#filled += count;
    if (this.#filled === payload.byteLength) {
      this.#begin();
      onFrame(this.#header & 0xff, payload);
    }
    return offset + count;
  }

  /** The next byte is the first one of a frame. */
  #begin(): void {
    this.#payload = undefined;
    this.#filled = 0;
    this.#headerBytes = 0;
  }
}

/** The length of a payload, by its frame's header. @throws `protocol_error` */
function payloadBytes(header: number): number {
  const length = header >>> 8;
  if (length > 0 && length <= MAX_FRAME_LENGTH) return length - 1;
  throw protocolError(`a frame has the length ${length} instead of 1 to ${MAX_FRAME_LENGTH}`);
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] as number) << 24) |
    ((bytes[offset + 1] as number) << 16) |
    ((bytes[offset + 2] as number) << 8) |
    (bytes[offset + 3] as number)
  );
}
