import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { applyResources, formatPlan, parseResources, planResources } from "../../src/index.js";
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

withServer("the file of the README can be planned and applied", async ({ s2 }) => {
  const spec = parseResources(blocks("json")[0] ?? "");
  const plan = await planResources(s2, spec);
  expect(formatPlan(plan)).toContain("deleteOnEmpty.minAgeSecs: 2h 30m");
  await applyResources(s2, plan);
  expect((await planResources(s2, spec, { defaultStorageClass: "express" })).hasChanges).toBe(false);
});
