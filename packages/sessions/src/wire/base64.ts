import { protocolError } from "./protocol-error.js";

const NodeBuffer = (globalThis as { Buffer?: { from(text: string, encoding: "base64"): Uint8Array } }).Buffer;
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
  if (NodeBuffer === undefined) return fromBase64 === undefined ? decodePortably(text) : fromBase64(text);
  const bytes = NodeBuffer.from(text, "base64");
  // `Buffer` skips what is not base64, so that fewer bytes come out.
  return bytes.byteLength === decodedLength(text) ? bytes : undefined;
}

/** What is used where the runtime has neither `Buffer` nor `Uint8Array.fromBase64`. */
export function decodePortably(text: string): Uint8Array {
  const units = atob(text);
  const bytes = new Uint8Array(units.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = units.charCodeAt(index);
  return bytes;
}

function decodedLength(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

function malformed(): Error {
  return protocolError("a part of a batch is not base64", { maybeApplied: false });
}
