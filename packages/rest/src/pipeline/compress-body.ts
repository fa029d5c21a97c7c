import { UsageError } from "@s2kit/core";
import { encodeUtf8 } from "@s2kit/core/internal";
import type { CompressionOption } from "../options.js";

/** Smaller bodies are not worth compressing, in bytes. */
const MIN_COMPRESSED = 1024;

type Callback = (error: Error | null, result: Uint8Array) => void;
type Transform = (data: Uint8Array, callback: Callback) => void;

interface Zlib {
  readonly gzip: Transform;
  readonly zstdCompress?: Transform;
}

interface BuiltinModules {
  getBuiltinModule?(name: string): unknown;
}

/** `node:zlib` without importing it, so that the same code runs in browsers. */
const zlib = (globalThis as { process?: BuiltinModules }).process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;

/** @throws `invalid_argument` for an algorithm that this runtime does not have. */
export function checkCompressionOption(option: CompressionOption): CompressionOption {
  const supported =
    option === "none" ||
    (option === "zstd" && zlib?.zstdCompress !== undefined) ||
    (option === "gzip" && (zlib !== undefined || typeof CompressionStream === "function"));
  if (supported) return option;
  throw new UsageError("compression", `compression "${option}" is not supported by this runtime`);
}

/** A body on its way, with the `content-encoding` that it needs. */
export interface EncodedBody {
  readonly body: string | Uint8Array | undefined;
  readonly encoding: "gzip" | "zstd" | undefined;
}

/** Compresses a body that is large enough. Done once for all attempts. */
export async function compressBody(
  body: string | Uint8Array | undefined,
  option: CompressionOption,
): Promise<EncodedBody> {
  if (option === "none" || body === undefined || body.length < MIN_COMPRESSED) return { body, encoding: undefined };
  const bytes = typeof body === "string" ? encodeUtf8(body) : body;
  if (zlib === undefined) return { body: await throughStream(bytes), encoding: "gzip" };
  const transform = option === "gzip" ? zlib.gzip : (zlib.zstdCompress as Transform);
  const compressed = await new Promise<Uint8Array>((resolve, reject) => {
    transform(bytes, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
  return { body: compressed, encoding: option };
}

async function throughStream(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
