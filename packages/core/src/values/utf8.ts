const encoder = /* @__PURE__ */ new TextEncoder();

/** Encodes text as UTF-8. A lone surrogate becomes U+FFFD, as everywhere on the web platform. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

const SCRATCH_BYTES = 65_536;
let scratch: Uint8Array | undefined;

/** How many bytes `text` takes as UTF-8: by encoding, piece by piece, to nowhere. */
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
