import { nameParameterSchemas } from "./document/name-parameter-schemas.js";
import type { OpenApiDocument } from "./document/openapi.js";
import { emitOperations } from "./operations/emit-operations.js";
import { emitSchema } from "./schema/emit-schema.js";

export interface GenerateOptions {
  /** The command that the heading of the files tells to run. Default `s2kit-codegen generate`. */
  readonly command?: string | undefined;
  /**
   * The module from which `operations.ts` imports `parseJson` and `stringifyJson`, which have to keep 64-bit integers
   * exact. Default: it has its own.
   */
  readonly json?: string | undefined;
}

/** The text of each generated file, by its name. `operations.ts` imports `./schema.js`. */
export interface GeneratedFiles {
  readonly "schema.ts": string;
  readonly "operations.ts": string;
}

/**
 * Turns an OpenAPI document into types and one request function an operation.
 * The same document always gives the same text.
 *
 * @throws `DocumentError` for a document that cannot be generated faithfully; the message names the place.
 */
export async function generate(document: OpenApiDocument, options: GenerateOptions = {}): Promise<GeneratedFiles> {
  const command = options.command ?? "s2kit-codegen generate";
  const source = oneLine(`${document.info.title} ${document.info.version}`);
  const heading = `// Generated from ${source} by \`${command}\`. Do not edit: run it again.\n\n`;
  const named = nameParameterSchemas(document);
  return {
    "schema.ts": heading + (await emitSchema(named)),
    "operations.ts": heading + emitOperations(named, options.json),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
