import { readdirSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";

const SOURCES = new URL("../src/", import.meta.url);
const BUILT = new URL("../dist/", import.meta.url);

const forBrowsers = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".browser.ts"),
);

describe("what stands in for a module in browsers", () => {
  test.each(forBrowsers)("has the same exports: %s", async (name) => {
    const [ours, whole] = await Promise.all([
      import(new URL(name, SOURCES).href),
      import(new URL(name.replace(".browser", ""), SOURCES).href),
    ]);
    expect(Object.keys(ours)).toEqual(Object.keys(whole));
  });
});

describe("the build for browsers", () => {
  test.each(["index", "internal"])("has the exports of the other one: %s", async (entry) => {
    const [ours, whole] = await Promise.all([
      import(new URL(`${entry}.browser.mjs`, BUILT).href),
      import(new URL(`${entry}.mjs`, BUILT).href),
    ]);
    expect(Object.keys(ours)).toEqual(Object.keys(whole));
  });

  test("counts bytes as the other one does, and shows values like any object", async () => {
    const { StreamPosition, utf8Length } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    expect(utf8Length("é€😀\ud800")).toBe(12);
    expect(inspect(new StreamPosition(1, 2))).toBe("StreamPosition {}");
  });

  test("shows no secret", async () => {
    const { Secret } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    expect(inspect(new Secret("s3cret"), { showHidden: true, depth: 9 })).not.toContain("s3cret");
  });
});
