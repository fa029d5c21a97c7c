const encoder = new TextEncoder();

interface ByteLengthOf {
  byteLength(text: string, encoding: "utf8"): number;
}

const nodeBuffer = (globalThis as { Buffer?: ByteLengthOf }).Buffer;

/** Encodes text as UTF-8. A lone surrogate becomes U+FFFD, as everywhere on the web platform. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** How many bytes `text` takes as UTF-8, without encoding it. */
export const utf8Length: (text: string) => number =
  nodeBuffer === undefined ? countUtf8Bytes : (text) => nodeBuffer.byteLength(text, "utf8");

/** The length by counting code units: what {@link utf8Length} is where the runtime has no `Buffer`. */
export function countUtf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) {
      // A pair is two units and four bytes.
      bytes += 2;
      index++;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The length in bytes of text as UTF-8, or of bytes. */
export function byteLength(value: string | Uint8Array): number {
  return typeof value === "string" ? utf8Length(value) : value.byteLength;
}
