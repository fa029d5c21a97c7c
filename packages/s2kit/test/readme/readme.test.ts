import { readFileSync } from "node:fs";
import { startServer } from "@s2kit/server";
import { expect, test, vi } from "vitest";
import { applyResources, formatPlan, parseResources, planResources, S2 } from "../../src/index.js";
import { test as withServer } from "../support/harness.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The code blocks of one language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, code]) =>
    name === language && code ? [code] : [],
  );
}

test("the example of the README is the one that is checked and run here", () => {
  expect(blocks("ts")[0]).toBe(readFileSync(new URL("example.ts", import.meta.url), "utf8"));
});

test("the example of the README prints what it has appended", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("./example.js");
  expect(log.mock.calls).toEqual([
    [0, "hello"],
    [1, "world"],
  ]);
});

test("the example on the repository's first page runs on the server that it names", async () => {
  const page = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");
  const [program = "", local = ""] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const withoutImports = (code: string): string => code.replaceAll(/^import .*\n/gm, "");
  const body = withoutImports(local) + withoutImports(program).replace(/^const s2 = .*\n/m, "");
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  log.mockClear();
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const run = new AsyncFunction("S2", "startServer", `${body}\nawait s2.close();\nawait server.close();`);
  await run(S2, startServer);
  expect(log.mock.calls).toEqual([[2], [0, "first"], [1, "second"], [2, "third"]]);
});

withServer("the file of the README can be planned and applied", async ({ s2 }) => {
  const spec = parseResources(blocks("json")[0] ?? "");
  const plan = await planResources(s2, spec);
  expect(formatPlan(plan)).toContain("deleteOnEmpty.minAgeSecs: 2h 30m");
  await applyResources(s2, plan);
  expect((await planResources(s2, spec, { defaultStorageClass: "express" })).hasChanges).toBe(false);
});
