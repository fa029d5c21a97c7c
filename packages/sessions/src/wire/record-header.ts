import { printAs } from "@s2kit/core/internal";
import { equalBytes, type SharedBytes } from "./bytes.js";
import { HeaderWalk } from "./header-walk.js";
import { readText } from "./text.js";

/** A header of a record that was read: a view of the record's frame. Text is decoded when it is looked at. */
export class RecordHeader {
  readonly #shared: SharedBytes;
  readonly #nameStart: number;
  readonly #nameEnd: number;
  readonly #valueStart: number;
  readonly #valueEnd: number;

  /** @internal */
  constructor(shared: SharedBytes, nameStart: number, nameEnd: number, valueStart: number, valueEnd: number) {
    this.#shared = shared;
    this.#nameStart = nameStart;
    this.#nameEnd = nameEnd;
    this.#valueStart = valueStart;
    this.#valueEnd = valueEnd;
  }

  /** The name as text; what is not UTF-8 becomes U+FFFD. */
  get name(): string {
    return readText(this.#shared.bytes, this.#nameStart, this.#nameEnd);
  }

  /** The value as text; what is not UTF-8 becomes U+FFFD. */
  get value(): string {
    return readText(this.#shared.bytes, this.#valueStart, this.#valueEnd);
  }

  /** The name as bytes: a view, not a copy. */
  get nameBytes(): Uint8Array {
    return this.#shared.view(this.#nameStart, this.#nameEnd);
  }

  /** The value as bytes: a view, not a copy. */
  get valueBytes(): Uint8Array {
    return this.#shared.view(this.#valueStart, this.#valueEnd);
  }

  /** Name and value are the same, byte for byte. */
  equals(other: RecordHeader): boolean {
    return equalBytes(this.nameBytes, other.nameBytes) && equalBytes(this.valueBytes, other.valueBytes);
  }

  /** The pair as text, as it would be appended. */
  toJSON(): [name: string, value: string] {
    return [this.name, this.value];
  }

  static {
    printAs<RecordHeader>(RecordHeader.prototype, (header) => header.toJSON());
  }
}

/** All headers of one encoded record, which must have been checked before. Parameters as {@link HeaderWalk} has them. */
export function readHeaders(shared: SharedBytes, start: number, end: number, headerTag: number): RecordHeader[] {
  const headers: RecordHeader[] = [];
  const walk = new HeaderWalk(shared.bytes, start, end, headerTag);
  while (walk.next()) {
    headers.push(new RecordHeader(shared, walk.nameStart, walk.nameEnd, walk.valueStart, walk.valueEnd));
  }
  return headers;
}
