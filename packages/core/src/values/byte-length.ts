import { utf8Length } from "./utf8-length.js";

/** The length in bytes of text as UTF-8, or of bytes. */
export function byteLength(value: string | Uint8Array): number {
  return typeof value === "string" ? utf8Length(value) : value.byteLength;
}
