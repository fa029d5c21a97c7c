import { firstIndexOf } from "../../wire/first-index-of.js";
import { textOf } from "../../wire/text.js";
import { readText } from "../../wire/utf8.js";
import { WholeLines } from "./whole-lines.js";

/** From here on a line of data is worth being kept as bytes, in bytes. */
const LONG = 2048;

const LF = 10;
const CR = 13;
const FIELD = new TextEncoder().encode("data: ");

/** Stands for one long line. Text that was decoded from UTF-8 never has it: it is half a character. */
const PLACEHOLDER = "\ud800";

const BYTE_ORDER_MARK = "\ufeff";

/**
 * Long lines of data, which are nearly all of an event stream, pass by the parser as bytes: it gets a placeholder for
 * each, and what it makes of the placeholders is turned back here.
 */
export class LongLines {
  readonly #whole: WholeLines = new WholeLines();
  readonly #lines: Uint8Array[] = [];
  #lineBytes = 0;
  /** So many of the first lines have memory of their own. */
  #detached = 0;
  #begun = false;

  /** Bytes that are kept, of an event that is not complete. */
  get byteLength(): number {
    return this.#lineBytes + this.#whole.pendingBytes;
  }

  /** Takes the next piece of the stream, and feeds the parser with the text that is for it. */
  push(piece: Uint8Array, feed: (text: string) => void): void {
    this.#whole.push(piece, (lines) => {
      const text = this.#setAside(lines);
      feed(!this.#begun && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
      this.#begun = true;
      this.#detach();
    });
  }

  /** Turns the data of the next event back: bytes when it is one long line, else text. */
  takeBack(data: string): string | Uint8Array {
    if (data === PLACEHOLDER) return this.#next();
    return this.#lineBytes === 0 ? data : data.replaceAll(PLACEHOLDER, () => textOf(this.#next()));
  }

  drop(): void {
    this.#whole.drop();
    this.#lines.length = 0;
    this.#lineBytes = 0;
    this.#detached = 0;
  }

  /** Takes whole lines, and gives back the text for the parser. */
  #setAside(lines: Uint8Array): string {
    let text = "";
    let from = 0;
    for (let start = 0, end: number; start < lines.byteLength; start = end + 1) {
      end = firstIndexOf(lines, LF, start);
      if (end === -1) break;
      if (end - start < LONG || !isData(lines, start)) continue;
      const line = withoutReturn(lines.subarray(start + FIELD.length, end));
      // Lines that end in CR alone are left to the parser.
      if (firstIndexOf(line, CR, 0) !== -1) continue;
      this.#lines.push(line);
      this.#lineBytes += line.byteLength;
      text += readText(lines, from, start + FIELD.length) + PLACEHOLDER;
      from = end;
    }
    return text + readText(lines, from, lines.byteLength);
  }

  /** Makes what is kept independent of the memory that it came in. */
  #detach(): void {
    const lines = this.#lines;
    for (; this.#detached < lines.length; this.#detached++) {
      lines[this.#detached] = (lines[this.#detached] as Uint8Array).slice();
    }
  }

  #next(): Uint8Array {
    const line = this.#lines.shift() as Uint8Array;
    this.#lineBytes -= line.byteLength;
    if (this.#detached > 0) this.#detached--;
    return line;
  }
}

function isData(lines: Uint8Array, start: number): boolean {
  for (let index = 0; index < FIELD.length; index++) if (lines[start + index] !== FIELD[index]) return false;
  return true;
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line[line.byteLength - 1] === CR ? line.subarray(0, -1) : line;
}
