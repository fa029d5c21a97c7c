import type { OpenApiDocument } from "../document/openapi.js";
import { describeGaps } from "./describe-gaps.js";
import { isNode, NAME_MAPS, type Node, PROSE, VALUES } from "./document-node.js";

/**
 * Returns a copy of `document` that keeps the title, summaries and descriptions of `known` wherever both have the same
 * thing, and the order in which
 * it is written there. What neither describes gets the plainest of descriptions: its name, or what its status means.
 */
export function keepProse(known: OpenApiDocument, document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document);
  keep(known as unknown as Node, copy as unknown as Node, false);
  copy.info = { ...copy.info, title: known.info.title };
  describeGaps(copy);
  return copy;
}

function keep(known: Node, node: Node, isNameMap: boolean): void {
  if (!isNameMap) {
    for (const key of ["summary", "description"]) {
      if (typeof known[key] === "string") node[key] = known[key];
    }
    orderLike(known, node);
  }
  for (const [key, value] of Object.entries(node)) {
    if (!isNameMap && (VALUES.has(key) || PROSE.has(key))) continue;
    const namesake = known[key];
    if (isNode(value) && isNode(namesake)) keep(namesake, value, !isNameMap && NAME_MAPS.has(key));
    if (Array.isArray(value) && Array.isArray(namesake)) keepInList(namesake, value);
  }
}

/** Brings the keys into the order of a known node, new ones last, so that only what is new shows up as a change. */
function orderLike(known: Node, node: Node): void {
  const inOrder = Object.keys(known).filter((key) => Object.hasOwn(node, key));
  const others = Object.keys(node).filter((key) => !Object.hasOwn(known, key));
  for (const key of [...inOrder, ...others]) {
    const value = node[key];
    delete node[key];
    node[key] = value;
  }
}

/** Parameters and tags are known by name; the members of a union by their place. */
function keepInList(known: readonly unknown[], list: readonly unknown[]): void {
  for (const [index, item] of list.entries()) {
    if (!isNode(item)) continue;
    const isNamesake = (other: unknown) =>
      isNode(other) && other["name"] === item["name"] && other["in"] === item["in"];
    const namesake = item["name"] === undefined ? known[index] : known.find(isNamesake);
    if (isNode(namesake)) keep(namesake, item, false);
  }
}
