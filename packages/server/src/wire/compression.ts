import { promisify } from "node:util";
import * as zlib from "node:zlib";

/** A compression that S2S frames and HTTP bodies can use. */
export type Compression = "gzip" | "zstd";

type Codec = (input: Uint8Array, options: { maxOutputLength?: number }) => Promise<Buffer>;

/** What newer Node versions have and the types of Node 20 do not know. */
interface ZstdInZlib {
  zstdCompress?: (input: Uint8Array, options: object, done: (error: Error | null, result: Buffer) => void) => void;
  zstdDecompress?: (input: Uint8Array, options: object, done: (error: Error | null, result: Buffer) => void) => void;
  createZstdDecompress?: () => NodeJS.ReadWriteStream;
}

const zstd = zlib as unknown as ZstdInZlib;

/** True on Node 22.15 and newer, where `node:zlib` speaks zstd. */
export const hasZstd: boolean = zstd.zstdCompress !== undefined && zstd.zstdDecompress !== undefined;

const compressors: Readonly<Record<Compression, Codec | undefined>> = {
  gzip: promisify<Uint8Array, object, Buffer>(zlib.gzip),
  zstd: zstd.zstdCompress && promisify(zstd.zstdCompress),
};

const decompressors: Readonly<Record<Compression, Codec | undefined>> = {
  gzip: promisify<Uint8Array, object, Buffer>(zlib.gunzip),
  zstd: zstd.zstdDecompress && promisify(zstd.zstdDecompress),
};

/** @throws when this version of Node lacks the algorithm. */
export function compress(input: Uint8Array, compression: Compression): Promise<Buffer> {
  return codec(compressors, compression)(input, {});
}

/** @throws when the data is corrupt, unpacks to more than `maxBytes`, or the algorithm is missing. */
export function decompress(input: Uint8Array, compression: Compression, maxBytes: number): Promise<Buffer> {
  return codec(decompressors, compression)(input, { maxOutputLength: maxBytes });
}

/** A stream that unpacks an HTTP body, or undefined where this version of Node lacks the algorithm. */
export function createDecompressor(compression: Compression): NodeJS.ReadWriteStream | undefined {
  return compression === "gzip" ? zlib.createGunzip() : zstd.createZstdDecompress?.();
}

function codec(table: Readonly<Record<Compression, Codec | undefined>>, compression: Compression): Codec {
  const found = table[compression];
  if (found === undefined) throw new Error(`this version of Node has no ${compression}`);
  return found;
}
