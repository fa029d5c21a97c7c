import { UsageError } from "@s2kit/core";
import { compress, encodeUtf8, MIN_COMPRESSED_BYTES, supportsCompression } from "@s2kit/core/internal";
import type { CompressionOption } from "../options.js";

/** @throws `invalid_argument` for an algorithm that this runtime does not have. */
export function checkCompressionOption(option: CompressionOption): CompressionOption {
  if (option === "none" || supportsCompression(option)) return option;
  throw new UsageError("compression", `compression "${option}" is not available in this runtime`);
}

/** A body on its way, with the `content-encoding` that it needs. */
export interface EncodedBody {
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | undefined;
  readonly encoding: "gzip" | "zstd" | undefined;
}

/** Compresses a body of 1024 bytes or more, unless it would grow. Streams pass as they are. */
export async function compressBody(body: EncodedBody["body"], option: CompressionOption): Promise<EncodedBody> {
  const plain: EncodedBody = { body, encoding: undefined };
  if (option === "none" || body === undefined || body instanceof ReadableStream) return plain;
  const bytes = typeof body === "string" ? encodeUtf8(body) : body;
  if (bytes.byteLength < MIN_COMPRESSED_BYTES) return plain;
  const compressed = await compress(bytes, option);
  return compressed === undefined ? plain : { body: compressed, encoding: option };
}
