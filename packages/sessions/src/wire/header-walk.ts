import { ProtoReader } from "./proto-reader.js";

const NAME_TAG = 0x0a;
const VALUE_TAG = 0x12;

/** Goes through the headers of one encoded record, in order. The record must have been checked before. */
export class HeaderWalk {
  /** Where the newest header's name and value lie; empty ones have equal ends. */
  nameStart = 0;
  nameEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  readonly #reader: ProtoReader;
  readonly #headerTag: number;

  /**
   * @param start - Where the first header's field begins, or the record's first field.
   * @param headerTag - The tag of headers in this kind of record.
   */
  constructor(bytes: Uint8Array, start: number, end: number, headerTag: number) {
    this.#reader = new ProtoReader().open(bytes, start, end);
    this.#headerTag = headerTag;
  }

  /** Moves to the next header. @returns False when there is none; the walk then stays at the last one. */
  next(): boolean {
    const reader = this.#reader;
    while (reader.position < reader.end) {
      const tag = reader.tag();
      if (tag === this.#headerTag) {
        this.#read(reader.lengthEnd());
        return true;
      }
      reader.skip(tag, 0);
    }
    return false;
  }

  #read(end: number): void {
    const reader = this.#reader;
    this.nameStart = this.nameEnd = this.valueStart = this.valueEnd = end;
    while (reader.position < end) {
      const field = reader.tag();
      if (field === NAME_TAG) {
        this.nameEnd = reader.lengthEnd();
        this.nameStart = reader.position;
        reader.position = this.nameEnd;
      } else if (field === VALUE_TAG) {
        this.valueEnd = reader.lengthEnd();
        this.valueStart = reader.position;
        reader.position = this.valueEnd;
      } else {
        reader.skip(field, 0);
      }
    }
  }
}
