type IndexOf = (this: Uint8Array, byte: number, from: number) => number;

/** Node's own looks at many bytes at a time. */
const indexOf: IndexOf =
  (globalThis as { Buffer?: { prototype: { indexOf: IndexOf } } }).Buffer?.prototype.indexOf ??
  Uint8Array.prototype.indexOf;

/** Where a byte occurs first at or behind `from`; -1 when it does not. */
export function firstIndexOf(bytes: Uint8Array, byte: number, from: number): number {
  return indexOf.call(bytes, byte, from);
}
