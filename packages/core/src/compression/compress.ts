import { zlib } from "./zlib.js";

/** How bytes can be compressed. */
export type CompressionAlgorithm = "gzip" | "zstd";

/** Less is not worth compressing, in bytes. */
export const MIN_COMPRESSED_BYTES = 1024;

/** Whether this runtime can compress by an algorithm: zstd from Node 22.15 on, gzip everywhere. */
export function supportsCompression(algorithm: CompressionAlgorithm): boolean {
  return compressor(algorithm) !== undefined;
}

/**
 * Compresses bytes. Resolves with `undefined` when that fails or makes them no shorter: they then go out as they are.
 * Keeping the order of several is the caller's part.
 */
export async function compress(bytes: Uint8Array, algorithm: CompressionAlgorithm): Promise<Uint8Array | undefined> {
  try {
    const compressed = await compressor(algorithm)?.(bytes);
    return compressed !== undefined && compressed.byteLength < bytes.byteLength ? compressed : undefined;
  } catch {
    return undefined;
  }
}

function compressor(algorithm: CompressionAlgorithm): ((bytes: Uint8Array) => Promise<Uint8Array>) | undefined {
  if (algorithm === "zstd") return zlib("zstdCompress");
  // By name, since options of programs without types end up here.
  if (algorithm !== "gzip") return undefined;
  return zlib("gzip") ?? (typeof CompressionStream === "function" ? gzipThroughStream : undefined);
}

/** By the web platform's own means. */
export async function gzipThroughStream(bytes: Uint8Array): Promise<Uint8Array> {
  const { body } = new Response(bytes as BodyInit);
  return new Uint8Array(await new Response(body?.pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
}
