type Callback = (error: Error | null, result: Uint8Array) => void;
type Transform = (data: Uint8Array, callback: Callback) => void;

interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): Readonly<Record<string, Transform | undefined>> | undefined };
}

/** Compression by `node:zlib`, on its own threads; `undefined` where the runtime does not have it. */
export function zlibCompressor(option: "gzip" | "zstd"): ((bytes: Uint8Array) => Promise<Uint8Array>) | undefined {
  // Not imported, so that the same code runs where there is no such module.
  const zlib = (globalThis as Runtime).process?.getBuiltinModule?.("node:zlib");
  const transform = option === "gzip" ? zlib?.["gzip"] : option === "zstd" ? zlib?.["zstdCompress"] : undefined;
  if (transform === undefined) return undefined;
  return (bytes) =>
    new Promise((resolve, reject) => {
      transform(bytes, (error, result) => (error === null ? resolve(result) : reject(error)));
    });
}
