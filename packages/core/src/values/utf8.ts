const encoder = /* @__PURE__ */ new TextEncoder();

interface ByteLengthOf {
  byteLength(text: string, encoding: "utf8"): number;
}

const nodeBuffer = /* @__PURE__ */ findBuffer();

function findBuffer(): ByteLengthOf | undefined {
  return (globalThis as { Buffer?: ByteLengthOf }).Buffer;
}

/** Encodes text as UTF-8. A lone surrogate becomes U+FFFD, as everywhere on the web platform. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** From so many units on, encoding text into memory that is there is faster than counting its bytes. */
const LONG_TEXT = 512;

const SCRATCH_BYTES = 65_536;
let scratch: Uint8Array | undefined;

/** How many bytes `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  if (text.length >= LONG_TEXT) return encodedLength(text);
  return nodeBuffer === undefined ? countUtf8Bytes(text) : nodeBuffer.byteLength(text, "utf8");
}

/** The length by encoding, piece by piece, to nowhere. */
function encodedLength(text: string): number {
  scratch ??= new Uint8Array(SCRATCH_BYTES);
  let bytes = 0;
  for (let from = 0; from < text.length; ) {
    const { read, written } = encoder.encodeInto(from === 0 ? text : text.slice(from), scratch);
    from += read;
    bytes += written;
  }
  return bytes;
}

/** The length by counting code units: what {@link utf8Length} is for short text where the runtime has no `Buffer`. */
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
