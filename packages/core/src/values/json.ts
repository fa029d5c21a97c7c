/** Sixteen digits in a row: only then can a number exceed 2^53 − 1. */
const LONG_DIGITS = /\d{16}/;
/**
 * A string, or an integer of that length: not a part of a fraction or exponent, neither with leading zeros nor as a key
 * (these are errors, and stay so). A string of many escapes comes in pieces, so that no match takes much of the stack.
 */
const TOKEN = /(?:"|\\.)[^"\\]*(?:\\.[^"\\]*){0,999}"?|(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE]|\s*:)/g;

/**
 * Parses JSON without rounding: integers beyond 2^53 − 1 come out as `bigint`, all else as `JSON.parse` has it.
 *
 * @throws `SyntaxError`, as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  const mark = markNotIn(text);
  const exact = text.replace(TOKEN, (token) =>
    /^["\\]/.test(token) || Number.isSafeInteger(Number(token)) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(exact, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Writes JSON with every `bigint` as a bare integer. `undefined` members are left out, as `JSON.stringify` does. */
export function stringifyJson(value: unknown): string {
  const mark = markNotIn("");
  let marked = false;
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, member: unknown) {
    // Programs may have given every `bigint` a `toJSON`, which has been asked by now.
    const own = this[key];
    const exact = typeof own === "bigint" ? own : member;
    if (typeof exact !== "bigint") return member;
    marked = true;
    return mark + exact + mark;
  });
  return marked ? text.replaceAll(`"${mark}`, "").replaceAll(`${mark}"`, "") : text;
}

function markNotIn(text: string): string {
  const mark = `u64-${Math.random()}-`;
  return text.includes(mark) ? markNotIn(text) : mark;
}
