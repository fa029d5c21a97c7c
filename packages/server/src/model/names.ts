import { FormatError } from "./format-error.js";

const BASIN_NAME = /^[a-z0-9][a-z0-9-]{6,46}[a-z0-9]$/;
const BASIN_PREFIX = /^(?:[a-z0-9][a-z0-9-]{0,47})?$/;
const LOCATION = /^[A-Za-z0-9:.-]{1,64}$/;

/** Whether a string is a complete name or the beginning of one, as in `prefix` and `start_after`. */
export type NamePart = "name" | "prefix";

/** 8 to 48 of `a-z`, `0-9`, `-`; neither first nor last a hyphen. */
export function parseBasinName(text: string, part: NamePart = "name"): string {
  if (!(part === "name" ? BASIN_NAME : BASIN_PREFIX).test(text)) {
    throw new FormatError(`invalid basin ${part}: 8 to 48 of a-z, 0-9 and inner hyphens`);
  }
  return text;
}

/** 1 to 512 UTF-8 bytes without NUL, neither `.` nor `..`. */
export function parseStreamName(text: string, part: NamePart = "name"): string {
  return parseFreeName("stream", text, part, 512);
}

/** 1 to 96 UTF-8 bytes without NUL, neither `.` nor `..`. */
export function parseAccessTokenId(text: string, part: NamePart = "name"): string {
  return parseFreeName("access token id", text, part, 96);
}

/** 1 to 64 of `A-Z`, `a-z`, `0-9`, `:`, `.`, `-`. */
export function parseLocationName(text: string): string {
  if (!LOCATION.test(text)) throw new FormatError("invalid location: 1 to 64 of A-Z, a-z, 0-9, ':', '.' and '-'");
  return text;
}

function parseFreeName(what: string, text: string, part: NamePart, maxBytes: number): string {
  if (text.includes("\0")) throw new FormatError(`invalid ${what} ${part}: contains NUL`);
  if (Buffer.byteLength(text) > maxBytes)
    throw new FormatError(`invalid ${what} ${part}: longer than ${maxBytes} bytes`);
  if (part === "name" && (text === "" || text === "." || text === "..")) {
    throw new FormatError(`invalid ${what}: empty, '.' or '..'`);
  }
  return text;
}

/** Orders names by their UTF-8 bytes. JavaScript's `<` orders by UTF-16 units, which differs above U+FFFF. */
export function compareNames(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointOrder(a) - codePointOrder(b);
  }
  return left.length - right.length;
}

/** Moves surrogates, which stand for code points above U+FFFF, behind every other unit. */
function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
