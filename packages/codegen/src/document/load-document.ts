import { readFile } from "node:fs/promises";
import { DocumentError } from "./document-error.js";
import type { OpenApiDocument } from "./openapi.js";

/**
 * Reads an OpenAPI 3 document in JSON from a file or an `http(s)` URL.
 *
 * @throws `DocumentError` when it cannot be fetched or read, is not JSON, or is not an OpenAPI 3 document.
 */
export async function loadDocument(pathOrUrl: string): Promise<OpenApiDocument> {
  return parseDocument(await readText(pathOrUrl), pathOrUrl);
}

/**
 * Takes the text of a document; `name` is what messages call it.
 *
 * @throws `DocumentError` when it is not JSON or not an OpenAPI 3 document.
 */
export function parseDocument(text: string, name: string): OpenApiDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DocumentError(`${name} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  return checkDocument(value, name);
}

function checkDocument(value: unknown, name: string): OpenApiDocument {
  if (!isObject(value)) throw new DocumentError(`${name} is not an OpenAPI document: it is not an object`);
  if (typeof value["openapi"] !== "string" || !/^3\.[01]\./.test(value["openapi"])) {
    throw new DocumentError(`${name} must be OpenAPI 3.0 or 3.1, got ${JSON.stringify(value["openapi"] ?? null)}`);
  }
  if (!isObject(value["info"])) throw new DocumentError(`${name} has no \`info\``);
  if (!isObject(value["paths"])) throw new DocumentError(`${name} has no \`paths\``);
  return value as unknown as OpenApiDocument;
}

async function readText(pathOrUrl: string): Promise<string> {
  try {
    if (!/^https?:/i.test(pathOrUrl)) return await readFile(pathOrUrl, "utf8");
    const response = await fetch(pathOrUrl);
    if (!response.ok) throw new DocumentError(`${pathOrUrl} answered ${response.status}`);
    return await response.text();
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    throw new DocumentError(`${pathOrUrl} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
