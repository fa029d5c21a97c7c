import { FormatError } from "../model/format-error.js";
import { U64_MAX } from "../model/limits.js";

/** The parameters of a query string, form-urlencoded. Unknown ones are ignored; a known one must not repeat. */
export class Query {
  readonly #values = new Map<string, string[]>();

  constructor(text: string) {
    for (const pair of text.split("&")) {
      if (pair === "") continue;
      const separator = pair.indexOf("=");
      const name = formDecode(separator < 0 ? pair : pair.slice(0, separator));
      const value = separator < 0 ? "" : formDecode(pair.slice(separator + 1));
      this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
    }
  }

  /** @throws `FormatError` when the parameter is there twice. */
  text(name: string): string | undefined {
    const values = this.#values.get(name);
    if (values !== undefined && values.length > 1) throw new FormatError(`duplicate field \`${name}\``);
    return values?.[0];
  }

  /** @param max - Largest value allowed. @throws `FormatError` when it is not an integer from 0 to `max`. */
  integer(name: string, max: bigint = U64_MAX): bigint | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\+?[0-9]+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
    if (value === undefined || value > max) throw new FormatError(`\`${name}\` must be an integer from 0 to ${max}`);
    return value;
  }

  /** @throws `FormatError` when it is neither `true` nor `false`. */
  boolean(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined || text === "true" || text === "false")
      return text === undefined ? undefined : text === "true";
    throw new FormatError(`\`${name}\` must be true or false`);
  }
}

/** Undoes form-urlencoding; malformed escapes stay as they are, invalid UTF-8 becomes U+FFFD. */
function formDecode(text: string): string {
  return percentDecode(text.replaceAll("+", " ")).toString("utf8");
}

/** Undoes percent-encoding; malformed escapes stay as they are. */
export function percentDecode(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (!text.includes("%")) return bytes;
  const decoded: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const digits = bytes[index] === 0x25 ? bytes.toString("latin1", index + 1, index + 3) : "";
    if (/^[0-9a-fA-F]{2}$/.test(digits)) {
      decoded.push(Number.parseInt(digits, 16));
      index += 2;
    } else {
      decoded.push(bytes[index]!);
    }
  }
  return Buffer.from(decoded);
}
