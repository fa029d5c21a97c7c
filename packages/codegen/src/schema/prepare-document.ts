import { eachSchema } from "../document/each-schema.js";
import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { resolveReference } from "../document/resolve-reference.js";

/** Marks values that are documented but not final; `schemaType` turns the mark into a type. */
export const OPEN_ENUM = "x-s2kit-open-enum";

/** Arrays of a fixed length up to this become tuples. */
const MAX_TUPLE = 16;

/**
 * Rewrites a copy of the document so that its types come out as a client needs them:
 * - an enumeration accepts values added later, except where one value per alternative tells alternatives apart;
 * - an array of fixed length is a tuple;
 * - OpenAPI 3.0's `nullable` is spelled as a type, as in 3.1.
 */
export function prepareDocument(original: OpenApiDocument): OpenApiDocument {
  const document = structuredClone(original);
  const tags = findTags(document);
  eachSchema(document, (schema) => {
    spellNull(schema);
    foldConstants(schema);
    if (!tags.has(schema)) openEnum(schema);
    fixLength(schema);
  });
  return document;
}

/** Properties that are required with one constant each, different in all alternatives of a union. */
function findTags(document: OpenApiDocument): Set<Schema> {
  const tags = new Set<Schema>();
  eachSchema(document, (schema) => {
    for (const list of [schema.oneOf, schema.anyOf]) {
      const alternatives = (list ?? []).map((entry) => resolveReference<Schema>(document, entry as Schema));
      const objects = alternatives.filter((entry) => entry.type !== "null");
      if (objects.length < 2) continue;
      for (const name of Object.keys(objects[0]?.properties ?? {})) {
        const properties = objects.map((entry) => requiredProperty(document, entry, name));
        const constants = properties.map((property) => (property === undefined ? undefined : constantOf(property)));
        if (constants.includes(undefined) || new Set(constants).size < constants.length) continue;
        for (const property of properties) if (property !== undefined) tags.add(property);
      }
    }
  });
  return tags;
}

function requiredProperty(document: OpenApiDocument, schema: Schema, name: string): Schema | undefined {
  const property = schema.properties?.[name];
  if (property === undefined || !schema.required?.includes(name)) return undefined;
  return resolveReference<Schema>(document, property as Schema);
}

function constantOf(schema: Schema): string | undefined {
  const value = schema.const ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined);
  return typeof value === "string" ? value : undefined;
}

function spellNull(schema: Schema): void {
  if (schema.nullable !== true || schema.type === undefined) return;
  schema.type = [...new Set([...[schema.type].flat(), "null"])];
  delete schema.nullable;
}

/** Some documents write an enumeration as a union of constants, to describe each value. */
function foldConstants(schema: Schema): void {
  for (const key of ["oneOf", "anyOf"] as const) {
    const alternatives = schema[key];
    if (alternatives === undefined || alternatives.length === 0) continue;
    const values = alternatives.map((entry) => (entry.type === "null" ? null : constantOf(entry)));
    if (values.includes(undefined) || values.every((value) => value === null)) continue;
    delete schema[key];
    schema.type = "string";
    schema.enum = values;
  }
}

function openEnum(schema: Schema): void {
  const values = schema.enum;
  if (values === undefined || values.length === 0) return;
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== "string" && kind !== "number")) return;
  const nullable = values.includes(null) || (Array.isArray(schema.type) && schema.type.includes("null"));
  delete schema.enum;
  schema.type = nullable ? [kind, "null"] : kind;
  schema[OPEN_ENUM] = values.filter((value) => value !== null);
}

function fixLength(schema: Schema): void {
  const { minItems, maxItems, items } = schema;
  if (minItems === undefined || minItems !== maxItems || minItems < 1 || minItems > MAX_TUPLE) return;
  if (schema.prefixItems !== undefined || typeof items !== "object") return;
  schema.prefixItems = Array.from({ length: minItems }, () => structuredClone(items));
  schema.items = false;
}
