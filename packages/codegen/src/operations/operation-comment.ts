import type { Operation } from "../document/collect-operations.js";
import { operationLabel } from "../document/collect-operations.js";
import { isJson } from "../document/media-types.js";
import { jsonSchemaOf } from "../document/name-parameter-schemas.js";
import type { OpenApiDocument, Parameter, Schema } from "../document/openapi.js";
import { resolveReference } from "../document/resolve-reference.js";
import { comment } from "./doc-comment.js";
import { PARTS, parametersOf } from "./operation-types.js";

/** The doc comment of a function: what the document says about the operation, its parameters and its answers. */
export function operationComment(document: OpenApiDocument, operation: Operation): string {
  const sections = [
    operation.summary ?? operationLabel(operation),
    operation.description ?? "",
    list("Takes:", [
      ...PARTS.flatMap((part) =>
        parametersOf(operation, part).map((parameter) => describeParameter(document, parameter)),
      ),
      ...describeServer(operation),
      ...describeBody(operation),
    ]),
    list("Answers:", describeResponses(operation)),
    operation.deprecated ? "@deprecated" : "",
  ];
  return comment(
    sections
      .map((section) => section.trim())
      .filter((section) => section !== "")
      .join("\n\n"),
  );
}

function describeParameter(document: OpenApiDocument, parameter: Parameter): string {
  const json = jsonSchemaOf(parameter);
  const schema = resolveReference<Schema>(document, (json ?? parameter.schema ?? {}) as Schema);
  return item(`${parameter.in}.${parameter.name}`, [
    parameter.required === true || parameter.in === "path" ? "Required." : "",
    parameter.deprecated === true ? "Deprecated." : "",
    parameter.description ?? schema.description ?? "",
    json === undefined ? constraints(schema) : "Sent as compact JSON.",
  ]);
}

function describeServer(operation: Operation): string[] {
  return Object.entries(operation.server?.variables ?? {}).map(([name, variable]) =>
    item(`server.${name}`, [
      "Required.",
      variable.description ?? "",
      variable.enum === undefined ? "" : oneOf(variable.enum),
      `Part of the address \`${operation.server?.url}\`.`,
    ]),
  );
}

function describeBody(operation: Operation): string[] {
  if (operation.body === undefined) return [];
  const types = Object.keys(operation.body.content);
  const others = types.filter((type) => !isJson(type)).map(code);
  return [
    item("body", [
      operation.body.required === true ? "Required." : "",
      operation.body.description ?? "",
      others.length === 0 || others.length === types.length
        ? ""
        : `As JSON, or as ${others.join(" or ")} with that \`content-type\` in \`headers\`.`,
    ]),
  ];
}

function describeResponses(operation: Operation): string[] {
  return [...operation.responses].map(([status, response]) => {
    const types = Object.keys(response.content ?? {});
    return item(status, [
      response.description ?? "",
      types.length > 1
        ? `${types.map(code).join(" or ")}, by the \`accept\` header; read the others with \`parseAs\`.`
        : "",
    ]);
  });
}

/** The limits and the default that a schema states, as sentences. */
export function constraints(schema: Schema): string {
  const sentences = [
    schema.enum === undefined ? "" : oneOf(schema.enum.filter((value) => value !== null)),
    range(schema.minimum, schema.maximum, ""),
    range(schema.minLength, schema.maxLength, " characters"),
    range(schema.minItems, schema.maxItems, " items"),
    schema.pattern === undefined ? "" : `Matches ${code(schema.pattern)}.`,
    schema.default === undefined ? "" : `Default ${code(JSON.stringify(schema.default))}.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) {
    return least === most ? `Exactly ${least}${unit}.` : `${least} to ${most}${unit}.`;
  }
  if (least !== undefined) return `At least ${least}${unit}.`;
  return most === undefined ? "" : `At most ${most}${unit}.`;
}

function oneOf(values: readonly unknown[]): string {
  return `Known values: ${values.map((value) => code(String(value))).join(", ")}.`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function item(name: string, sentences: string[]): string {
  const text = sentences
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "")
    .join(" ");
  return `- \`${name}\`${text === "" ? "" : `: ${text.replaceAll(/\r?\n/g, "\n  ")}`}`;
}

function list(title: string, items: string[]): string {
  return items.length === 0 ? "" : [title, ...items].join("\n");
}
