import { encodeUtf8 } from "@s2kit/core/internal";
import { readText } from "./text.js";

/** A header of a record that was read. Text is decoded when it is looked at. */
export class RecordHeader {
  /** The name as bytes: a view, see `ReadRecord.detach`. */
  readonly nameBytes: Uint8Array;
  /** The value as bytes: a view, see `ReadRecord.detach`. */
  readonly valueBytes: Uint8Array;

  constructor(nameBytes: Uint8Array, valueBytes: Uint8Array) {
    this.nameBytes = nameBytes;
    this.valueBytes = valueBytes;
  }

  static fromText(name: string, value: string): RecordHeader {
    return new RecordHeader(encodeUtf8(name), encodeUtf8(value));
  }

  /** The name as text. */
  get name(): string {
    return readText(this.nameBytes, 0, this.nameBytes.byteLength);
  }

  /** The value as text. */
  get value(): string {
    return readText(this.valueBytes, 0, this.valueBytes.byteLength);
  }

  toJSON(): [name: string, value: string] {
    return [this.name, this.value];
  }
}
