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
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return "a function";
    default:
      if (value === null) return "null";
      return Array.isArray(value) ? "an array" : `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
  }
}
