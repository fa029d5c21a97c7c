/** A buffer of its own, of exactly `size` bytes. The content is undefined: every byte must be written. */
export function allocate(size: number): Uint8Array {
  return new Uint8Array(size);
}
