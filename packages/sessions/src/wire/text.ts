import { readText } from "./utf8.js";

/** Text, or bytes that are text in UTF-8, as text. */
export function textOf(data: string | Uint8Array): string {
  return typeof data === "string" ? data : readText(data, 0, data.byteLength);
}

/** True when `bytes` from `start` to `end`, read as text, are `text`. */
export function equalsText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  const { length } = text;
  // Text never has more units than its bytes are.
  if (length > end - start) return false;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return readText(bytes, start, end) === text;
    if (bytes[start + index] !== unit) return false;
  }
  return length === end - start;
}
