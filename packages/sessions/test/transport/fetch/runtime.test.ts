import { supportsCompression } from "@s2kit/core/internal";
import { describe, expect, test } from "vitest";
import { asksForUnreadableFrames, hasFullDuplex, type RuntimeScope } from "../../../src/transport/fetch/runtime.js";

const node = { versions: { node: "20.20.2" } };
const chrome = { userAgent: "Mozilla/5.0 (X11; Linux x64) Chrome/147.0" };

const RUNTIMES: readonly [string, RuntimeScope, { readonly duplex: boolean; readonly browser: boolean }][] = [
  ["Node and Bun", { process: node }, { duplex: true, browser: false }],
  ["Deno", { Deno: {}, navigator: { userAgent: "Deno/2.9" } }, { duplex: true, browser: false }],
  ["a worker of Deno", { Deno: {}, WorkerGlobalScope: class {} }, { duplex: true, browser: false }],
  [
    "workerd",
    { WorkerGlobalScope: class {}, navigator: { userAgent: "Cloudflare-Workers" } },
    { duplex: true, browser: false },
  ],
  ["a page", { document: {}, navigator: chrome }, { duplex: false, browser: true }],
  ["a web worker", { WorkerGlobalScope: class {}, navigator: chrome }, { duplex: false, browser: true }],
  ["a page that has Node's globals", { document: {}, process: node }, { duplex: false, browser: true }],
  ["a runtime that nobody knows", {}, { duplex: false, browser: false }],
];

describe("what fetch can do", () => {
  test.for(RUNTIMES)("in %s", ([, scope, { duplex, browser }]) => {
    expect(hasFullDuplex(scope)).toBe(duplex);
    expect(asksForUnreadableFrames(scope)).toBe(browser && !supportsCompression("zstd"));
  });

  test("here: this runtime sends and receives at the same time", () => {
    expect(hasFullDuplex()).toBe(true);
    expect(asksForUnreadableFrames()).toBe(false);
  });
});
