import type { OpenApiDocument } from "../document/openapi.js";
import { isNode, NAME_MAPS, type Node, PROSE, VALUES } from "./document-node.js";

const INFO_PROSE = ["contact", "license", "termsOfService"];

/**
 * Returns a copy of the document without its prose: names, types, bounds and all else that programs depend on.
 * The title, which a document must have, is empty.
 */
export function structureOf(document: OpenApiDocument): OpenApiDocument {
  const structure = strip(document as unknown as Node, false) as unknown as OpenApiDocument;
  for (const key of INFO_PROSE) delete structure.info[key];
  structure.info.title = "";
  return structure;
}

function strip(node: unknown, isNameMap: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => strip(item, false));
  if (!isNode(node)) return node;
  const result: Node = {};
  for (const [key, value] of Object.entries(node)) {
    if (!isNameMap && PROSE.has(key)) continue;
    const verbatim = !isNameMap && VALUES.has(key);
    result[key] = verbatim ? value : strip(value, !isNameMap && NAME_MAPS.has(key));
  }
  return result;
}
