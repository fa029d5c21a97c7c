import { readText as readTextPortably, SHORT_TEXT, writeAscii, writeText as writeTextPortably } from "./utf8.js";

/** The methods of Node's `Buffer` that take text to and from bytes without a view for each piece. */
interface TextMethods {
  utf8Write(this: Uint8Array, text: string, offset: number): number;
  latin1Write(this: Uint8Array, text: string, offset: number): number;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
}

const methods = usableMethods((globalThis as { Buffer?: { prototype: Partial<TextMethods> } }).Buffer?.prototype);

/** What `writeText` of `utf8.ts` does, by the methods of `Buffer`, which are faster, where they are there. */
export const writeText: (target: Uint8Array, offset: number, text: string) => number =
  methods === undefined
    ? writeTextPortably
    : (target, offset, text) => {
        if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
        return methods.utf8Write.call(target, text, offset);
      };

/** What `writeAsciiText` of `utf8.ts` does. */
export const writeAsciiText: (target: Uint8Array, offset: number, text: string) => number =
  methods === undefined
    ? writeTextPortably
    : (target, offset, text) => {
        if (text.length <= SHORT_TEXT && writeAscii(target, offset, text)) return text.length;
        return methods.latin1Write.call(target, text, offset);
      };

/** What `readText` of `utf8.ts` does. */
export const readText: (bytes: Uint8Array, start: number, end: number) => string =
  methods === undefined ? readTextPortably : (bytes, start, end) => methods.utf8Slice.call(bytes, start, end);

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
