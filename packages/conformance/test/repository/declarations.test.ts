import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../program.ts", import.meta.url));

const TEXT = `
import { rest, S2, S2Error } from "s2kit";
export async function follow(s2: S2): Promise<string[]> {
  const bodies: string[] = [];
  try {
    await rest.listBasins(s2.rest);
    for await (const record of s2.basin("my-basin").stream("s").readSession()) bodies.push(record.text());
  } catch (error) {
    if (S2Error.is(error)) bodies.push(error.code);
  }
  return bodies;
}`;

const NODE: ts.CompilerOptions = { lib: ["lib.es2022.d.ts"], types: ["node"] };
const BROWSER: ts.CompilerOptions = { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] };
const { Bundler, Node10, Node16 } = ts.ModuleResolutionKind;

test.each<[string, ts.CompilerOptions]>([
  ["for Node", { ...NODE, module: ts.ModuleKind.Node16, moduleResolution: Node16 }],
  ["for Node by its old rules", { ...NODE, module: ts.ModuleKind.CommonJS, moduleResolution: Node10 }],
  ["for a bundler", { ...NODE, module: ts.ModuleKind.ESNext, moduleResolution: Bundler }],
  ["for a browser", { ...BROWSER, module: ts.ModuleKind.ESNext, moduleResolution: Bundler }],
  [
    "for a worker",
    {
      ...BROWSER,
      lib: ["lib.es2022.d.ts", "lib.webworker.d.ts"],
      module: ts.ModuleKind.ESNext,
      moduleResolution: Bundler,
      customConditions: ["workerd"],
    },
  ],
])("a program compiles, and all declarations with it: %s", { timeout: 60_000 }, (_name, options) => {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const all = { ...options, ...strict, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(all);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === PROGRAM || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === PROGRAM ? ts.createSourceFile(name, TEXT, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([PROGRAM], all, host));
  expect(ts.formatDiagnostics(diagnostics, host)).toBe("");
});
