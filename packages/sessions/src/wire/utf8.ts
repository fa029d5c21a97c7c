const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Up to so many characters a loop is faster than a call into the runtime. */
export const SHORT_TEXT = 20;

/**
 * Writes text as UTF-8 at `offset`. A lone surrogate becomes U+FFFD.
 *
 * @returns The bytes written; fewer than the text has when there is no room for all.
 */
export function writeText(target: Uint8Array, offset: number, text: string): number {
  if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
  return encoder.encodeInto(text, target.subarray(offset)).written;
}

/** As {@link writeText}, for text that is known to be ASCII, which may be faster. */
export const writeAsciiText: typeof writeText = writeText;

/** Decodes a part of `bytes` as UTF-8. What is not UTF-8 becomes U+FFFD; a byte order mark is kept. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** Writes text when it is ASCII and there is room for it. */
export function writeAscii(target: Uint8Array, offset: number, text: string): boolean {
  const { length } = text;
  if (length > target.byteLength - offset) return false;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return false;
    target[offset + index] = unit;
  }
  return true;
}
