import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_DEFECTS } from "./known-defects.js";
import { MORE_KNOWN_DEFECTS } from "./more-known-defects.js";

const ALL = [...KNOWN_DEFECTS, ...MORE_KNOWN_DEFECTS];

const PACKAGES = join(import.meta.dirname, "../..");

test.each(ALL.map(({ defect, file, test: title }) => [defect, file, title] as const))(
  "%s: a test proves that ours does not",
  (_defect, file, title) => {
    expect(readFileSync(join(PACKAGES, file), "utf8")).toContain(title);
  },
);

test("no defect is listed twice", () => {
  const defects = ALL.map(({ defect }) => defect);
  expect(new Set(defects).size).toBe(defects.length);
});
