import { UsageError } from "@s2kit/core";
import type { Codec, CompressionAlgorithm } from "./codec.js";
import { MAX_FRAME_LENGTH } from "./frame.js";
import { nodeCodec } from "./node-codec.js";
import { protocolError } from "./protocol-error.js";
import { streamCodec } from "./stream-codec.js";

/** Most bytes that a payload may have when it is decompressed: a frame without its flag. */
const MAX_PAYLOAD_BYTES = MAX_FRAME_LENGTH - 1;

/** Codecs are looked for when one is needed: most sessions need none. */
const codecs = new Map<CompressionAlgorithm, Codec | undefined>();

/** Whether this runtime can compress by an algorithm: zstd from Node 22.15 on, gzip everywhere. */
export function supportsCompression(algorithm: CompressionAlgorithm): boolean {
  return codecFor(algorithm) !== undefined;
}

/** Refuses an algorithm that this runtime has not. @throws `invalid_argument` */
export function checkCompression(algorithm: CompressionAlgorithm): void {
  if (supportsCompression(algorithm)) return;
  throw new UsageError("compression", `compression "${algorithm}" is not supported by this runtime`);
}

/** Compresses a payload. Keeping the order of several is the caller's part. @throws `invalid_argument`, see {@link checkCompression}. */
export async function compress(payload: Uint8Array, algorithm: CompressionAlgorithm): Promise<Uint8Array> {
  checkCompression(algorithm);
  return (codecFor(algorithm) as Codec).compress(payload);
}

/**
 * Decompresses a payload. Keeping the order of several is the caller's part.
 *
 * @throws `protocol_error` when it is corrupt, has more than 2 097 151 bytes, or this runtime cannot decompress it.
 */
export async function decompress(payload: Uint8Array, algorithm: CompressionAlgorithm): Promise<Uint8Array> {
  const codec = codecFor(algorithm);
  if (codec === undefined) {
    throw protocolError(`a frame is compressed with ${algorithm}, which this runtime does not support`);
  }
  try {
    return await codec.decompress(payload, MAX_PAYLOAD_BYTES);
  } catch (cause) {
    throw protocolError(`a frame compressed with ${algorithm} is corrupt or has more than ${MAX_PAYLOAD_BYTES} bytes`, {
      cause,
    });
  }
}

function codecFor(algorithm: CompressionAlgorithm): Codec | undefined {
  if (!codecs.has(algorithm)) {
    codecs.set(algorithm, nodeCodec(algorithm) ?? (algorithm === "gzip" ? streamCodec(algorithm) : undefined));
  }
  return codecs.get(algorithm);
}
