import openapiTypescript, { astToString, type OpenAPI3, type OpenAPITSOptions } from "openapi-typescript";
import { DocumentError } from "../document/document-error.js";
import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { prepareDocument } from "./prepare-document.js";
import { type IntegerAlias, integerAlias, schemaType } from "./schema-type.js";

const ALIASES: Record<IntegerAlias, string> = {
  U64: "/**\n * An unsigned 64-bit integer. Give a number or a bigint; above 2^53 - 1 only a bigint is exact.\n */\nexport type U64 = number | bigint;\n",
  I64: "/**\n * A signed 64-bit integer. Give a number or a bigint; beyond 2^53 - 1 either way only a bigint is exact.\n */\nexport type I64 = number | bigint;\n",
};

/**
 * Writes `schema.ts` without its heading: `paths`, `components` and `operations` as types.
 *
 * @throws `DocumentError` for a document that openapi-typescript refuses, e.g. for two operations with one id.
 */
export async function emitSchema(document: OpenApiDocument): Promise<string> {
  const used = new Set<IntegerAlias>();
  const text = await emitTypes(document, used);
  const aliases = (["U64", "I64"] as const).filter((name) => used.has(name)).map((name) => ALIASES[name]);
  return [...aliases, text].join("\n");
}

async function emitTypes(document: OpenApiDocument, used: Set<IntegerAlias>): Promise<string> {
  const options: OpenAPITSOptions = {
    silent: true,
    // A property with a default may still be left out of a request.
    defaultNonNullable: false,
    transform: (node) => {
      const schema = node as Schema;
      const alias = integerAlias(schema);
      if (alias !== undefined) used.add(alias);
      return schemaType(schema);
    },
  };
  const prepared = prepareDocument(document) as unknown as OpenAPI3;
  // In CommonJS all exports of the package come in the place of its default one.
  const openapiTS = (openapiTypescript as { readonly default?: typeof openapiTypescript }).default ?? openapiTypescript;
  try {
    return astToString(await openapiTS(prepared, options));
  } catch (error) {
    throw new DocumentError((error as Error).message, { cause: error });
  }
}
