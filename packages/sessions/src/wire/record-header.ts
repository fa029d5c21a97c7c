import { printAs } from "@s2kit/core/internal";
import { equalBytes, type SharedBytes } from "./bytes.js";
import { NAME_END, NAME_START, VALUE_END, VALUE_START } from "./record-table.js";

/** A header of a record that was read: a view of the record's frame. Text is decoded when it is looked at. */
export class RecordHeader {
  readonly #shared: SharedBytes;
  /** Where this header's row begins in `#shared.headers`. */
  readonly #row: number;

  private constructor(shared: SharedBytes, row: number) {
    this.#shared = shared;
    this.#row = row;
  }

  /** @internal A view of a header that was found. */
  static view(shared: SharedBytes, row: number): RecordHeader {
    return new RecordHeader(shared, row);
  }

  /** The name as text; what is not UTF-8 becomes U+FFFD. */
  get name(): string {
    return this.#shared.text(this.#int(NAME_START), this.#int(NAME_END));
  }

  /** The value as text; what is not UTF-8 becomes U+FFFD. */
  get value(): string {
    return this.#shared.text(this.#int(VALUE_START), this.#int(VALUE_END));
  }

  /** The name as bytes: a view, not a copy. */
  get nameBytes(): Uint8Array {
    return this.#shared.view(this.#int(NAME_START), this.#int(NAME_END));
  }

  /** The value as bytes: a view, not a copy. */
  get valueBytes(): Uint8Array {
    return this.#shared.view(this.#int(VALUE_START), this.#int(VALUE_END));
  }

  /** Name and value are the same, byte for byte. */
  equals(other: RecordHeader): boolean {
    return equalBytes(this.nameBytes, other.nameBytes) && equalBytes(this.valueBytes, other.valueBytes);
  }

  /** The pair as text, as it would be appended. */
  toJSON(): [name: string, value: string] {
    return [this.name, this.value];
  }

  #int(column: number): number {
    return this.#shared.headers[this.#row + column] as number;
  }

  static {
    printAs<RecordHeader>(RecordHeader.prototype, (header) => header.toJSON());
  }
}
