import { FormatError } from "../model/format-error.js";
import type { NamePart } from "../model/names.js";
import { asObject, asString } from "../wire/json-fields.js";
import type { JsonValue } from "../wire/json-parse.js";
import type { WritableJson } from "../wire/json-write.js";

/** Which names a token may touch. */
export type ResourceSet =
  /** One name; the empty one matches nothing. */
  | { readonly type: "exact"; readonly name: string }
  /** All names that begin so; the empty prefix matches everything. */
  | { readonly type: "prefix"; readonly prefix: string };

export const EVERYTHING: ResourceSet = { type: "prefix", prefix: "" };
export const NOTHING: ResourceSet = { type: "exact", name: "" };

/** Whether a name is in the set. */
export function contains(set: ResourceSet, name: string): boolean {
  return set.type === "exact" ? set.name !== "" && set.name === name : name.startsWith(set.prefix);
}

/** Whether everything in `inner` is in `outer` too. */
export function covers(outer: ResourceSet, inner: ResourceSet): boolean {
  if (inner.type === "exact") return inner.name === "" || contains(outer, inner.name);
  return outer.type === "prefix" && inner.prefix.startsWith(outer.prefix);
}

/** Reads `{"exact": name}` or `{"prefix": beginning}`. @throws `FormatError` on anything else. */
export function parseResourceSet(
  value: JsonValue,
  field: string,
  parse: (text: string, part: NamePart) => string,
): ResourceSet {
  const object = asObject(value, field);
  const [name, second] = [...object.names()];
  const text = name === undefined ? undefined : object.get(name);
  if (second === undefined && name === "exact") {
    const exact = asString(text ?? null, "exact");
    return { type: "exact", name: exact === "" ? "" : parse(exact, "name") };
  }
  if (second === undefined && name === "prefix") {
    return { type: "prefix", prefix: parse(asString(text ?? null, "prefix"), "prefix") };
  }
  throw new FormatError(`\`${field}\` must be {"exact": name} or {"prefix": prefix}`);
}

export function resourceSetJson(set: ResourceSet): WritableJson {
  return set.type === "exact" ? { exact: set.name } : { prefix: set.prefix };
}
