import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { GeneratedFiles } from "../../src/index.js";

const PACKAGE = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The strictness of this repository, which is also that of its most demanding users. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: [],
  noEmit: true,
};

/**
 * Type-checks generated files, each set in a directory of its own, with `use.ts` beside them if given.
 * The files exist in memory only; openapi-fetch is the installed one.
 *
 * @returns What the compiler complains about, by directory.
 */
export function compile(directories: Record<string, GeneratedFiles & { "use.ts"?: string }>): Record<string, string[]> {
  const sources = new Map<string, string>();
  for (const [directory, files] of Object.entries(directories)) {
    for (const [name, text] of Object.entries(files)) {
      if (text !== undefined) sources.set(join(PACKAGE, "virtual", directory, name), text);
    }
  }
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.directoryExists = (path) => path.startsWith(join(PACKAGE, "virtual")) || (directoryExists?.(path) ?? false);
  host.getSourceFile = (path, language, ...rest) => {
    const text = sources.get(path);
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...sources.keys()], OPTIONS, host);
  const complaints: Record<string, string[]> = {};
  for (const directory of Object.keys(directories)) complaints[directory] = [];
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const file = diagnostic.file?.fileName ?? "";
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const [, directory = "", name = ""] = /virtual\/([^/]+)\/(.+)$/.exec(file) ?? [];
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    complaints[directory] = [...(complaints[directory] ?? []), `${name}:${line + 1}: ${text}`];
  }
  return complaints;
}

/** Runs a generated `operations.ts`. It imports nothing but types, so it needs no module besides itself. */
export async function load(files: GeneratedFiles): Promise<Record<string, (...args: unknown[]) => Promise<unknown>>> {
  const { outputText } = ts.transpileModule(files["operations.ts"], {
    compilerOptions: { ...OPTIONS, module: ts.ModuleKind.ESNext, noEmit: false, declaration: false },
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
}
