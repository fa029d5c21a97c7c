import { MAX_FRAME_BYTES } from "@s2kit/core/internal";
import { protocolError } from "./protocol-error.js";

/** Bytes of a frame before its payload: a length of three bytes (big-endian; flag and payload), and the flag. */
export const FRAME_HEADER_BYTES = 4;

/** Largest value of the length field, in bytes. */
export const MAX_FRAME_LENGTH: number = MAX_FRAME_BYTES;

/** How a frame's payload is compressed. */
export type Compression = "none" | "zstd" | "gzip";

// The flag: bit 7 terminal, bits 6 and 5 compression, bit 4 reconnect advised. The rest is zero and ignored.
const TERMINAL = 0b1000_0000;
const RECONNECT_ADVISED = 0b0001_0000;
const COMPRESSION_FLAGS = { none: 0, zstd: 0b0010_0000, gzip: 0b0100_0000 } as const;

/** The frame ends the session with an error. */
export function isTerminal(flag: number): boolean {
  return (flag & TERMINAL) !== 0;
}

/** The service is about to leave and advises to reconnect. */
export function isReconnectAdvised(flag: number): boolean {
  return (flag & RECONNECT_ADVISED) !== 0;
}

/** The payload's compression. @throws `protocol_error` for the reserved value. */
export function compressionOf(flag: number): Compression {
  switch ((flag >> 5) & 0b11) {
    case 0b00:
      return "none";
    case 0b01:
      return "zstd";
    case 0b10:
      return "gzip";
    default:
      throw protocolError("a frame has an unknown compression");
  }
}

/** Writes the header of a regular frame whose payload has `payloadLength` bytes. */
export function encodeFrameHeader(
  target: Uint8Array,
  offset: number,
  payloadLength: number,
  compression: Compression = "none",
): void {
  const length = payloadLength + 1;
  target[offset] = length >>> 16;
  target[offset + 1] = (length >>> 8) & 0xff;
  target[offset + 2] = length & 0xff;
  target[offset + 3] = COMPRESSION_FLAGS[compression];
}

const strictUtf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** Takes a terminal frame's payload apart: an HTTP status of two bytes, then JSON. @throws `protocol_error` */
export function decodeTerminal(payload: Uint8Array): { readonly status: number; readonly body: string } {
  if (payload.byteLength < 2) throw protocolError("a terminal frame has no status");
  const status = ((payload[0] as number) << 8) | (payload[1] as number);
  try {
    return { status, body: strictUtf8.decode(payload.subarray(2)) };
  } catch {
    throw protocolError("a terminal frame is not UTF-8");
  }
}
