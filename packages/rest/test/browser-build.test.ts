import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testBrowserBuild } from "../../../test/support/browser-build.js";

const BUILT = new URL("../dist/", import.meta.url);
const SERVICE = "https://aws.s2.dev/v1";

testBrowserBuild(new URL("../", import.meta.url));

describe("the build for browsers", () => {
  test("leaves out what only Node has", () => {
    const [ours, whole] = ["internal.browser.mjs", "internal.mjs"].map((name) =>
      readFileSync(new URL(name, BUILT), "utf8"),
    );
    for (const sign of ["ECONNREFUSED", "Mozilla"]) {
      expect(whole).toContain(sign);
      expect(ours).not.toContain(sign);
    }
  });

  test("tells a lost connection by its message, and a mistake from it", async () => {
    const { fromFetchError } = (await import(
      new URL("internal.browser.mjs", BUILT).href
    )) as typeof import("../src/internal.js");
    const request = { method: "GET", path: "/basins" };
    expect(fromFetchError(new TypeError("Failed to fetch"), request, true, SERVICE)).toMatchObject({
      code: "connection_lost",
      retryable: true,
      maybeApplied: true,
    });
    expect(fromFetchError(new TypeError("x is not a function"), request, true, SERVICE)).toMatchObject({
      retryable: false,
    });
  });
});
