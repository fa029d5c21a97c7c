import { S2Error } from "./s2-error.js";

/** The caller's mistake, found before anything was sent. `code` is `invalid_argument`. */
export class UsageError extends S2Error {
  override readonly name: string = "UsageError";
  /** The option or argument at fault, e.g. `records[3].timestamp`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message, { code: "invalid_argument" });
    this.field = field;
  }
}

/** Builds the error "`field` must be `expected`, got `value`". */
export function usageError(field: string, expected: string, value: unknown): UsageError {
  return new UsageError(field, `${field} must be ${expected}, got ${show(value)}`);
}

/** Names a value briefly. Long text is cut: messages are for people, not for data. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return `an object (${{}.toString.call(value).slice(8, -1)})`;
  return String(value);
}
