import { collectOperations, type Operation } from "../document/collect-operations.js";
import { jsonSchemaOf } from "../document/name-parameter-schemas.js";
import type { OpenApiDocument } from "../document/openapi.js";
import { checkParameters } from "./check-parameters.js";
import { comment } from "./doc-comment.js";
import { operationComment } from "./operation-comment.js";
import { operationNames, pascalCase } from "./operation-names.js";
import {
  bodyType,
  contentType,
  defaultParse,
  errorStatuses,
  PARTS,
  type Part,
  parametersOf,
  partType,
  propertyName,
  responseType,
  successStatuses,
} from "./operation-types.js";
import { EXACT_JSON, JSON_PARAMETERS, PREAMBLE } from "./preamble.js";

/** Longest line of what is written here; types may be longer. */
const WIDTH = 120;

/**
 * Writes `operations.ts` without its heading: one function an operation, in the order of the document.
 *
 * @param json - The module that exports `parseJson` and `stringifyJson`; without it they are written out.
 * @throws `DocumentError` for a parameter that cannot be sent as documented.
 */
export function emitOperations(document: OpenApiDocument, json?: string | undefined): string {
  const names = operationNames(collectOperations(document));
  const functions = [...names].map(([operation, name]) => emitOperation(document, operation, name));
  // The compiler may be told to refuse an import that nothing uses.
  const types = functions.some((text) => text.includes("components[")) ? "components, paths" : "paths";
  const hasJsonParameters = functions.some((text) => text.includes("withJson("));
  const imports = [
    json === undefined ? "" : `import { parseJson, stringifyJson } from ${JSON.stringify(json)};\n`,
    'import type { Client, Middleware, ParseAs, ParseAsResponse } from "openapi-fetch";\n',
    `import type { ${types} } from "./schema.js";\n`,
  ];
  const fixed = [
    PREAMBLE,
    ...(hasJsonParameters ? [JSON_PARAMETERS] : []),
    ...(json === undefined ? [EXACT_JSON] : []),
  ];
  return [imports.join(""), ...fixed, ...functions].join("\n");
}

function emitOperation(document: OpenApiDocument, operation: Operation, name: string): string {
  checkParameters(document, operation);
  const type = pascalCase(name);
  const self = `${type}Operation`;
  const parse = defaultParse(operation);
  const generic = `<P extends ParseAs = "${parse}">`;
  const members = optionMembers(operation, self);
  const optional = members.every((member) => member.optional);
  const data = responseType(operation, successStatuses(operation), self);
  const error = responseType(operation, errorStatuses(operation), self);
  const isSelfUsed = [data, error, ...members.map((member) => member.type)].some((text) => text.includes(self));
  return [
    isSelfUsed ? `type ${self} = paths[${JSON.stringify(operation.path)}]["${operation.method}"];\n\n` : "",
    comment(`What {@link ${name}} takes.`),
    `export interface ${type}Options${generic} extends RequestOptions<P> {`,
    members.length === 0 ? "" : "\n",
    ...members.map(({ name: member, type: of, optional: absent, text }) => {
      return `${comment(text, "  ")}  ${member}${absent ? "?" : ""}: ${of}${absent ? " | undefined" : ""};\n`;
    }),
    "}\n\n",
    comment(`What {@link ${name}} gets for success.`),
    alias(`${type}Data`, data),
    comment(`What {@link ${name}} gets for a documented error.`),
    alias(`${type}Error`, error),
    comment(`Success or failure of {@link ${name}}.`),
    alias(`${type}Result${generic}`, `OperationResult<${type}Data, ${type}Error, P>`),
    operationComment(document, operation),
    `export async function ${name}${generic}(\n`,
    "  client: OperationClient,\n",
    `  options${optional ? "?" : ""}: ${type}Options<P>,\n`,
    `): Promise<${type}Result<P>> {\n`,
    sendCall(operation),
    "}\n",
  ].join("");
}

interface OptionMember {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly text: string;
}

function optionMembers(operation: Operation, self: string): OptionMember[] {
  const members: OptionMember[] = [];
  for (const part of PARTS) {
    const parameters = parametersOf(operation, part);
    if (parameters.length === 0) continue;
    const optional = part !== "path" && !parameters.some((parameter) => parameter.required === true);
    members.push({ name: part, type: partType(operation, part, self), optional, text: PART_TEXTS[part] });
  }
  if (operation.body !== undefined) {
    const optional = operation.body.required !== true;
    const text = optional
      ? "The request body. Without it nothing is sent, not even a content type."
      : "The request body.";
    members.push({ name: "body", type: bodyType(operation, self), optional, text });
  }
  const variables = Object.entries(operation.server?.variables ?? {});
  if (variables.length > 0) {
    const types = variables.map(([name, variable]) => {
      const known = (variable.enum ?? []).map((value) => `${JSON.stringify(value)} | `).join("");
      return `${propertyName(name)}: ${known === "" ? "string" : `${known}(string & {})`}`;
    });
    members.push({ name: "server", type: `{ ${types.join("; ")} }`, optional: false, text: "Which server to ask." });
  }
  return members;
}

const PART_TEXTS: Record<Part, string> = {
  path: "Parts of the path. They are percent-encoded, so a `/` in a name is safe.",
  query: "Query parameters.",
  header: "Documented headers.",
};

function alias(name: string, type: string): string {
  const line = `export type ${name} = ${type};`;
  return line.length <= WIDTH ? `${line}\n\n` : `export type ${name} =\n  ${type};\n\n`;
}

function sendCall(operation: Operation): string {
  const members = callMembers(operation);
  const options = optionsWithJson(operation);
  const line = `  return await send(client, { ${members.join(", ")} }, ${options});`;
  if (line.length <= WIDTH) return `${line}\n`;
  const lines = ["client,", "{", ...members.map((member) => `  ${member},`), "},", `${options},`];
  return `  return await send(\n${lines.map((text) => `    ${text}\n`).join("")}  );\n`;
}

/** The options, with the parameters as JSON that travel so. */
function optionsWithJson(operation: Operation): string {
  return PARTS.reduce((options, part) => {
    const names = parametersOf(operation, part).flatMap((parameter) =>
      jsonSchemaOf(parameter) === undefined ? [] : [JSON.stringify(parameter.name)],
    );
    return names.length === 0 ? options : `withJson(${options}, "${part}", [${names.join(", ")}])`;
  }, "options");
}

/** What is fixed about an operation. */
function callMembers(operation: Operation): string[] {
  const type = contentType(operation);
  const parse = defaultParse(operation);
  return [
    `method: "${operation.method}"`,
    `path: ${JSON.stringify(operation.path)}`,
    ...(operation.server === undefined ? [] : [`server: ${JSON.stringify(operation.server.url)}`]),
    ...(type === undefined ? [] : [`contentType: ${JSON.stringify(type)}`]),
    ...(parse === "json" ? [] : [`parseAs: "${parse}"`]),
  ];
}
