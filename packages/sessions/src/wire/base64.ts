import { protocolError } from "./protocol-error.js";
import { readText } from "./text.js";

/** The methods of Node's `Buffer` that decode base64, the one into new memory, the other into memory that is there. */
interface NodeBase64 {
  from(text: string, encoding: "base64"): Uint8Array;
  readonly prototype: { base64Write(this: Uint8Array, text: string, offset: number): number };
}

const NodeBuffer = (globalThis as { Buffer?: NodeBase64 }).Buffer;
const base64Write = NodeBuffer?.prototype.base64Write;
const fromBase64 = (Uint8Array as { fromBase64?: (text: string) => Uint8Array }).fromBase64;

/** Decodes padded base64 with the fastest means of the runtime. @throws `protocol_error` for anything else. */
export function decodeBase64(text: string): Uint8Array {
  return checkedBase64(text, decode);
}

/** What {@link decodeBase64} is where the runtime has neither `Buffer` nor `Uint8Array.fromBase64`. */
export function decodeBase64Portably(text: string): Uint8Array {
  return checkedBase64(text, decodeByUnits);
}

/** Bytes that came as padded base64, to be decoded where they shall lie. */
export class Base64Bytes {
  readonly byteLength: number;
  readonly #text: () => string;

  constructor(byteLength: number, text: () => string) {
    this.byteLength = byteLength;
    this.#text = text;
  }

  /** Decodes into `target`, which has room. @throws `protocol_error` when the text is not base64. */
  writeTo(target: Uint8Array, offset: number): void {
    const text = this.#text();
    if (base64Write === undefined) target.set(decodeBase64(text), offset);
    else if (base64Write.call(target, text, offset) !== this.byteLength) throw notBase64();
  }
}

/** Base64 as it stands in text. @throws `protocol_error` when there is no base64 of this length. */
export function base64Of(text: string): Base64Bytes {
  return new Base64Bytes(decodedLength(text), () => text);
}

/** Base64 within `bytes`, which must stay as they are until it is decoded. @throws As {@link base64Of}. */
export function base64Within(bytes: Uint8Array, start: number, end: number): Base64Bytes {
  const lastTwo = readText(bytes, Math.max(start, end - 2), end);
  return new Base64Bytes(decodedLength(lastTwo, end - start), () => readText(bytes, start, end));
}

/** Some decoders skip what is not base64, some need no padding: the length shows both. */
function checkedBase64(text: string, decoder: (text: string) => Uint8Array): Uint8Array {
  const byteLength = decodedLength(text);
  let bytes: Uint8Array | undefined;
  try {
    bytes = decoder(text);
  } catch {
    // Reported below, the same on all runtimes.
  }
  if (bytes?.byteLength === byteLength) return bytes;
  throw notBase64();
}

/** @param end - At least the last two characters of the text. */
function decodedLength(end: string, textLength: number = end.length): number {
  const padding = end.endsWith("==") ? 2 : end.endsWith("=") ? 1 : 0;
  const length = (textLength / 4) * 3 - padding;
  if (!Number.isInteger(length) || length < 0) throw notBase64();
  return length;
}

function notBase64(): Error {
  return protocolError("a part of a batch is not base64", { maybeApplied: false });
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
