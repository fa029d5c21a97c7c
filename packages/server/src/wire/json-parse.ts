import { FormatError } from "../model/format-error.js";

/**
 * A JSON value that lost nothing: integers above 2^53 are bigints, a number written with a fraction or an exponent is
 * a `JsonFloat`, and objects remember which keys were repeated.
 */
export type JsonValue = null | boolean | string | number | bigint | JsonFloat | JsonObject | JsonValue[];

/** A number that was not written as a plain integer, such as `1.0` or `1e3`. */
export class JsonFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** The members of a JSON object. Unknown members may repeat; asking for a repeated one throws. */
export class JsonObject {
  readonly #members = new Map<string, JsonValue>();
  #repeated: Set<string> | undefined;

  add(name: string, value: JsonValue): void {
    if (this.#members.has(name)) {
      this.#repeated ??= new Set();
      this.#repeated.add(name);
    }
    this.#members.set(name, value);
  }

  /** @throws `FormatError` when the object has the member twice. */
  get(name: string): JsonValue | undefined {
    if (this.#repeated?.has(name)) throw new FormatError(`duplicate field \`${name}\``);
    return this.#members.get(name);
  }

  /** The names of all members, in order of first appearance. */
  names(): Iterable<string> {
    return this.#members.keys();
  }
}

const MAX_DEPTH = 127;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const BLANKS = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string.
const NEEDS_CARE = /[\\\u0000-\u001f]/;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Parses strict JSON without rounding any integer.
 *
 * @throws `FormatError` on anything else: a byte order mark, invalid UTF-8, trailing data, lone surrogates, nesting
 * deeper than 127.
 */
export function parseJson(input: Uint8Array | string): JsonValue {
  return new Parser(typeof input === "string" ? input : decodeUtf8(input)).document();
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new FormatError("invalid JSON: not UTF-8");
  }
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#error("trailing characters");
    return value;
  }

  #value(): JsonValue {
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case "t":
        return this.#literal("true", true);
      case "f":
        return this.#literal("false", false);
      case "n":
        return this.#literal("null", null);
      default:
        return this.#number();
    }
  }

  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw this.#error("recursion limit exceeded");
    this.#at++;
    const value = parse();
    this.#depth--;
    return value;
  }

  #object(): JsonObject {
    const object = new JsonObject();
    if (this.#accept("}")) return object;
    do {
      this.#skipBlanks();
      if (this.#text[this.#at] !== '"') throw this.#error("expected a key");
      const name = this.#string();
      this.#expect(":");
      object.add(name, this.#value());
    } while (this.#accept(","));
    this.#expect("}");
    return object;
  }

  #array(): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.#accept("]")) return items;
    do items.push(this.#value());
    while (this.#accept(","));
    this.#expect("]");
    return items;
  }

  #string(): string {
    const start = this.#at + 1;
    const end = this.#text.indexOf('"', start);
    if (end < 0) throw this.#error("unterminated string");
    const plain = this.#text.slice(start, end);
    if (!NEEDS_CARE.test(plain)) {
      this.#at = end + 1;
      return plain;
    }
    return this.#stringWithEscapes(start);
  }

  #stringWithEscapes(start: number): string {
    let text = "";
    let from = start;
    for (let at = start; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit < 0x20) throw this.#error("control character in a string");
      if (unit === 0x22) {
        this.#at = at + 1;
        return text + this.#text.slice(from, at);
      }
      if (unit !== 0x5c) continue;
      const [unescaped, length] = this.#escape(at + 1);
      text += this.#text.slice(from, at) + unescaped;
      at += length;
      from = at + 1;
    }
    throw this.#error("unterminated string");
  }

  /** The character that the escape after the backslash stands for, and how long the escape is. */
  #escape(at: number): [string, number] {
    const kind = this.#text[at] ?? "";
    if (kind !== "u") {
      const simple = SIMPLE_ESCAPES[kind];
      if (simple === undefined) throw this.#error("invalid escape");
      return [simple, 1];
    }
    const first = this.#hex(at + 1);
    if (first < 0xd800 || first > 0xdfff) return [String.fromCharCode(first), 5];
    const second = first <= 0xdbff && this.#text.startsWith("\\u", at + 5) ? this.#hex(at + 7) : 0;
    if (second < 0xdc00 || second > 0xdfff) throw this.#error("lone surrogate");
    return [String.fromCharCode(first, second), 11];
  }

  #hex(at: number): number {
    const digits = this.#text.slice(at, at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#error("invalid escape");
    return Number.parseInt(digits, 16);
  }

  #number(): JsonValue {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw this.#error("expected a value");
    this.#at = NUMBER.lastIndex;
    const [literal, fraction, exponent] = match;
    const value = Number(literal);
    if (fraction !== undefined || exponent !== undefined) return new JsonFloat(value);
    if (Object.is(value, -0)) return new JsonFloat(value);
    return Number.isSafeInteger(value) ? value : BigInt(literal);
  }

  #literal<T>(text: string, value: T): T {
    if (!this.#text.startsWith(text, this.#at)) throw this.#error("expected a value");
    this.#at += text.length;
    return value;
  }

  #skipBlanks(): void {
    BLANKS.lastIndex = this.#at;
    BLANKS.test(this.#text);
    this.#at = BLANKS.lastIndex;
  }

  #accept(token: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw this.#error(`expected \`${token}\``);
  }

  #error(reason: string): FormatError {
    return new FormatError(`invalid JSON: ${reason} at character ${this.#at}`);
  }
}
