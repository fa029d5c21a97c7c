import { DocumentError } from "./document-error.js";
import {
  METHODS,
  type Method,
  type OpenApiDocument,
  type Parameter,
  type PathItem,
  type PathOperation,
  type RequestBody,
  type Response,
  type SecurityRequirement,
  type Server,
} from "./openapi.js";
import { resolveReference } from "./resolve-reference.js";

/** One operation with everything it inherits from its path, and references to parameters, bodies and responses followed. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly id: string | undefined;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** In the order of the document, those of the path first. One of the operation replaces its namesake of the path. */
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  /** By status: `200`, `4XX` or `default`. */
  readonly responses: ReadonlyMap<string, Response>;
  /** Where the operation lives if that is not the document's own address: the first entry of its own or its path's list. */
  readonly server: Server | undefined;
  readonly security: readonly SecurityRequirement[] | undefined;
}

/**
 * Lists the operations of a document, in its order.
 *
 * @throws `DocumentError` for a reference that leads nowhere.
 */
export function collectOperations(document: OpenApiDocument): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of pathItems(document)) {
    const pathItem: PathItem = resolveReference(document, item);
    for (const method of METHODS) {
      const operation = pathItem[method];
      if (operation !== undefined) operations.push(collect(document, path, pathItem, method, operation));
    }
  }
  return operations;
}

/** The paths of a document, without its extensions (`x-…`). */
export function pathItems(document: OpenApiDocument): [string, PathItem][] {
  return Object.entries(document.paths).filter(([path]) => path.startsWith("/"));
}

/** `GET /streams/{stream}`: how messages name an operation. */
export function operationLabel(operation: Pick<Operation, "method" | "path">): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

function collect(
  document: OpenApiDocument,
  path: string,
  pathItem: PathItem,
  method: Method,
  operation: PathOperation,
): Operation {
  const responses = new Map<string, Response>();
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (!status.startsWith("x-")) responses.set(status, resolveReference(document, response));
  }
  const id = operation.operationId?.trim();
  return {
    method,
    path,
    id: id === "" ? undefined : id,
    summary: operation.summary,
    description: operation.description,
    deprecated: operation.deprecated ?? false,
    parameters: collectParameters(document, pathItem, operation),
    body: operation.requestBody === undefined ? undefined : resolveReference(document, operation.requestBody),
    responses,
    server: (operation.servers ?? pathItem.servers)?.[0],
    security: operation.security ?? document.security,
  };
}

function collectParameters(document: OpenApiDocument, pathItem: PathItem, operation: PathOperation): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const entry of [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = resolveReference(document, entry);
    if (typeof parameter.name !== "string" || typeof parameter.in !== "string") {
      throw new DocumentError(`a parameter without name or place: ${JSON.stringify(parameter)}`);
    }
    byKey.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...byKey.values()];
}
