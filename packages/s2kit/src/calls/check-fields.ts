import { UsageError } from "@s2kit/core";
import { usageError } from "@s2kit/core/internal";

/** @throws `invalid_argument` */
export function checkObject<T extends object>(value: T, field: string): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw usageError(field, "an object", value);
  return value;
}

/**
 * An object whose members are all known. A misspelt setting would otherwise be lost in silence, and a setting that is
 * left out resets what it stands for.
 *
 * @throws `invalid_argument`
 */
export function checkFields<T extends object>(value: T, field: string, known: readonly (keyof T & string)[]): T {
  for (const name of Object.keys(checkObject(value, field))) {
    if (!(known as readonly string[]).includes(name)) {
      throw new UsageError(`${field}.${name}`, `${field} has no ${name}; it has ${known.join(", ")}`);
    }
  }
  return value;
}

/** @throws `invalid_argument` */
export function checkBoolean(value: unknown, field: string): boolean {
  if (typeof value !== "boolean") throw usageError(field, "true or false", value);
  return value;
}

/** One of an open set of words: the service decides which it knows. @throws `invalid_argument` */
export function checkWord<T extends string>(value: T, field: string): T {
  if (typeof value !== "string" || value === "") throw usageError(field, "a string that is not empty", value);
  return value;
}

/** Applies a check unless the value is absent. */
export function ifGiven<In, Out>(
  value: In | undefined,
  field: string,
  check: (value: In, field: string) => Out,
): Out | undefined {
  return value === undefined ? undefined : check(value, field);
}
