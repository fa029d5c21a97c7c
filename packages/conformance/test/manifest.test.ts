import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { allCases } from "../src/cases/index.js";
import { requirements } from "../src/requirements/index.js";

const source = fileURLToPath(new URL("../src/", import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(join(source, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(source, folder, name));

describe("requirements and cases", () => {
  test("every requirement is proved by a case", () => {
    const proved = new Set(allCases.map(({ requirement }) => requirement));
    expect(Object.keys(requirements).filter((id) => !proved.has(id as never))).toEqual([]);
  });

  test("every case proves a requirement of the manifest, and its id begins with that requirement's", () => {
    const strays = allCases.filter(
      ({ id, requirement }) => !(requirement in requirements) || !id.startsWith(`${requirement}.`),
    );
    expect(strays.map(({ id }) => id)).toEqual([]);
  });

  test("every case that is defined is in the list of all cases", () => {
    const defined = filesIn("cases").flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/^ {4}name: "(.+)",$/gm),
    ]);
    expect(allCases.length).toBe(defined.length);
  });

  test("no two cases have the same id or the same sentence", () => {
    expect(new Set(allCases.map(({ id }) => id)).size).toBe(allCases.length);
    expect(new Set(allCases.map(({ requirement, proves }) => `${requirement} ${proves}`)).size).toBe(allCases.length);
  });

  test("ids are kebab-case in three parts", () => {
    const part = "[a-z0-9]+(-[a-z0-9]+)*";
    const pattern = new RegExp(`^${part}\\.${part}\\.${part}$`);
    expect(allCases.map(({ id }) => id).filter((id) => !pattern.test(id))).toEqual([]);
  });

  test("requirements are sentences, and cases state facts", () => {
    const texts = Object.values(requirements);
    expect(texts.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
    const facts = allCases.map(({ proves }) => proves);
    expect(facts.filter((fact) => /\bshould\b/i.test(fact) || fact.endsWith("."))).toEqual([]);
  });
});

test("cases and their tools share no code with the client or the server", () => {
  const offenders = ["cases", "harness", "wire", "tools", "requirements"].flatMap(filesIn).filter((file) => {
    const imports = [...readFileSync(file, "utf8").matchAll(/(?:from|import) "([^"]+)"/g)].map(
      (match) => match[1] ?? "",
    );
    return imports.some((name) => name.startsWith("s2kit") || name.startsWith("@s2kit/") || name.includes("../../../"));
  });
  expect(offenders).toEqual([]);
});
