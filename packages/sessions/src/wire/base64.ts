import { writeBase64 } from "./base64-codec.js";
import { protocolError } from "./protocol-error.js";
import { readText } from "./utf8.js";

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
    // Some decoders skip what is not base64, some need no padding: the length shows both.
    if (writeBase64(target, offset, this.#text()) !== this.byteLength) throw notBase64();
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
