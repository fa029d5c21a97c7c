const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Largest block of the zstd format. */
const MAX_BLOCK_BYTES = 128 * 1024;
/** Frame header descriptor: single segment, content size in 4 bytes, no checksum, no dictionary. */
const DESCRIPTOR = 0b1010_0000;

/** The first four bytes of every zstd frame. */
export const ZSTD_MAGIC: Buffer = MAGIC;

/**
 * Wraps bytes in a zstd frame of stored (uncompressed) blocks, RFC 8878. Node 20 has no zstd, and for requests
 * it does not matter how well they are compressed.
 */
export function zstdStore(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(DESCRIPTOR, 0);
  header.writeUInt32LE(bytes.length, 1);
  const parts: Uint8Array[] = [MAGIC, header];
  let offset = 0;
  do {
    const block = bytes.subarray(offset, offset + MAX_BLOCK_BYTES);
    offset += block.length;
    const isLast = offset >= bytes.length ? 1 : 0;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | isLast, 0, 3);
    parts.push(blockHeader, block);
  } while (offset < bytes.length);
  return Buffer.concat(parts);
}

/**
 * Wraps bytes that repeat one value in a zstd frame of run-length blocks: a few bytes that expand to `length`.
 * For decompression limits.
 */
export function zstdRun(value: number, length: number): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(DESCRIPTOR, 0);
  header.writeUInt32LE(length, 1);
  const parts: Uint8Array[] = [MAGIC, header];
  for (let offset = 0; offset < length; offset += MAX_BLOCK_BYTES) {
    const size = Math.min(MAX_BLOCK_BYTES, length - offset);
    const block = Buffer.alloc(4);
    block.writeUIntLE((size << 3) | (1 << 1) | (offset + size >= length ? 1 : 0), 0, 3);
    block.writeUInt8(value, 3);
    parts.push(block);
  }
  return Buffer.concat(parts);
}
