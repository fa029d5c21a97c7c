import { protocolError } from "./protocol-error.js";

interface Base64Buffer extends Uint8Array {
  write(text: string, offset: number, length: number, encoding: "base64"): number;
}

const NodeBuffer = (globalThis as { Buffer?: { allocUnsafeSlow(size: number): Base64Buffer } }).Buffer;
const fromBase64 = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

/** Decodes padded base64 with the fastest means of the runtime. @throws `protocol_error` for anything else. */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw malformed();
  try {
    const bytes = decode(text);
    if (bytes !== undefined) return bytes;
  } catch {
    // Reported below, the same on all runtimes.
  }
  throw malformed();
}

function decode(text: string): Uint8Array | undefined {
  if (NodeBuffer !== undefined) {
    const size = decodedLength(text);
    const bytes = NodeBuffer.allocUnsafeSlow(size);
    // What is not base64 is skipped by `Buffer`, so that fewer bytes come out.
    return bytes.write(text, 0, size, "base64") === size ? bytes : undefined;
  }
  if (fromBase64 !== undefined) return fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function decodedLength(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

function malformed(): Error {
  return protocolError("a part of a batch is not base64");
}
