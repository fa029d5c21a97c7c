import ts from "typescript";
import { describe, expect, test } from "vitest";
import { type GeneratedFiles, generate } from "../src/index.js";
import { ALTERATIONS } from "./support/alterations.js";
import { compile } from "./support/compile.js";
import { frozen, published, unusual } from "./support/documents.js";
import { lineDiff } from "./support/line-diff.js";

const NAMES = ["schema.ts", "operations.ts"] as const;

describe("golden output", () => {
  test.each(Object.keys(ALTERATIONS))("differs from S2's as recorded: %s", async (name) => {
    const [before, after] = [await generate(frozen()), await generate(altered(name))];
    for (const file of NAMES) {
      await expect(lineDiff(before[file], after[file])).toMatchFileSnapshot(`golden/${name}/${file}.diff`);
    }
  });

  test("is as recorded for a document written in unusual ways", async () => {
    const files = await generate(unusual());
    for (const file of NAMES) await expect(files[file]).toMatchFileSnapshot(`golden/unusual/${file}`);
  });
});

test("only declares things, so that a bundler can leave out every function that is not called", async () => {
  const { "operations.ts": text } = await generate(frozen());
  const { statements } = ts.createSourceFile("operations.ts", text, ts.ScriptTarget.ES2022);
  const values = statements.filter((statement) => !ts.isFunctionDeclaration(statement) && !isType(statement));
  // A pattern is the one value that is made on loading; making it has no effect.
  expect(values.map((statement) => text.slice(statement.end - 4, statement.end))).toEqual(["?/g;"]);
  const exported = statements
    .filter(ts.isFunctionDeclaration)
    .filter((declaration) => declaration.modifiers?.length === 2);
  expect(exported).toHaveLength(24);
});

test("takes JSON from the module that it is told, and then has none of its own", async () => {
  const { "operations.ts": own } = await generate(frozen());
  const { "operations.ts": shared } = await generate(frozen(), { json: "./exact-json.js" });
  const imported = 'import { parseJson, stringifyJson } from "./exact-json.js";\n';
  expect(shared).toContain(imported);
  const start = own.indexOf("/** Like `JSON.stringify`");
  const end = own.indexOf("type ListAccessTokensOperation");
  expect(shared.replace(imported, "")).toBe(own.slice(0, start) + own.slice(end));
});

function isType(statement: ts.Statement): boolean {
  return (
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly === true)
  );
}

test("compiles against openapi-fetch, whatever the document", async () => {
  const directories: Record<string, GeneratedFiles> = {
    published: await generate(published()),
    frozen: await generate(frozen()),
    unusual: await generate(unusual()),
  };
  for (const name of Object.keys(ALTERATIONS)) directories[name] = await generate(altered(name));
  const complaints = compile(directories);
  expect(complaints).toEqual(Object.fromEntries(Object.keys(directories).map((name) => [name, []])));
});

function altered(name: string) {
  const alter = ALTERATIONS[name];
  if (alter === undefined) throw new Error(`no alteration ${name}`);
  return alter();
}
