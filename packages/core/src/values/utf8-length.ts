import { encodedLength } from "./utf8.js";

interface ByteLengthOf {
  byteLength(text: string, encoding: "utf8"): number;
}

const nodeBuffer = /* @__PURE__ */ findBuffer();

function findBuffer(): ByteLengthOf | undefined {
  return (globalThis as { Buffer?: ByteLengthOf }).Buffer;
}

/** From so many units on, encoding text into memory that is there is faster than having its bytes counted. */
const LONG_TEXT = 512;

/** How many bytes `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  return nodeBuffer === undefined || text.length >= LONG_TEXT
    ? encodedLength(text)
    : nodeBuffer.byteLength(text, "utf8");
}
