import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { testBrowserBuild } from "../../../test/support/browser-build.js";

const BUILT = new URL("../dist/", import.meta.url);

testBrowserBuild(new URL("../", import.meta.url));

describe("the build for browsers", () => {
  test("counts bytes as the other one does, and shows values like any object", async () => {
    const { StreamPosition, utf8Length } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    expect(utf8Length("é€😀\ud800")).toBe(12);
    expect(inspect(new StreamPosition(1, 2))).toBe("StreamPosition {}");
  });

  test("leaves out what only Node has", () => {
    const [ours, whole] = ["internal.browser.mjs", "internal.mjs"].map((name) =>
      readFileSync(new URL(name, BUILT), "utf8"),
    );
    for (const sign of ["node:zlib", "nodejs.util.inspect"]) {
      expect(whole).toContain(sign);
      expect(ours).not.toContain(sign);
    }
  });

  test("shows no secret", async () => {
    const { Secret } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    expect(inspect(new Secret("s3cret"), { showHidden: true, depth: 9 })).not.toContain("s3cret");
  });
});
