import { type Operation, operationLabel } from "../document/collect-operations.js";
import { DocumentError } from "../document/document-error.js";
import type { OpenApiDocument, Parameter, Schema } from "../document/openapi.js";
import { resolveReference } from "../document/resolve-reference.js";

/** How openapi-fetch writes lists: `a=1&a=2` in the query, `1,2` elsewhere. */
const STYLES: Record<string, string> = { query: "form", path: "simple", header: "simple", cookie: "form" };

/**
 * Refuses parameters that would be sent in another form than the document says.
 *
 * @throws `DocumentError` for another `style` or `explode` than the usual one, and for objects outside of JSON.
 */
export function checkParameters(document: OpenApiDocument, operation: Operation): void {
  for (const parameter of operation.parameters) {
    const problem = problemOf(document, parameter);
    if (problem === undefined) continue;
    throw new DocumentError(`${operationLabel(operation)}: ${parameter.in} parameter ${parameter.name} ${problem}`);
  }
}

function problemOf(document: OpenApiDocument, parameter: Parameter): string | undefined {
  if (parameter.content !== undefined || parameter.in === "cookie") return undefined;
  const style = parameter.style ?? STYLES[parameter.in];
  if (style !== STYLES[parameter.in]) return `has the style ${style}, which cannot be sent`;
  const schema = resolveReference<Schema>(document, (parameter.schema ?? {}) as Schema);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.includes("object")) return "is an object without a JSON media type, which cannot be sent";
  if (types.includes("array") && parameter.in === "query" && parameter.explode === false) {
    return "is a list with `explode: false`, which cannot be sent";
  }
  return undefined;
}
