import { UsageError } from "@s2kit/core";
import { byteLength, encodeUtf8 } from "@s2kit/core/internal";
import type { CompressionOption } from "../options.js";

/** Smaller bodies are not worth compressing, in bytes. */
const MIN_COMPRESSED_BYTES = 1024;

type Callback = (error: Error | null, result: Uint8Array) => void;
type Transform = (data: Uint8Array, callback: Callback) => void;

interface Zlib {
  readonly gzip: Transform;
  readonly zstdCompress?: Transform;
}

interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/** `node:zlib` without importing it, so that the same code runs in browsers. */
function zlib(): Zlib | undefined {
  return (globalThis as Runtime).process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
}

/** @throws `invalid_argument` for an algorithm that this runtime does not have. */
export function checkCompressionOption(option: CompressionOption): CompressionOption {
  const supported =
    option === "none" ||
    (option === "zstd" && zlib()?.zstdCompress !== undefined) ||
    (option === "gzip" && (zlib() !== undefined || typeof CompressionStream === "function"));
  if (supported) return option;
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
  if (byteLength(body) < MIN_COMPRESSED_BYTES) return plain;
  const bytes = typeof body === "string" ? encodeUtf8(body) : body;
  const compressed = await compress(bytes, option);
  return compressed.byteLength < bytes.byteLength ? { body: compressed, encoding: option } : plain;
}

function compress(bytes: Uint8Array, option: "gzip" | "zstd"): Promise<Uint8Array> {
  const transform = option === "gzip" ? zlib()?.gzip : zlib()?.zstdCompress;
  if (transform === undefined) return throughStream(bytes);
  return new Promise((resolve, reject) => {
    transform(bytes, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

/** Where there is no zlib, there is gzip only. */
async function throughStream(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
