import openapiTS, { astToString, type OpenAPI3, type SchemaObject } from "openapi-typescript";
import type { OpenApiDocument, Schema } from "../document/openapi.js";
import { prepareDocument } from "./prepare-document.js";
import { type IntegerAlias, integerAlias, schemaType } from "./schema-type.js";

const ALIASES: Record<IntegerAlias, string> = {
  U64: "/**\n * An unsigned 64-bit integer. Give a number or a bigint; above 2^53 - 1 only a bigint is exact.\n */\nexport type U64 = number | bigint;\n",
  I64: "/**\n * A signed 64-bit integer. Give a number or a bigint; beyond 2^53 - 1 either way only a bigint is exact.\n */\nexport type I64 = number | bigint;\n",
};

/** Writes `schema.ts` without its heading: `paths`, `components` and `operations` as types. */
export async function emitSchema(document: OpenApiDocument): Promise<string> {
  const used = new Set<IntegerAlias>();
  const nodes = await openapiTS(prepareDocument(document) as unknown as OpenAPI3, {
    silent: true,
    // A property with a default may still be left out of a request.
    defaultNonNullable: false,
    transform: (node: SchemaObject) => {
      const schema = node as Schema;
      const alias = integerAlias(schema);
      if (alias !== undefined) used.add(alias);
      return schemaType(schema);
    },
  });
  const aliases = (["U64", "I64"] as const).filter((name) => used.has(name)).map((name) => ALIASES[name]);
  return [...aliases, astToString(nodes)].join("\n");
}
