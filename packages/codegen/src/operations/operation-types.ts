import type { Operation } from "../document/collect-operations.js";
import { isJson, jsonMediaType } from "../document/media-types.js";
import { jsonSchemaOf } from "../document/name-parameter-schemas.js";
import type { MediaType, Parameter, ParameterLocation } from "../document/openapi.js";
import { schemaName } from "../document/resolve-reference.js";

/** How openapi-fetch should read a successful answer. */
export type DefaultParse = "json" | "text" | "stream" | "blob";

/** The parts of a request that hold parameters. `fetch` sets no cookies, so those are left out. */
export const PARTS = ["path", "query", "header"] as const;
export type Part = (typeof PARTS)[number];

export function parametersOf(operation: Operation, part: ParameterLocation): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === part);
}

/** The type of one part's parameters, in terms of `self`, the type of the operation. */
export function partType(operation: Operation, part: Part, self: string): string {
  const all = `${self}["parameters"]["${part}"]`;
  const json = parametersOf(operation, part).filter((parameter) => jsonSchemaOf(parameter) !== undefined);
  if (json.length === 0) return `Given<${all}>`;
  const members = json.map((parameter) => {
    const optional = parameter.required !== true && part !== "path";
    const name = schemaName(jsonSchemaOf(parameter)?.$ref ?? "");
    const type = `components["schemas"][${JSON.stringify(name)}]`;
    return `${propertyName(parameter.name)}${optional ? "?" : ""}: ${type}`;
  });
  return `Given<${all}, { ${members.join("; ")} }>`;
}

/**
 * The type of the body: what JSON describes, and what `fetch` takes as it is where other forms are documented too.
 * `null` is not offered for a body that may be left out: leaving it out says the same.
 */
export function bodyType(operation: Operation, self: string): string {
  const content = operation.body?.content ?? {};
  const json = jsonMediaType(content);
  if (json === undefined) return Object.keys(content).length === 0 ? "unknown" : "string | RawBody";
  const described = `NonNullable<${self}["requestBody"]>["content"][${JSON.stringify(json)}]`;
  const type = operation.body?.required === true ? described : `NonNullable<${described}>`;
  return Object.keys(content).every(isJson) ? type : `${type} | RawBody`;
}

/** A content type that openapi-fetch would not set by itself. */
export function contentType(operation: Operation): string | undefined {
  const content = operation.body?.content ?? {};
  const type = jsonMediaType(content) ?? Object.keys(content)[0];
  // Only the browser or Node know the boundary of a multipart body.
  return type === undefined || type === "application/json" || type.startsWith("multipart/") || type.includes("*")
    ? undefined
    : type;
}

export function successStatuses(operation: Operation): string[] {
  return [...operation.responses.keys()].filter((status) => /^2(\d\d|XX)$/i.test(status));
}

/** All others, `default` among them: openapi-fetch takes every other status for an error. */
export function errorStatuses(operation: Operation): string[] {
  const successes = successStatuses(operation);
  return [...operation.responses.keys()].filter((status) => !successes.includes(status));
}

/** How to read a success by default: as JSON if any is described so, or if there is nothing to read. */
export function defaultParse(operation: Operation): DefaultParse {
  const types = successStatuses(operation).flatMap((status) => mediaTypes(operation, status));
  if (types.length === 0 || types.some(isJson)) return "json";
  if (types.every((type) => /^text\/(?!event-stream)/i.test(type))) return "text";
  return types.every((type) => /^text\/event-stream/i.test(type)) ? "stream" : "blob";
}

/** The union of the bodies of some statuses; JSON wins where several forms are described. */
export function responseType(operation: Operation, statuses: string[], self: string): string {
  const byMediaType = new Map<string, string[]>();
  const others = new Set<string>();
  for (const status of statuses) {
    const content = operation.responses.get(status)?.content;
    const json = jsonMediaType(content);
    if (json !== undefined) byMediaType.set(json, [...(byMediaType.get(json) ?? []), status]);
    else others.add(nonJsonType(content));
  }
  const described = [...byMediaType].map(([mediaType, list]) => {
    return `${self}["responses"][${list.map(statusKey).join(" | ")}]["content"][${JSON.stringify(mediaType)}]`;
  });
  const all = [...described, ...others];
  return all.length === 0 ? "unknown" : all.join(" | ");
}

function nonJsonType(content: Record<string, MediaType> | undefined): string {
  const types = Object.keys(content ?? {});
  if (types.length === 0) return "undefined";
  return types.every((type) => type.startsWith("text/")) ? "string" : "unknown";
}

function mediaTypes(operation: Operation, status: string): string[] {
  return Object.keys(operation.responses.get(status)?.content ?? {});
}

/** Quoted only where it has to be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** openapi-typescript writes `200` as a number and `4XX` and `default` as text. */
function statusKey(status: string): string {
  return /^\d+$/.test(status) ? status : JSON.stringify(status);
}
