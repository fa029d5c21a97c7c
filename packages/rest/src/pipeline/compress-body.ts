import { UsageError } from "@s2kit/core";
import { encodeUtf8 } from "@s2kit/core/internal";
import type { CompressionOption } from "../options.js";
import { zlibCompressor } from "./zlib.js";

/** Smaller bodies are not worth compressing, in bytes. */
const MIN_COMPRESSED_BYTES = 1024;

/** @throws `invalid_argument` for an algorithm that this runtime does not have. */
export function checkCompressionOption(option: CompressionOption): CompressionOption {
  if (option === "none" || zlibCompressor(option) !== undefined) return option;
  if (option === "gzip" && typeof CompressionStream === "function") return option;
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
  const compressed = await (zlibCompressor(option) ?? gzipThroughStream)(bytes);
  return compressed.byteLength < bytes.byteLength ? { body: compressed, encoding: option } : plain;
}

/** Where there is no zlib, nothing but gzip has passed {@link checkCompressionOption}. */
async function gzipThroughStream(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
