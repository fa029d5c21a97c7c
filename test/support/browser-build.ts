import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Tests what every package with a build for browsers keeps to: a module, and an entry, has the exports of the other one. */
export function testBrowserBuild(packageRoot: URL): void {
  const sources = new URL("src/", packageRoot);
  const built = new URL("dist/", packageRoot);
  const forBrowsers = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".browser.ts"),
  );
  const exportsOf = async (url: URL): Promise<string[]> => Object.keys(await import(url.href));

  describe("what stands in for a module in browsers", () => {
    test.each(forBrowsers)("has the same exports: %s", async (name) => {
      const ours = await exportsOf(new URL(name, sources));
      expect(ours).toEqual(await exportsOf(new URL(name.replace(".browser", ""), sources)));
    });
  });

  describe("the build for browsers", () => {
    test.each(["index", "internal"])("has the exports of the other one: %s", async (entry) => {
      const ours = await exportsOf(new URL(`${entry}.browser.mjs`, built));
      expect(ours).toEqual(await exportsOf(new URL(`${entry}.mjs`, built)));
    });
  });
}
