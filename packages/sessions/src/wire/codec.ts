/** How frames can be compressed. */
export type CompressionAlgorithm = "gzip" | "zstd";

/** Compresses and decompresses, off the event loop where the runtime can. Results come in any order. */
export interface Codec {
  compress(bytes: Uint8Array): Promise<Uint8Array>;
  /** Rejects when the bytes are corrupt, or give more than `maxBytes`. */
  decompress(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array>;
}
