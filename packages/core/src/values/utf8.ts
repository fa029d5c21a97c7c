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

/** From so many units on, encoding text into memory that is there is faster than having its bytes counted. */
const LONG_TEXT = 512;

const SCRATCH_BYTES = 65_536;
let scratch: Uint8Array | undefined;

/** How many bytes `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  return nodeBuffer === undefined || text.length >= LONG_TEXT
    ? encodedLength(text)
    : nodeBuffer.byteLength(text, "utf8");
}

/** The length by encoding, piece by piece, to nowhere: what {@link utf8Length} is where the runtime has no `Buffer`. */
export function encodedLength(text: string): number {
  scratch ??= new Uint8Array(SCRATCH_BYTES);
  let bytes = 0;
  for (let from = 0; from < text.length; ) {
    const { read, written } = encoder.encodeInto(from === 0 ? text : text.slice(from), scratch);
    from += read;
    bytes += written;
  }
  return bytes;
}

/** The length in bytes of text as UTF-8, or of bytes. */
export function byteLength(value: string | Uint8Array): number {
  return typeof value === "string" ? utf8Length(value) : value.byteLength;
}
