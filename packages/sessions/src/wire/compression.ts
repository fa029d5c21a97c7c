import { UsageError } from "@s2kit/core";
import { zlib } from "./zlib.js";

/** How frames can be compressed. */
export type CompressionAlgorithm = "gzip" | "zstd";

type Compress = (payload: Uint8Array) => Promise<Uint8Array>;

/** Whether this runtime can compress by an algorithm: zstd from Node 22.15 on, gzip everywhere. */
export function supportsCompression(algorithm: CompressionAlgorithm): boolean {
  return compressor(algorithm) !== undefined;
}

/** Compresses a payload. Keeping the order of several is the caller's part. @throws `invalid_argument` for an algorithm that this runtime has not. */
export async function compress(payload: Uint8Array, algorithm: CompressionAlgorithm): Promise<Uint8Array> {
  const compressed = compressor(algorithm)?.(payload);
  if (compressed !== undefined) return compressed;
  throw new UsageError("compression", `compression "${algorithm}" is not supported by this runtime`);
}

function compressor(algorithm: CompressionAlgorithm): Compress | undefined {
  if (algorithm === "zstd") return zlib("zstdCompress");
  return zlib("gzip") ?? (typeof CompressionStream === "function" ? gzipThroughStream : undefined);
}

/** By the web platform's own means. */
export async function gzipThroughStream(payload: Uint8Array): Promise<Uint8Array> {
  const { body } = new Response(payload as BodyInit);
  return new Uint8Array(await new Response(body?.pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
}
