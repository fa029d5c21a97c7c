import { STATUS_CODES } from "node:http";
import type { OpenApiDocument } from "../document/openapi.js";
import { isNode, type Node } from "./document-node.js";

/** Fills in what has no description. References are described where they lead. */
export function describeGaps(document: OpenApiDocument): void {
  for (const item of Object.values(document.paths)) {
    const nodes = item as unknown as Node;
    for (const method of Object.values(nodes).filter(isNode)) {
      fill(method, words(method["operationId"]));
      for (const parameter of listOf(method["parameters"])) fill(parameter, words(parameter["name"]));
      if (isNode(method["requestBody"])) fill(method["requestBody"], "The request body.");
      describeEntries(method["responses"], (status) => `${STATUS_CODES[status] ?? `Status ${status}`}.`);
    }
    for (const parameter of listOf(nodes["parameters"])) fill(parameter, words(parameter["name"]));
  }
  describeEntries(document.components?.schemas, words);
  for (const schema of Object.values(document.components?.schemas ?? {})) describeProperties(schema);
}

function describeProperties(schema: unknown): void {
  if (!isNode(schema)) return;
  describeEntries(schema["properties"], words);
  for (const key of ["oneOf", "anyOf", "allOf"]) {
    for (const member of listOf(schema[key])) describeProperties(member);
  }
  for (const property of Object.values(isNode(schema["properties"]) ? schema["properties"] : {})) {
    describeProperties(property);
  }
}

function describeEntries(entries: unknown, describeKey: (key: string) => string): void {
  if (!isNode(entries)) return;
  for (const [key, entry] of Object.entries(entries)) {
    if (isNode(entry)) fill(entry, describeKey(key));
  }
}

function fill(node: Node, text: string): void {
  if ("$ref" in node && !("description" in node)) return;
  if (typeof node["description"] !== "string" || node["description"].trim() === "") node["description"] = text;
}

function words(name: unknown): string {
  const text = typeof name === "string" ? name.replaceAll(/[_-]+/g, " ").trim() : "";
  return text === "" ? "Not described." : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
