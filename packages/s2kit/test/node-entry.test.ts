import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as core from "@s2kit/core";
import * as node from "s2kit";
import { expect, test } from "vitest";
import * as source from "../src/index.js";

const DIST = join(import.meta.dirname, "../dist");
const required = createRequire(import.meta.url)("s2kit") as typeof source;

/** What a built file asks for, sorted. */
function importsOf(file: string): string[] {
  const code = readFileSync(join(DIST, file), "utf8");
  return [
    ...new Set([...code.matchAll(/(?:\bfrom|\brequire\() ?["'`]([@\w][^"'`]*)["'`]/g)].map(([, name]) => name ?? "")),
  ].sort();
}

test.each(["index.node.mjs", "index.node.cjs"])(
  "a program on Node loads one file of ours beside the core's: %s",
  (file) => {
    expect(importsOf(file)).toEqual(["@s2kit/core/internal", "eventsource-parser", "node:module", "openapi-fetch"]);
  },
);

test.each(["index.node.mjs", "index.node.cjs"])(
  "an error that nobody catches shows the line where it was made, and not the whole library: %s",
  (file) => {
    const lines = readFileSync(join(DIST, file), "utf8").split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2000);
  },
);

test.each([
  ["import", node],
  ["require", required],
])("what Node gets by %s has the same names, and classes of the same names", (_, library) => {
  const kindOf = (value: unknown): string =>
    typeof value === "function" && String(value).startsWith("class") ? value.name : typeof value;
  const describeAll = (names: object): unknown =>
    Object.fromEntries(Object.entries(names).map(([name, value]) => [name, kindOf(value)]));
  expect(describeAll(library)).toEqual(describeAll(source));
  expect(describeAll(library.rest)).toEqual(describeAll(source.rest));
});

test("errors and values are those of the core, whichever package they are taken from", () => {
  const { S2Error, SeqNumMismatchError, StreamPosition, AppendRecord } = node;
  expect([S2Error, SeqNumMismatchError, StreamPosition, AppendRecord]).toEqual([
    core.S2Error,
    core.SeqNumMismatchError,
    core.StreamPosition,
    core.AppendRecord,
  ]);
});
