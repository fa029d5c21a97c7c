import type { AppendRecord, HeaderInput } from "@s2kit/core";
import { timestampU64, utf8Length } from "@s2kit/core/internal";
import { bytesFieldSize, headerSize, messageFieldSize } from "./bytes-field.js";
import { varintSize } from "./proto-writer.js";

/** How many lengths are kept between batches: enough for 1000 records with two headers each. */
const USUAL = 8192;

/**
 * The lengths that a batch's encoding needs, found before and noted in the order of writing: for each record its own,
 * for each header name and value, then the body.
 */
export class BatchLengths {
  #usual: Int32Array = new Int32Array(USUAL);
  #lengths: Int32Array = this.#usual;
  #used = 0;
  #read = 0;
  #meteredBytes = 0;
  #textLength: (text: string) => number = utf8Length;

  /** The metered size of the records that were measured, in bytes. */
  get meteredBytes(): number {
    return this.#meteredBytes;
  }

  /**
   * Measures records.
   *
   * @param ascii - Takes every text for ASCII, whose length is known without counting. The metered size tells afterwards
   *   whether that was right: any other character takes more bytes than units.
   * @returns The bytes that the records take as fields of an AppendInput.
   */
  measure(records: readonly AppendRecord[], ascii: boolean): number {
    this.#lengths = this.#usual;
    this.#used = 0;
    this.#read = 0;
    this.#meteredBytes = 0;
    this.#textLength = ascii ? unitsOf : utf8Length;
    let size = 0;
    for (let index = 0; index < records.length; index++) size += this.#record(records[index] as AppendRecord, index);
    return size;
  }

  /** The next length, in the order of writing. */
  next(): number {
    return this.#lengths[this.#read++] as number;
  }

  #record({ body, headers, timestamp }: AppendRecord, index: number): number {
    const place = this.#note(0);
    let size = timestamp === undefined ? 0 : 1 + varintSize(timestampU64(timestamp, index));
    if (headers !== undefined) {
      for (let at = 0; at < headers.length; at++) size += this.#header(headers[at] as HeaderInput);
    }
    if (body !== undefined) size += bytesFieldSize(this.#measured(body));
    this.#meteredBytes += 8;
    this.#lengths[place] = size;
    return messageFieldSize(size);
  }

  #header(header: HeaderInput): number {
    this.#meteredBytes += 2;
    const nameLength = this.#measured(header[0]);
    return messageFieldSize(headerSize(nameLength, this.#measured(header[1])));
  }

  #measured(value: string | Uint8Array): number {
    const length = typeof value === "string" ? this.#textLength(value) : value.byteLength;
    this.#meteredBytes += length;
    this.#note(length);
    return length;
  }

  #note(length: number): number {
    if (this.#used === this.#lengths.length) {
      const larger = new Int32Array(this.#used * 2);
      larger.set(this.#lengths);
      this.#lengths = larger;
    }
    this.#lengths[this.#used] = length;
    return this.#used++;
  }
}

function unitsOf(text: string): number {
  return text.length;
}
