import * as zlib from "node:zlib";
import { gunzipSync, gzipSync } from "node:zlib";
import { zstdStore } from "./zstd-store.js";

/** How a frame's payload is compressed; `invalid` is the fourth value of the two bits. */
export type FrameCompression = "none" | "zstd" | "gzip" | "invalid";

/** A frame that carries a protobuf message. */
export interface MessageFrame {
  kind: "message";
  /** The flag byte as it came. */
  flag: number;
  compression: FrameCompression;
  /** The payload as it came. */
  rawPayload: Buffer;
  /** The whole frame as it came. */
  bytes: Buffer;
}

/** The frame that ends a session with an error. */
export interface TerminalFrame {
  kind: "terminal";
  flag: number;
  /** HTTP status. */
  status: number;
  /** JSON text. */
  text: string;
  /** The whole frame as it came. */
  bytes: Buffer;
}

/** One frame of the S2S protocol: u24 length, flag byte, payload. */
export type Frame = MessageFrame | TerminalFrame;

/** Largest value of the length field, which counts the flag byte and the payload. */
export const MAX_FRAME_LENGTH: number = 2 * 1024 * 1024;

const TERMINAL_BIT = 0x80;
const COMPRESSIONS: readonly FrameCompression[] = ["none", "zstd", "gzip", "invalid"];

/** Puts length and flag before `payload`, without checking either. */
export function rawFrame(flag: number, payload: Uint8Array): Buffer {
  const length = 1 + payload.length;
  return Buffer.concat([Buffer.from([length >> 16, (length >> 8) & 0xff, length & 0xff, flag]), payload]);
}

/** A frame with a message, compressed as asked; zstd is stored, not squeezed, which any decoder accepts. */
export function messageFrame(payload: Uint8Array, compression: FrameCompression = "none"): Buffer {
  const flag = COMPRESSIONS.indexOf(compression) << 5;
  if (compression === "gzip") return rawFrame(flag, gzipSync(payload));
  if (compression === "zstd") return rawFrame(flag, zstdStore(payload));
  return rawFrame(flag, payload);
}

/** Cuts frames from a byte stream that may be split anywhere. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
  }

  /** The next whole frame, or undefined until more bytes come. */
  shift(): Frame | undefined {
    if (this.#pending.length < 3) return undefined;
    const length = this.#pending.readUIntBE(0, 3);
    if (length < 1 || length > MAX_FRAME_LENGTH) throw new Error(`frame length ${length} is out of bounds`);
    if (this.#pending.length < 3 + length) return undefined;
    const flag = this.#pending.readUInt8(3);
    const bytes = this.#pending.subarray(0, 3 + length);
    const payload = bytes.subarray(4);
    this.#pending = this.#pending.subarray(3 + length);
    if ((flag & TERMINAL_BIT) === 0) {
      return {
        kind: "message",
        flag,
        compression: COMPRESSIONS[(flag >> 5) & 3] ?? "none",
        rawPayload: payload,
        bytes,
      };
    }
    return { kind: "terminal", flag, status: payload.readUInt16BE(0), text: payload.toString("utf8", 2), bytes };
  }

  /** Bytes of an unfinished frame. */
  get pendingBytes(): number {
    return this.#pending.length;
  }
}

/** Whether this Node can decompress zstd (22.15 and newer). */
export const canReadZstd: boolean = "zstdDecompressSync" in zlib;

/** The payload without compression. Throws for zstd where `canReadZstd` is false. */
export function framePayload(frame: MessageFrame): Buffer {
  if (frame.compression === "none") return frame.rawPayload;
  if (frame.compression === "gzip") return gunzipSync(frame.rawPayload);
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Buffer };
  if (frame.compression === "zstd" && zstdDecompressSync !== undefined) return zstdDecompressSync(frame.rawPayload);
  throw new Error(`cannot decompress ${frame.compression} on this runtime`);
}
