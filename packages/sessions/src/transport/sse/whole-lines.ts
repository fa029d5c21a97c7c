import { firstIndexOf } from "../../wire/first-index-of.js";
import { frameMemory } from "../../wire/frame-memory.js";

const LF = 10;
const CR = 13;

/**
 * Cuts a byte stream behind the ends of lines. A line that comes in many pieces, as the data of a batch does, is joined
 * once, and never cut within a character.
 */
export class WholeLines {
  #pieces: Uint8Array[] = [];
  #pendingBytes = 0;

  /** Bytes of the line that has not ended yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Takes the next piece, and hands on the lines that are complete now, which are there during the call only. */
  push(piece: Uint8Array, onLines: (lines: Uint8Array) => void): void {
    const end = endOfLines(piece);
    if (end === 0) return this.#keep(piece);
    const [pieces, size] = [this.#pieces, this.#pendingBytes];
    this.drop();
    if (end < piece.byteLength) this.#keep(piece.subarray(end));
    const last = piece.subarray(0, end);
    if (pieces.length === 0) return onLines(last);
    const lines = frameMemory.take(size + end);
    let offset = 0;
    for (const part of pieces) {
      lines.set(part, offset);
      offset += part.byteLength;
    }
    lines.set(last, offset);
    onLines(lines);
    frameMemory.giveBack(lines);
  }

  /** Lets go of what is pending. */
  drop(): void {
    this.#pieces = [];
    this.#pendingBytes = 0;
  }

  #keep(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#pendingBytes += piece.byteLength;
  }
}

/** Where the last complete line in a piece ends; 0 when none does. Lines end with LF, CR, or both. */
function endOfLines(piece: Uint8Array): number {
  const end = behindLast(piece, LF);
  return end === 0 ? behindLast(piece, CR) : end;
}

function behindLast(piece: Uint8Array, byte: number): number {
  let end = 0;
  for (let at = firstIndexOf(piece, byte, 0); at !== -1; at = firstIndexOf(piece, byte, end)) end = at + 1;
  return end;
}
