import { protocolError } from "./protocol-error.js";

const NodeBuffer = (globalThis as { Buffer?: { from(text: string, encoding: "base64"): Uint8Array } }).Buffer;
const fromBase64 = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

/** Decodes padded base64 with the fastest means of the runtime. @throws `protocol_error` for anything else. */
export function decodeBase64(text: string): Uint8Array {
  return checkedBase64(text, decode);
}

/** What {@link decodeBase64} is where the runtime has neither `Buffer` nor `Uint8Array.fromBase64`. */
export function decodeBase64Portably(text: string): Uint8Array {
  return checkedBase64(text, decodeByUnits);
}

/** Some decoders skip what is not base64, some need no padding: the length shows both. */
function checkedBase64(text: string, decoder: (text: string) => Uint8Array): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  let bytes: Uint8Array | undefined;
  try {
    bytes = decoder(text);
  } catch {
    // Reported below, the same on all runtimes.
  }
  if (bytes?.byteLength === (text.length / 4) * 3 - padding) return bytes;
  throw protocolError("a part of a batch is not base64", { maybeApplied: false });
}

function decode(text: string): Uint8Array {
  if (NodeBuffer !== undefined) return NodeBuffer.from(text, "base64");
  return fromBase64 === undefined ? decodeByUnits(text) : fromBase64(text);
}

function decodeByUnits(text: string): Uint8Array {
  const units = atob(text);
  const bytes = new Uint8Array(units.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = units.charCodeAt(index);
  return bytes;
}
