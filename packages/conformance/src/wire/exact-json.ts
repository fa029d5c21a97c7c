/** A JSON value whose integers are exact: a `bigint` where a `number` would round. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/** What can be written: an absent (`undefined`) member is left out. */
export type JsonInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput | undefined };

const STRING_OR_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** No string of a test begins with it, so that a marked integer cannot be taken for text. */
const MARK = "\u0000integer:";

/** Parses JSON; integers beyond 2^53 become `bigint`. Throws `SyntaxError` as `JSON.parse` does. */
export function parseExactJson(text: string): Json {
  const marked = text.replace(STRING_OR_INTEGER, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? JSON.stringify(MARK + token) : token,
  );
  return JSON.parse(marked, (_key, value) =>
    typeof value === "string" && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}

/** Writes compact JSON; a `bigint` becomes a bare number. */
export function writeExactJson(value: JsonInput): string {
  const marked = JSON.stringify(value, (_key, member) => (typeof member === "bigint" ? `${MARK}${member}` : member));
  return marked.replace(/"\\u0000integer:(-?\d+)"/g, "$1");
}

/** The smallest exact form of an unsigned integer, the same that `parseExactJson` chooses. */
export function exactInteger(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
