import { DocumentError } from "./document-error.js";
import type { OpenApiDocument, Reference } from "./openapi.js";

/** A chain of references longer than this is taken for a circle. */
const MAX_CHAIN = 32;

/**
 * Follows `#/…` references until something that is not a reference.
 *
 * @throws `DocumentError` for a target that is missing, in another file, or that refers to itself.
 */
export function resolveReference<T extends object>(document: OpenApiDocument, node: T | Reference): T {
  let current: T | Reference = node;
  for (let hops = 0; isReference(current); hops++) {
    if (hops === MAX_CHAIN) throw new DocumentError(`${current.$ref} refers to itself`);
    current = lookUp(document, current.$ref) as T | Reference;
  }
  return current;
}

/** The name in `#/components/schemas/<name>`; `undefined` for any other reference. */
export function schemaName(reference: string): string | undefined {
  const match = /^#\/components\/schemas\/([^/]+)$/.exec(reference);
  return match?.[1] === undefined ? undefined : unescapeSegment(match[1]);
}

/** A schema may be written as `true` or `false`, which is no reference. */
export function isReference(node: unknown): node is Reference {
  return typeof node === "object" && node !== null && "$ref" in node && typeof node.$ref === "string";
}

function lookUp(document: OpenApiDocument, reference: string): object {
  if (!reference.startsWith("#/")) {
    throw new DocumentError(`${reference} is outside of the document; bundle it into one file first`);
  }
  let node: unknown = document;
  for (const segment of reference.slice(2).split("/").map(unescapeSegment)) {
    node =
      typeof node === "object" && node !== null && Object.hasOwn(node, segment)
        ? (node as Record<string, unknown>)[segment]
        : undefined;
  }
  if (typeof node !== "object" || node === null) throw new DocumentError(`${reference} is not in the document`);
  return node;
}

function unescapeSegment(segment: string): string {
  return decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
}
