interface Allocator {
  allocUnsafe(size: number): Uint8Array;
  allocUnsafeSlow(size: number): Uint8Array;
}

const NodeBuffer = (globalThis as { Buffer?: Allocator }).Buffer;

/** From this size on it is worth not having the memory zeroed, in bytes. */
const LARGE = 4096;

/** A buffer of its own, of exactly `size` bytes. The content is undefined: every byte must be written. */
export function allocate(size: number): Uint8Array {
  return NodeBuffer === undefined || size < LARGE ? new Uint8Array(size) : NodeBuffer.allocUnsafeSlow(size);
}

/**
 * As {@link allocate}, but small pieces are cut from memory that others use too, because a buffer of its own costs
 * the collector more than filling it does. Only for bytes that are not given away.
 */
export function allocateShared(size: number): Uint8Array {
  return NodeBuffer === undefined || size >= LARGE ? allocate(size) : NodeBuffer.allocUnsafe(size);
}
