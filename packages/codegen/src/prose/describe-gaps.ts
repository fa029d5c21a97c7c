import { STATUS_CODES } from "node:http";
import { pathItems } from "../document/collect-operations.js";
import { eachSchema } from "../document/each-schema.js";
import { METHODS, type OpenApiDocument, type Parameter, type Reference } from "../document/openapi.js";
import { isReference } from "../document/resolve-reference.js";

interface Described {
  summary?: string;
  description?: string;
}

/** Fills in what has no description: with its name, or with what its status means. */
export function describeGaps(document: OpenApiDocument): void {
  for (const [, item] of pathItems(document)) {
    describeParameters(item.parameters ?? []);
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const name = words(operation.operationId ?? "");
      if (isBlank(operation.summary)) operation.summary = name.replace(/\.$/, "");
      fill(operation, name);
      describeParameters(operation.parameters ?? []);
      if (operation.requestBody !== undefined) fill(operation.requestBody, "The request body.");
      fillAll(operation.responses, (status) => `${STATUS_CODES[status] ?? `Status ${status}`}.`);
    }
  }
  const { schemas, parameters, requestBodies, responses } = document.components ?? {};
  fillAll(schemas, words);
  fillAll(parameters, words);
  fillAll(requestBodies, words);
  fillAll(responses, words);
  eachSchema(document, (schema) => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) fillBlank(property, words(name));
  });
}

function describeParameters(parameters: readonly (Parameter | Reference)[]): void {
  for (const parameter of parameters) if (!isReference(parameter)) fill(parameter, words(parameter.name));
}

function fillAll(entries: Record<string, Described | Reference> | undefined, describe: (key: string) => string): void {
  for (const [key, entry] of Object.entries(entries ?? {})) fill(entry, describe(key));
}

/** What a reference leads to is described there. */
function fill(entry: Described | Reference, text: string): void {
  if (!isReference(entry)) fillBlank(entry, text);
}

function fillBlank(entry: Described, text: string): void {
  // A schema may be written as `true`.
  if (typeof entry === "object" && isBlank(entry.description)) entry.description = text;
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === "";
}

function words(name: string): string {
  const text = name.replaceAll(/[_-]+/g, " ").trim();
  return text === "" ? "Not described." : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
