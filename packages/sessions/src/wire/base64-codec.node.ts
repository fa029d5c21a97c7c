import { writeBase64 as writeBase64Portably } from "./base64-codec.js";

/** The method of Node's `Buffer` that decodes base64 into memory that is there. */
type Base64Write = (this: Uint8Array, text: string, offset: number) => number;

const base64Write = (globalThis as { Buffer?: { prototype: { base64Write?: Base64Write } } }).Buffer?.prototype
  .base64Write;

/** What `writeBase64` of `base64-codec.ts` does, without memory in between. */
export const writeBase64: typeof writeBase64Portably =
  base64Write === undefined ? writeBase64Portably : (target, offset, text) => base64Write.call(target, text, offset);
