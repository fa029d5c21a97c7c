import { StreamPosition, type U64 } from "@s2kit/core";
import { compactU64, isU64 } from "@s2kit/core/internal";
import { type Base64Bytes, base64Within } from "./base64.js";
import { firstIndexOf } from "./first-index-of.js";
import { RecordBatch } from "./read-batch.js";
import { layOut, type ReceivedParts } from "./record-parts.js";
import { readText } from "./utf8.js";

const QUOTE = 0x22;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Every number of so few digits is exact. */
const EXACT_DIGITS = 15;

const encoder = new TextEncoder();
const RECORDS = encoder.encode('{"records":[');
const SEQ_NUM = encoder.encode('{"seq_num":');
const TIMESTAMP = encoder.encode(',"timestamp":');
const HEADERS = encoder.encode(',"headers":[');
const BODY = encoder.encode(',"body":"');
const TAIL = encoder.encode(',"tail":');
const NAME = encoder.encode('["');
const VALUE = encoder.encode(',"');
const COMMA = encoder.encode(",");
const END_OF_LIST = encoder.encode("]");
const END_OF_OBJECT = encoder.encode("}");

/** Thrown, and caught, within this file: the bytes are not in the form that it knows. */
const OTHER_FORM = Symbol("other form");

/**
 * Decodes a ReadBatch in base64 JSON from its bytes, when it is written as S2 writes it: without blanks, members in the
 * order of the specification. Bodies are decoded straight from the bytes: of what is nearly all of it, neither text nor
 * objects are made first.
 *
 * @returns `undefined` for anything else: it may still be a batch for a parser that understands all of JSON.
 */
export function scanJsonReadBatch(bytes: Uint8Array): RecordBatch | undefined {
  try {
    const scan = new Scan(bytes);
    scan.expect(RECORDS);
    const parts = scan.list(() => scan.record());
    const tail = scan.takes(TAIL) ? scan.tail() : undefined;
    scan.expect(END_OF_OBJECT);
    scan.expectEnd();
    const table = layOut(parts);
    return RecordBatch.view(table.bytes, table, tail);
  } catch {
    // Either the other form, or something in it is not base64: the parser for all of JSON says what is wrong, if it is.
    return undefined;
  }
}

/** A place in JSON that is being read, and what may stand there. */
class Scan {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Goes on behind `expected`, when that is what comes next. */
  takes(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = expected;
    for (let index = 0; index < length; index++) {
      if (bytes[at + index] !== expected[index]) return false;
    }
    this.#at = at + length;
    return true;
  }

  expect(expected: Uint8Array): void {
    if (!this.takes(expected)) throw OTHER_FORM;
  }

  expectEnd(): void {
    if (this.#at !== this.#bytes.byteLength) throw OTHER_FORM;
  }

  /** The rest of a list, behind its opening bracket. */
  list<T>(item: () => T): T[] {
    const items: T[] = [];
    if (this.takes(END_OF_LIST)) return items;
    do items.push(item());
    while (this.takes(COMMA));
    this.expect(END_OF_LIST);
    return items;
  }

  record(): ReceivedParts {
    this.expect(SEQ_NUM);
    const seqNum = this.#u64();
    this.expect(TIMESTAMP);
    const timestamp = this.#u64();
    const headers = this.takes(HEADERS) ? this.list(() => this.#header()) : undefined;
    const body = this.takes(BODY) ? this.#base64() : undefined;
    this.expect(END_OF_OBJECT);
    return { seqNum, timestamp, headers, body };
  }

  tail(): StreamPosition {
    this.expect(SEQ_NUM);
    const seqNum = this.#u64();
    this.expect(TIMESTAMP);
    const timestamp = this.#u64();
    this.expect(END_OF_OBJECT);
    return new StreamPosition(seqNum, timestamp);
  }

  #header(): readonly [name: Base64Bytes, value: Base64Bytes] {
    this.expect(NAME);
    const name = this.#base64();
    this.expect(VALUE);
    const value = this.#base64();
    this.expect(END_OF_LIST);
    return [name, value];
  }

  #base64(): Base64Bytes {
    const start = this.#at;
    return base64Within(this.#bytes, start, this.#endOfText());
  }

  /** Goes on behind the next quotation mark, and says where that is. Base64 has none in it. */
  #endOfText(): number {
    const end = firstIndexOf(this.#bytes, QUOTE, this.#at);
    if (end === -1) throw OTHER_FORM;
    this.#at = end + 1;
    return end;
  }

  #u64(): U64 {
    const bytes = this.#bytes;
    const start = this.#at;
    let value = 0;
    let at = start;
    for (let byte = bytes[at]; byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9; byte = bytes[++at]) {
      value = value * 10 + (byte - DIGIT_0);
    }
    this.#at = at;
    const digits = at - start;
    if (digits === 0 || (digits > 1 && bytes[start] === DIGIT_0)) throw OTHER_FORM;
    if (digits <= EXACT_DIGITS) return value;
    const exact = compactU64(BigInt(readText(bytes, start, at)));
    if (!isU64(exact)) throw OTHER_FORM;
    return exact;
  }
}
