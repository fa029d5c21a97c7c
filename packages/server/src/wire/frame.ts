import { FormatError } from "../model/format-error.js";
import { COMPRESSION_THRESHOLD_BYTES, MAX_FRAME_BYTES } from "../model/limits.js";
import { ByteQueue } from "./byte-queue.js";
import { type Compression, compress, decompress } from "./compression.js";

const TERMINAL = 0x80;
const COMPRESSION_MASK = 0x60;
const ZSTD = 0x20;
const GZIP = 0x40;
const RECONNECT_ADVISED = 0x10;
const LENGTH_BYTES = 3;

/** A frame as it came in, its payload still compressed. */
export interface Frame {
  readonly terminal: boolean;
  readonly compression: Compression | undefined;
  readonly payload: Buffer;
}

/**
 * Cuts S2S frames out of a byte stream that may split and join them anywhere. Payloads are views of the chunks where
 * a frame lies within one chunk.
 */
export class FrameDecoder {
  readonly #bytes = new ByteQueue();

  push(chunk: Buffer): void {
    this.#bytes.push(chunk);
  }

  /**
   * The next complete frame, or undefined until more bytes come.
   *
   * @throws `FormatError` when the length is 0 or above 2 MiB, or the compression is unknown.
   */
  next(): Frame | undefined {
    const header = this.#bytes.peek(LENGTH_BYTES);
    if (header === undefined) return undefined;
    const length = header.readUIntBE(0, LENGTH_BYTES);
    if (length === 0) throw new FormatError("frame is empty");
    if (length > MAX_FRAME_BYTES) throw new FormatError(`frame is longer than ${MAX_FRAME_BYTES} bytes`);
    if (this.#bytes.length < LENGTH_BYTES + length) return undefined;
    const frame = this.#bytes.take(LENGTH_BYTES + length);
    const flag = frame[LENGTH_BYTES]!;
    return {
      terminal: (flag & TERMINAL) !== 0,
      compression: compressionOf(flag & COMPRESSION_MASK),
      payload: frame.subarray(LENGTH_BYTES + 1),
    };
  }

  /** @throws `FormatError` when the input ended inside a frame. */
  finish(): void {
    if (this.#bytes.length > 0) throw new FormatError("input ended inside a frame");
  }
}

function compressionOf(bits: number): Compression | undefined {
  if (bits === 0) return undefined;
  if (bits === ZSTD) return "zstd";
  if (bits === GZIP) return "gzip";
  throw new FormatError("unknown frame compression");
}

/** The protobuf message in a frame. @throws `FormatError` when it does not unpack or unpacks to more than 2 MiB. */
export async function unpackFrame(frame: Frame): Promise<Buffer> {
  if (frame.compression === undefined) return frame.payload;
  try {
    return await decompress(frame.payload, frame.compression, MAX_FRAME_BYTES - 1);
  } catch (error) {
    throw new FormatError(`frame does not decompress: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * A regular frame around a protobuf message, given in parts that are joined here.
 *
 * @param compression - Applied to payloads of 1 KiB and more.
 */
export async function encodeFrame(parts: readonly Buffer[], compression?: Compression): Promise<Buffer> {
  const payload = Buffer.concat(parts);
  if (compression === undefined || payload.length < COMPRESSION_THRESHOLD_BYTES) return encodePlainFrame(payload);
  const compressed = await compress(payload, compression);
  return Buffer.concat([frameHeader(compressed.length, compression === "zstd" ? ZSTD : GZIP), compressed]);
}

/** A regular frame that is never compressed. */
export function encodePlainFrame(payload: Buffer): Buffer {
  return Buffer.concat([frameHeader(payload.length, 0), payload]);
}

/** The same frame with the bit that tells the client to move to a new connection. */
export function adviseReconnect(frame: Buffer): Buffer {
  const advised = Buffer.from(frame);
  advised[LENGTH_BYTES]! |= RECONNECT_ADVISED;
  return advised;
}

/** The frame that ends a session with an error: the HTTP status it would have had, and its JSON body. */
export function encodeTerminalFrame(status: number, body: string): Buffer {
  const payload = Buffer.from(`\0\0${body}`);
  payload.writeUInt16BE(status);
  return Buffer.concat([frameHeader(payload.length, TERMINAL), payload]);
}

function frameHeader(payloadBytes: number, flag: number): Buffer {
  const header = Buffer.allocUnsafe(LENGTH_BYTES + 1);
  header.writeUIntBE(payloadBytes + 1, 0, LENGTH_BYTES);
  header[LENGTH_BYTES] = flag;
  return header;
}
