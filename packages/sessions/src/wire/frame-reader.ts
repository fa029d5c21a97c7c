import { TransportError } from "@s2kit/core";
import { FRAME_HEADER_BYTES, MAX_FRAME_LENGTH } from "./frame.js";
import { protocolError } from "./protocol-error.js";

/** Called with each frame. The payload is valid for as long as it is kept, and is never written to again. */
export type OnFrame = (flag: number, payload: Uint8Array) => void;

/**
 * Cuts frames out of a byte stream that comes in arbitrary pieces.
 * A frame within one piece is a view of it; a frame over several pieces is copied once, into a buffer of its own size.
 */
export class FrameReader {
  /** The header as far as it has come, when it is split over pieces. */
  readonly #header: Uint8Array = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  /** The payload that is being filled. */
  #payload: Uint8Array | undefined;
  #payloadBytes = 0;
  #stopped = false;

  /** Bytes of a frame that is not complete. */
  get pendingBytes(): number {
    return this.#headerBytes + this.#payloadBytes;
  }

  /** Takes the next piece. @throws `protocol_error` for a frame that cannot be; whatever `onFrame` throws. */
  push(chunk: Uint8Array, onFrame: OnFrame): void {
    let offset = 0;
    while (offset < chunk.byteLength && !this.#stopped) {
      if (this.#payload !== undefined) {
        offset += this.#fill(this.#payload, chunk, offset, onFrame);
      } else if (this.#headerBytes > 0 || chunk.byteLength - offset < FRAME_HEADER_BYTES) {
        offset += this.#fillHeader(chunk, offset, onFrame);
      } else {
        const length = checkedLength(chunk, offset);
        const flag = chunk[offset + 3] as number;
        const start = offset + FRAME_HEADER_BYTES;
        const end = start + length - 1;
        if (end > chunk.byteLength) {
          this.#begin(flag, length);
          offset = start;
        } else {
          offset = end;
          // A plain Uint8Array also where the piece is a Buffer: views of views are then alike everywhere.
          onFrame(flag, new Uint8Array(chunk.buffer, chunk.byteOffset + start, end - start));
        }
      }
    }
  }

  /** The byte stream ended. @throws `connection_lost` in the middle of a frame. */
  end(): void {
    if (this.#stopped || this.pendingBytes === 0) return;
    throw new TransportError("the answer ended in the middle of a frame", {
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
    });
  }

  /** Takes nothing more: the session is over. */
  stop(): void {
    this.#stopped = true;
    this.#payload = undefined;
  }

  #fillHeader(chunk: Uint8Array, offset: number, onFrame: OnFrame): number {
    const wanted = Math.min(FRAME_HEADER_BYTES - this.#headerBytes, chunk.byteLength - offset);
    this.#header.set(chunk.subarray(offset, offset + wanted), this.#headerBytes);
    this.#headerBytes += wanted;
    if (this.#headerBytes < FRAME_HEADER_BYTES) return wanted;
    const length = checkedLength(this.#header, 0);
    const flag = this.#header[3] as number;
    this.#begin(flag, length);
    if (length === 1) this.#complete(flag, onFrame);
    return wanted;
  }

  #begin(flag: number, length: number): void {
    this.#header[3] = flag;
    this.#headerBytes = FRAME_HEADER_BYTES;
    this.#payload = new Uint8Array(length - 1);
    this.#payloadBytes = 0;
  }

  #fill(payload: Uint8Array, chunk: Uint8Array, offset: number, onFrame: OnFrame): number {
    const wanted = Math.min(payload.byteLength - this.#payloadBytes, chunk.byteLength - offset);
    payload.set(wanted === chunk.byteLength ? chunk : chunk.subarray(offset, offset + wanted), this.#payloadBytes);
    this.#payloadBytes += wanted;
    if (this.#payloadBytes === payload.byteLength) this.#complete(this.#header[3] as number, onFrame);
    return wanted;
  }

  #complete(flag: number, onFrame: OnFrame): void {
    const payload = this.#payload as Uint8Array;
    this.#payload = undefined;
    this.#payloadBytes = 0;
    this.#headerBytes = 0;
    onFrame(flag, payload);
  }
}

function checkedLength(bytes: Uint8Array, offset: number): number {
  const length =
    ((bytes[offset] as number) << 16) | ((bytes[offset + 1] as number) << 8) | (bytes[offset + 2] as number);
  if (length === 0) throw protocolError("a frame has length 0");
  if (length > MAX_FRAME_LENGTH) throw protocolError(`a frame has length ${length}, more than ${MAX_FRAME_LENGTH}`);
  return length;
}
