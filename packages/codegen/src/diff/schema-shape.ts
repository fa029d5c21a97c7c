import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { resolveReference, schemaName } from "../document/resolve-reference.js";

/** A schema in one form, however the document spells it. */
export interface Shape {
  /** The named schema that this is a plain, possibly nullable, reference to. */
  readonly name: string | undefined;
  readonly nullable: boolean;
  /** Without `null`. Empty where any type will do. */
  readonly types: ReadonlySet<string>;
  /** The schema with `allOf` merged into it, and without the parts above. */
  readonly schema: Schema;
  /** Values other than null, as JSON; `undefined` where any value will do. */
  readonly values: ReadonlySet<string> | undefined;
  /** The members of a union, if it has more than one besides null. */
  readonly alternatives: readonly Schema[];
}

/** Brings a schema into the form that is compared. */
export function shapeOf(document: OpenApiDocument, original: Schema): Shape {
  const name = original.$ref === undefined ? undefined : schemaName(original.$ref);
  const schema = merged(document, resolveReference<Schema>(document, original as Schema));
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
    types: new Set(folded ? ["string"] : typesOf(document, listed, alternatives)),
    schema,
    values: folded ? new Set(constants.flatMap((values) => [...(values ?? [])])) : valuesOf(schema),
    alternatives: folded ? [] : alternatives,
  };
}

/** A union without a type of its own has those of its members, unless one of them takes anything. */
function typesOf(document: OpenApiDocument, listed: string[], alternatives: readonly Schema[]): string[] {
  if (listed.length > 0) return listed.filter((type) => type !== "null");
  const members = alternatives.map((entry) => [...shapeOf(document, entry).types]);
  return members.some((types) => types.length === 0) ? [] : members.flat();
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
