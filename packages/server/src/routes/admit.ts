import type { Operation } from "../access/operation.js";
import type { Resource } from "../access/principal.js";
import { apiError } from "../model/api-error.js";
import type { RequestContext, ServerContext } from "./context.js";

/**
 * Lets the caller do something, and counts it.
 *
 * @throws 403 `permission_denied`, or 401 `authn` when the token does not count any more.
 */
export function admit({ principal, server }: RequestContext, operation: Operation, resource: Resource = {}): void {
  principal.authorize(operation, resource);
  server.usage.recordOperation(operation, resource.basin);
}

/** The server, for an operation that `s2-lite` does not have. @throws 501 `not_implemented` when that is its flavour. */
export function cloudOnly({ server }: RequestContext): ServerContext {
  if (server.flavour === "s2-lite") throw apiError("not_implemented", "s2-lite does not have this");
  return server;
}
