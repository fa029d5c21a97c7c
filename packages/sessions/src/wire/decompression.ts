import type { CompressionAlgorithm } from "./compression.js";
import { MAX_FRAME_LENGTH } from "./frame.js";
import { joinBytes } from "./join-bytes.js";
import { protocolError } from "./protocol-error.js";
import { zlib } from "./zlib.js";

/** Most bytes that a payload may have when it is decompressed: a frame without its flag. */
const MAX_PAYLOAD_BYTES = MAX_FRAME_LENGTH - 1;

/** Rejects when the bytes are corrupt, or give more than there may be. */
type Decompress = (payload: Uint8Array, limit: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

/**
 * Decompresses a payload. Keeping the order of several is the caller's part.
 *
 * @throws `protocol_error` when it is corrupt, has more than 2 097 151 bytes, or this runtime cannot decompress it.
 */
export async function decompress(payload: Uint8Array, algorithm: CompressionAlgorithm): Promise<Uint8Array> {
  const unpack = decompressor(algorithm);
  if (unpack === undefined) {
    throw protocolError(`a frame is compressed with ${algorithm}, which this runtime does not support`);
  }
  try {
    return await unpack(payload, { maxOutputLength: MAX_PAYLOAD_BYTES });
  } catch (cause) {
    throw protocolError(`a frame compressed with ${algorithm} is corrupt or has more than ${MAX_PAYLOAD_BYTES} bytes`, {
      cause,
    });
  }
}

function decompressor(algorithm: CompressionAlgorithm): Decompress | undefined {
  if (algorithm === "zstd") return zlib("zstdDecompress");
  return zlib("gunzip") ?? (typeof DecompressionStream === "function" ? gunzipThroughStream : undefined);
}

/** By the web platform's own means. */
export const gunzipThroughStream: Decompress = async (payload, { maxOutputLength }) => {
  const { body } = new Response(payload as BodyInit);
  const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new DecompressionStream("gzip"))
    .getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    if (size > maxOutputLength) {
      reader.cancel().catch(() => undefined);
      throw new RangeError(`more than ${maxOutputLength} bytes`);
    }
    chunks.push(step.value);
  }
  return joinBytes(chunks);
};
