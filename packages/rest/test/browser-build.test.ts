import { readdirSync, readFileSync } from "node:fs";
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

  test("leaves out what only Node has", () => {
    const [ours, whole] = ["internal.browser.mjs", "internal.mjs"].map((name) =>
      readFileSync(new URL(name, BUILT), "utf8"),
    );
    for (const sign of ["node:zlib", "ECONNREFUSED"]) {
      expect(whole).toContain(sign);
      expect(ours).not.toContain(sign);
    }
  });

  test("tells a lost connection by its message, and a mistake from it", async () => {
    const { fromFetchError } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    const request = { method: "GET", path: "/basins" };
    expect(fromFetchError(new TypeError("Failed to fetch"), request, true)).toMatchObject({
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
    });
    expect(fromFetchError(new TypeError("x is not a function"), request, true)).toMatchObject({ retryable: false });
  });
});
