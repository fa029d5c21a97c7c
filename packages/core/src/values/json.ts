import { compactU64 } from "./u64.js";

/** Sixteen digits in a row: only then can a number exceed 2^53 − 1. */
const LONG_DIGITS = /\d{16}/;
/** Not a part of a fraction or exponent. Neither with leading zeros nor as a key: these are errors, and stay so. */
const INTEGER = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE]|\s*:)/g;

/**
 * Parses JSON without rounding: integers beyond 2^53 − 1 come out as `bigint`, all else as `JSON.parse` has it.
 *
 * @throws `SyntaxError`, as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  const mark = markerNotIn(text);
  return JSON.parse(quoteLongIntegers(text, mark), (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? exactInteger(value.slice(mark.length)) : value,
  );
}

/** Writes JSON with every `bigint` as a bare integer. `undefined` members are left out, as `JSON.stringify` does. */
export function stringifyJson(value: unknown): string {
  let bigints: string[] | undefined;
  let mark = "";
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== "bigint") return member;
    if (bigints === undefined) {
      bigints = [];
      mark = `u64-${Math.random().toString(36).slice(2)}-`;
    }
    bigints.push(member.toString());
    return `${mark}${bigints.length - 1}`;
  });
  if (bigints === undefined) return text;
  const found = bigints;
  return text.replace(new RegExp(`"${mark}(\\d+)"`, "g"), (_all, index: string) => found[Number(index)] as string);
}

function exactInteger(digits: string): number | bigint {
  const value = BigInt(digits);
  return value < 0n ? (value >= -9_007_199_254_740_991n ? Number(value) : value) : compactU64(value);
}

function markerNotIn(text: string): string {
  for (;;) {
    const mark = `u64-${Math.random().toString(36).slice(2)}-`;
    if (!text.includes(mark)) return mark;
  }
}

/** Wraps long integers that stand outside of strings into marked strings, so that `JSON.parse` cannot round them. */
function quoteLongIntegers(text: string, mark: string): string {
  let out = "";
  let position = 0;
  while (position < text.length) {
    const quote = text.indexOf('"', position);
    const plainEnd = quote === -1 ? text.length : quote;
    out += text.slice(position, plainEnd).replace(INTEGER, (digits) => `"${mark}${digits}"`);
    if (quote === -1) break;
    const end = stringEnd(text, quote);
    out += text.slice(quote, end);
    position = end;
  }
  return out;
}

/** The index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}
