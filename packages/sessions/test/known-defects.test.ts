import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_DEFECTS } from "./known-defects.js";

const PACKAGES = join(import.meta.dirname, "../..");

test.each(KNOWN_DEFECTS.map(({ defect, file, test: title }) => [defect, file, title] as const))(
  "%s: a test proves that ours does not",
  (_defect, file, title) => {
    expect(readFileSync(join(PACKAGES, file), "utf8")).toContain(title);
  },
);

test("no defect is listed twice", () => {
  const defects = KNOWN_DEFECTS.map(({ defect }) => defect);
  expect(new Set(defects).size).toBe(defects.length);
});
