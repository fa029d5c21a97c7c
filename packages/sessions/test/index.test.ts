import { readFileSync } from "node:fs";
import * as built from "@s2kit/sessions";
import { expect, test } from "vitest";
import * as sources from "../src/index.js";

test("exports these names and no others, built for Node as well", () => {
  expect(Object.keys(sources).sort()).toEqual([
    "CaughtUpTracker",
    "ReadRecord",
    "RecordBatch",
    "RecordHeader",
    "WRITER_HEADER",
    "appendByFrames",
    "appendByRequests",
    "appendOnce",
    "checkTail",
    "createTransports",
    "openAppendSession",
    "openPolicyAppendSession",
    "openReadSession",
    "readByFrames",
    "readBySse",
    "readOnce",
    "webTransports",
  ]);
  // On Node the public entry is the file of the internal one: nothing of it may be for s2kit's own packages alone.
  expect(Object.keys(built).sort()).toEqual(Object.keys(sources).sort());
});

test("what only s2kit's own packages need is in the internal entry", () => {
  const textOf = (entry: string): string => readFileSync(new URL(`../src/${entry}.ts`, import.meta.url), "utf8");
  for (const name of ["Ending", "OpenSessions"]) {
    expect(textOf("index")).not.toContain(name);
    expect(textOf("internal")).toContain(name);
  }
});

test("declarations leave out what is for this package alone", () => {
  const declarations = readFileSync(new URL("../dist/internal.d.mts", import.meta.url), "utf8");
  expect(declarations).toMatch(/class BatchTicket /);
  expect(declarations).not.toContain("@internal");
  expect(declarations).not.toMatch(/\bwhenTold\b|\bsentAt\b/);
});
