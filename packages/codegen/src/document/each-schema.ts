import { pathItems } from "./collect-operations.js";
import type { MediaType, OpenApiDocument, Parameter, PathItem, RequestBody, Response, Schema } from "./openapi.js";
import { METHODS } from "./openapi.js";

/** Visits every schema object written in the document, outer before inner. References are not followed. */
export function eachSchema(document: OpenApiDocument, visit: (schema: Schema) => void): void {
  for (const root of rootSchemas(document)) visitTree(root, visit);
}

function visitTree(schema: Schema, visit: (schema: Schema) => void): void {
  visit(schema);
  // Read after the visit, so that what the visitor replaces is what gets walked.
  for (const child of innerSchemas(schema)) visitTree(child, visit);
}

/** The schemas written directly inside of one. */
export function innerSchemas(schema: Schema): Schema[] {
  return [
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.patternProperties ?? {}),
    ...Object.values(schema.$defs ?? {}),
    ...(schema.prefixItems ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.allOf ?? []),
    schema.items,
    schema.additionalProperties,
    schema.not,
  ].filter(isSchemaObject);
}

function rootSchemas(document: OpenApiDocument): Schema[] {
  const components = document.components ?? {};
  return [
    ...Object.values(components.schemas ?? {}),
    ...Object.values(components.parameters ?? {}).flatMap(schemasOfCarrier),
    ...Object.values(components.requestBodies ?? {}).flatMap(schemasOfCarrier),
    ...Object.values(components.responses ?? {}).flatMap(schemasOfCarrier),
    ...Object.values(components.headers ?? {}).flatMap(schemasOfCarrier),
    ...pathItems(document).flatMap(([, item]) => schemasOfPath(item)),
  ].filter(isSchemaObject);
}

function schemasOfPath(item: PathItem): Schema[] {
  const schemas = (item.parameters ?? []).flatMap(schemasOfCarrier);
  for (const method of METHODS) {
    const operation = item[method];
    if (operation === undefined) continue;
    schemas.push(...(operation.parameters ?? []).flatMap(schemasOfCarrier));
    if (operation.requestBody !== undefined) schemas.push(...schemasOfCarrier(operation.requestBody));
    schemas.push(...Object.values(operation.responses ?? {}).flatMap(schemasOfCarrier));
  }
  return schemas;
}

/** What holds schemas directly, under `schema`, by media type, or in its headers. A reference holds none. */
function schemasOfCarrier(carrier: object): Schema[] {
  const { schema, content, headers } = carrier as Partial<Parameter & RequestBody & Response>;
  return [
    ...(schema === undefined ? [] : [schema]),
    ...Object.values(content ?? {}).flatMap((media: MediaType) => (media.schema === undefined ? [] : [media.schema])),
    ...Object.values(headers ?? {}).flatMap(schemasOfCarrier),
  ];
}

function isSchemaObject(value: Schema | boolean | undefined): value is Schema {
  return typeof value === "object" && value !== null;
}
