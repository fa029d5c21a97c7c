import type { Codec, CompressionAlgorithm } from "./codec.js";

type Callback = (error: Error | null, result: Uint8Array) => void;
type Transform = (bytes: Uint8Array, options: { readonly maxOutputLength?: number }, callback: Callback) => void;

/** The part of `node:zlib` that is used. */
interface Zlib {
  readonly gzip?: Transform;
  readonly gunzip?: Transform;
  readonly zstdCompress?: Transform;
  readonly zstdDecompress?: Transform;
}

interface WithBuiltinModules {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/** The runtime's `node:zlib`, not imported, so that the same code runs in browsers. It works on its own threads. */
export function nodeCodec(algorithm: CompressionAlgorithm): Codec | undefined {
  const zlib = (globalThis as WithBuiltinModules).process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
  const pack = algorithm === "gzip" ? zlib?.gzip : zlib?.zstdCompress;
  const unpack = algorithm === "gzip" ? zlib?.gunzip : zlib?.zstdDecompress;
  if (pack === undefined || unpack === undefined) return undefined;
  return {
    compress: (bytes) => run(pack, bytes, {}),
    decompress: (bytes, maxBytes) => run(unpack, bytes, { maxOutputLength: maxBytes }),
  };
}

function run(
  transform: Transform,
  bytes: Uint8Array,
  options: { readonly maxOutputLength?: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    transform(bytes, options, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
