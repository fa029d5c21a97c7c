/** The methods of Node's `Buffer` that take text to and from bytes without a view for each piece. */
interface TextMethods {
  utf8Write(this: Uint8Array, text: string, offset: number): number;
  latin1Write(this: Uint8Array, text: string, offset: number): number;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Up to so many characters a loop is faster than a call into the runtime. */
const SHORT_TEXT = 20;

const methods = usableMethods((globalThis as { Buffer?: { prototype: Partial<TextMethods> } }).Buffer?.prototype);

/**
 * Writes text as UTF-8 at `offset`. A lone surrogate becomes U+FFFD.
 *
 * @returns The bytes written; fewer than the text has when there is no room for all.
 */
export const writeText: (target: Uint8Array, offset: number, text: string) => number =
  methods === undefined
    ? writeTextPortably
    : (target, offset, text) => {
        if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
        return methods.utf8Write.call(target, text, offset);
      };

/** What {@link writeText} is where the runtime has no `Buffer`. */
export function writeTextPortably(target: Uint8Array, offset: number, text: string): number {
  if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
  return encoder.encodeInto(text, target.subarray(offset)).written;
}

/** As {@link writeText}, faster, for text that is known to be ASCII. */
export const writeAsciiText: (target: Uint8Array, offset: number, text: string) => number =
  methods === undefined
    ? writeTextPortably
    : (target, offset, text) => {
        if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
        return methods.latin1Write.call(target, text, offset);
      };

/** Decodes a part of `bytes` as UTF-8. What is not UTF-8 becomes U+FFFD; a byte order mark is kept. */
export const readText: (bytes: Uint8Array, start: number, end: number) => string =
  methods === undefined ? readTextPortably : (bytes, start, end) => methods.utf8Slice.call(bytes, start, end);

/** What {@link readText} is where the runtime has no `Buffer`. */
export function readTextPortably(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

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

function writeAscii(target: Uint8Array, offset: number, text: string): boolean {
  const { length } = text;
  if (length > target.byteLength - offset) return false;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return false;
    target[offset + index] = unit;
  }
  return true;
}

/** The methods are not documented, so they are used only where they do the right thing with a plain `Uint8Array`. */
function usableMethods(candidate: Partial<TextMethods> | undefined): TextMethods | undefined {
  const { utf8Write, latin1Write, utf8Slice } = candidate ?? {};
  if (utf8Write === undefined || latin1Write === undefined || utf8Slice === undefined) return undefined;
  try {
    const probe = new Uint8Array(new ArrayBuffer(8), 1, 6);
    const written = utf8Write.call(probe, "é€", 1) + latin1Write.call(probe, "a", 0);
    const right = written === 6 && probe.join() === "97,195,169,226,130,172" && utf8Slice.call(probe, 1, 6) === "é€";
    return right ? { utf8Write, latin1Write, utf8Slice } : undefined;
  } catch {
    return undefined;
  }
}
