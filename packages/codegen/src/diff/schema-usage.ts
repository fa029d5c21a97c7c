import { collectOperations } from "../document/collect-operations.js";
import { innerSchemas } from "../document/each-schema.js";
import type { MediaType, OpenApiDocument, Schema } from "../document/openapi.js";
import { resolveReference, schemaName } from "../document/resolve-reference.js";
import type { Position } from "./api-diff.js";

/** In which positions each named schema travels, directly or inside of others. Unused ones are not in it. */
export type SchemaUsage = ReadonlyMap<string, ReadonlySet<Position>>;

export function schemaUsage(document: OpenApiDocument): SchemaUsage {
  const usage = new Map<string, Set<Position>>();
  for (const operation of collectOperations(document)) {
    const sent = operation.parameters.flatMap((parameter) => [parameter.schema, ...schemasIn(parameter.content)]);
    mark([...sent, ...schemasIn(operation.body?.content)], "request");
    for (const response of operation.responses.values()) mark(schemasIn(response.content), "response");
  }
  return usage;

  function mark(schemas: readonly (Schema | undefined)[], position: Position): void {
    for (const schema of schemas) {
      if (schema === undefined) continue;
      const name = schemaName(schema.$ref ?? "");
      if (name !== undefined) {
        const positions = usage.get(name) ?? new Set<Position>();
        if (positions.has(position)) continue;
        usage.set(name, positions.add(position));
      }
      mark(innerSchemas(resolveReference<Schema>(document, schema as Schema)), position);
    }
  }
}

function schemasIn(content: Record<string, MediaType> | undefined): (Schema | undefined)[] {
  return Object.values(content ?? {}).map((media) => media.schema);
}
