import { type HeaderRows, NO_HEADERS } from "./record-table.js";
import { readText } from "./utf8.js";

/**
 * The bytes of records, which many views are taken of. Asking a `Uint8Array` for its buffer costs more than making a
 * view: here it is asked once.
 */
export class SharedBytes {
  readonly bytes: Uint8Array;
  /** Where the headers of the records lie in the bytes. */
  readonly headers: HeaderRows;
  #buffer: ArrayBufferLike | undefined;
  #byteOffset = 0;

  constructor(bytes: Uint8Array, headers: HeaderRows = NO_HEADERS) {
    this.bytes = bytes;
    this.headers = headers;
  }

  /** A part as text; what is not UTF-8 becomes U+FFFD. */
  text(start: number, end: number): string {
    return readText(this.bytes, start, end);
  }

  /** A view of a part: a plain `Uint8Array`, whatever subclass the bytes are. */
  view(start: number, end: number): Uint8Array {
    if (this.#buffer === undefined) {
      this.#buffer = this.bytes.buffer;
      this.#byteOffset = this.bytes.byteOffset;
    }
    return new Uint8Array(this.#buffer, this.#byteOffset + start, end - start);
  }
}

/** A view of a part: a plain `Uint8Array`, whatever subclass the bytes are. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Compares by content. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.byteLength !== right.byteLength) return false;
  for (let index = 0; index < left.byteLength; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}
