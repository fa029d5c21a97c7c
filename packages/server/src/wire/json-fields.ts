import { FormatError } from "../model/format-error.js";
import { U64_MAX } from "../model/limits.js";
import { JsonObject, type JsonValue } from "./json-parse.js";

/** Reads one JSON value as a typed one. @throws `FormatError` naming the field. */
export type Decode<T> = (value: JsonValue, field: string) => T;

export const asObject: Decode<JsonObject> = (value, field) => {
  if (value instanceof JsonObject) return value;
  throw wrongType(field, "an object");
};

export const asArray: Decode<JsonValue[]> = (value, field) => {
  if (Array.isArray(value)) return value;
  throw wrongType(field, "an array");
};

export const asString: Decode<string> = (value, field) => {
  if (typeof value === "string") return value;
  throw wrongType(field, "a string");
};

export const asBoolean: Decode<boolean> = (value, field) => {
  if (typeof value === "boolean") return value;
  throw wrongType(field, "true or false");
};

/** A u64 written as a plain integer: no fraction, exponent, sign or quotes. */
export const asU64: Decode<bigint> = (value, field) => {
  if (typeof value === "number" || typeof value === "bigint") {
    const integer = BigInt(value);
    if (integer >= 0n && integer <= U64_MAX) return integer;
  }
  throw wrongType(field, "an unsigned 64-bit integer");
};

/** One of a closed set of strings. */
export function asOneOf<T extends string>(...allowed: readonly T[]): Decode<T> {
  return (value, field) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw wrongType(field, `one of ${allowed.join(", ")}`);
    return found;
  };
}

/** A member that must be there and must not be null. */
export function required<T>(object: JsonObject, name: string, decode: Decode<T>): T {
  const value = object.get(name);
  if (value === undefined) throw new FormatError(`missing field \`${name}\``);
  return decode(value, name);
}

/** A member for which absence and null mean the same. */
export function optional<T>(object: JsonObject, name: string, decode: Decode<T>): T | undefined {
  const value = object.get(name);
  return value === undefined || value === null ? undefined : decode(value, name);
}

/** A member that may be absent but not null. */
export function defaulted<T>(object: JsonObject, name: string, decode: Decode<T>, fallback: T): T {
  const value = object.get(name);
  return value === undefined ? fallback : decode(value, name);
}

/** A member of a PATCH body: undefined keeps, null clears, a value sets. */
export function threeState<T>(object: JsonObject, name: string, decode: Decode<T>): T | null | undefined {
  const value = object.get(name);
  return value === undefined || value === null ? value : decode(value, name);
}

/** @throws `FormatError` when the object has a member that is not listed. */
export function onlyKnown(object: JsonObject, names: readonly string[]): void {
  for (const name of object.names()) {
    if (!names.includes(name)) throw new FormatError(`unknown field \`${name}\`, expected one of ${names.join(", ")}`);
  }
}

function wrongType(field: string, expected: string): FormatError {
  return new FormatError(`\`${field}\` must be ${expected}`);
}
