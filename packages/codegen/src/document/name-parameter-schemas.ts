import { collectOperations } from "./collect-operations.js";
import { jsonMediaType } from "./media-types.js";
import type { OpenApiDocument, Parameter, Schema } from "./openapi.js";

/** The schema of a parameter that travels as JSON (`content`, not `schema`); `undefined` for others. */
export function jsonSchemaOf(parameter: Parameter): Schema | undefined {
  const mediaType = jsonMediaType(parameter.content);
  return mediaType === undefined ? undefined : (parameter.content?.[mediaType]?.schema ?? {});
}

/**
 * Returns a copy in which every parameter that travels as JSON refers to a named schema, so that a type can name it too.
 * A schema written in place is added to the components as `<Parameter>Parameter`.
 *
 * openapi-typescript takes such parameters for strings, which is right for openapi-fetch: it sends what it is given.
 */
export function nameParameterSchemas(original: OpenApiDocument): OpenApiDocument {
  const document = structuredClone(original);
  for (const operation of collectOperations(document)) {
    for (const parameter of operation.parameters) {
      const mediaType = jsonMediaType(parameter.content);
      const schema = jsonSchemaOf(parameter);
      if (mediaType === undefined || schema === undefined || schema.$ref?.startsWith("#/components/schemas/")) continue;
      parameter.content = { [mediaType]: { schema: { $ref: addSchema(document, parameter.name, schema) } } };
    }
  }
  return document;
}

function addSchema(document: OpenApiDocument, parameterName: string, schema: Schema): string {
  document.components ??= {};
  document.components.schemas ??= {};
  const schemas = document.components.schemas;
  const words = parameterName.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const base = `${words.join("")}Parameter`;
  let name = base;
  for (let suffix = 2; Object.hasOwn(schemas, name); suffix++) name = `${base}${suffix}`;
  schemas[name] = schema;
  return `#/components/schemas/${name}`;
}
