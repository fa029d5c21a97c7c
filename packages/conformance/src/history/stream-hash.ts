import { xxh3 } from "@node-rs/xxhash";

/** The hash of a stream without records. */
export const EMPTY_STREAM_HASH = 0n;

/** XXH3-64 of a record's body, with seed 0. */
export function recordHash(body: Uint8Array): bigint {
  return xxh3.xxh64(body);
}

/**
 * The hash of a stream after one more record: XXH3-64 of the record's hash as eight bytes, little-endian, with the hash
 * of the stream so far as the seed. One number thereby stands for everything that is on the stream, in order.
 */
export function chainHash(streamHash: bigint, record: bigint): bigint {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, record, true);
  return xxh3.xxh64(bytes, streamHash);
}
