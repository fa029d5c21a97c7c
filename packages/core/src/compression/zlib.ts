import { builtinModule } from "../builtin-module.js";

type Callback = (error: Error | null, result: Uint8Array) => void;

/** What of `node:zlib` may be missing: zstd is there from Node 22.15 on. */
type Zlib = Readonly<
  Record<string, ((bytes: Uint8Array, options: ZlibOptions, callback: Callback) => void) | undefined>
>;

interface ZlibOptions {
  readonly maxOutputLength?: number;
}

/** A function of the runtime's `node:zlib`, which works on its own threads; `undefined` where there is none of this name. */
export function zlib(
  name: "gzip" | "gunzip" | "zstdCompress" | "zstdDecompress",
): ((bytes: Uint8Array, options?: ZlibOptions) => Promise<Uint8Array>) | undefined {
  const transform = builtinModule<Zlib>("node:zlib")?.[name];
  if (transform === undefined) return undefined;
  return (bytes, options = {}) =>
    new Promise((resolve, reject) => {
      transform(bytes, options, (error, result) => (error ? reject(error) : resolve(result)));
    });
}
