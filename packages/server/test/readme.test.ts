import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

test("the first example of the README runs as it stands", () => {
  const [, code] = readFileSync(new URL("../README.md", import.meta.url), "utf8").match(/```ts\n([\s\S]*?)```/) ?? [];
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", code!], { cwd: PACKAGE, encoding: "utf8" });
  expect(run.stderr).toBe("");
  expect(run.stdout).toContain("body: 'world'");
});
