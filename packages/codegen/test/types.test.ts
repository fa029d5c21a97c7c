import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate } from "../src/index.js";
import { compile } from "./support/compile.js";
import { frozen } from "./support/documents.js";

const USE = readFileSync(new URL("fixtures/use.ts", import.meta.url), "utf8");

test("the generated types accept what is right and refuse what is not", async () => {
  const files = await generate(frozen());
  expect(compile({ use: { ...files, "use.ts": USE } })).toEqual({ use: [] });
});

test("a type error in generated code, or in its use, would be noticed", async () => {
  const files = await generate(frozen());
  const broken = { ...files, "operations.ts": `${files["operations.ts"]}export const wrong: string = 1;\n` };
  const [complaint, ...others] = compile({ broken })["broken"] ?? [];
  expect(complaint).toContain("Type 'number' is not assignable to type 'string'");
  expect(others).toEqual([]);
  const unneeded = "// @ts-expect-error\nexport const right: string = '';\n";
  expect(compile({ use: { ...files, "use.ts": unneeded } })["use"]).toHaveLength(1);
});
