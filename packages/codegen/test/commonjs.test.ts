import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as library from "../src/index.js";
import { frozen } from "./support/documents.js";

test("what require gives generates what import does", async () => {
  const required = createRequire(import.meta.url)("@s2kit/codegen") as typeof library;
  expect(await required.generate(frozen())).toEqual(await library.generate(frozen()));
});
