import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { resolveReference, schemaName } from "../document/resolve-reference.js";

/** A schema in one form, however the document spells it. */
export interface Shape {
  /** The named schema that this refers to, be it nullable; nothing else is said about it here. */
  readonly name: string | undefined;
  readonly nullable: boolean;
  /** Without `null`; `undefined` where any type will do. */
  readonly types: ReadonlySet<string> | undefined;
  /** The schema with `allOf` merged into it, and without the parts above. */
  readonly schema: Schema;
  /** Values other than null, as JSON; `undefined` where any value will do. */
  readonly values: ReadonlySet<string> | undefined;
  /** The members of a union, if it has more than one besides null. */
  readonly alternatives: readonly Schema[];
}

/** Brings a schema into the form that is compared. */
export function shapeOf(document: OpenApiDocument, original: Schema): Shape {
  const { $ref, description: _description, deprecated: _deprecated, ...own } = original;
  const isPlain = Object.keys(own).length === 0;
  const name = $ref === undefined || !isPlain ? undefined : schemaName($ref);
  const target = merged(document, resolveReference<Schema>(document, original as Schema));
  const schema = $ref === undefined ? target : { ...target, ...own };
  const listed = [schema.type ?? []].flat();
  const nullable = schema.nullable === true || listed.includes("null") || (schema.enum?.includes(null) ?? false);
  const union = schema.oneOf ?? schema.anyOf ?? [];
  const alternatives = union.filter((entry) => entry.type !== "null");
  const inner = alternatives[0];
  if (inner !== undefined && alternatives.length === 1) {
    const shape = shapeOf(document, inner);
    return { ...shape, name: shape.name ?? name, nullable: shape.nullable || nullable || union.length > 1 };
  }
  const constants = alternatives.map((entry) => valuesOf(entry));
  const folded = constants.length > 0 && constants.every((values) => values !== undefined);
  return {
    name,
    nullable: nullable || union.length > alternatives.length,
    types: folded ? new Set(["string"]) : typesOf(document, listed, alternatives),
    schema,
    values: folded ? new Set(constants.flatMap((values) => [...(values ?? [])])) : valuesOf(schema),
    alternatives: folded ? [] : alternatives,
  };
}

/** A union without a type of its own has those of its members, unless one of them takes anything. */
function typesOf(
  document: OpenApiDocument,
  listed: readonly string[],
  alternatives: readonly Schema[],
): ReadonlySet<string> | undefined {
  if (listed.length > 0) return new Set(listed.filter((type) => type !== "null"));
  const types = new Set<string>();
  for (const alternative of alternatives) {
    const member = shapeOf(document, alternative).types;
    if (member === undefined) return undefined;
    for (const type of member) types.add(type);
  }
  return alternatives.length === 0 ? undefined : types;
}

function valuesOf(schema: Schema): Set<string> | undefined {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return values && new Set(values.filter((value) => value !== null).map((value) => JSON.stringify(value)));
}

/** `allOf` adds properties and requirements; for anything else the outer schema wins. */
function merged(document: OpenApiDocument, schema: Schema): Schema {
  const { allOf, ...own } = schema;
  if (allOf === undefined) return schema;
  let result: Schema = {};
  for (const part of [...allOf.map((entry) => resolveReference<Schema>(document, entry as Schema)), own]) {
    const next = merged(document, part);
    result = {
      ...result,
      ...next,
      properties: { ...result.properties, ...next.properties },
      required: [...new Set([...(result.required ?? []), ...(next.required ?? [])])],
    };
  }
  return result;
}
