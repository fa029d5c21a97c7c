import { describe, test } from "vitest";
import { allCases } from "../cases/index.js";
import type { HttpProtocol } from "../wire/http-client.js";
import { CaseContext, SharedBasin } from "./case-context.js";
import type { CaseTag, ConformanceCase } from "./conformance-case.js";

/** What kind of server answers: decides which cases apply. */
export type ServerKind = "embedded" | "lite" | "cloud";

/** Against what to run, and what. */
export interface ConformanceOptions {
  /** Base URL of the server, read when the first case runs; so a `beforeAll` may start the server. */
  baseUrl: string | (() => string);
  server: ServerKind;
  /** HTTP versions to run every case over; both by default. */
  protocols?: readonly HttpProtocol[] | undefined;
  /** Whether the server can compress and decompress zstd; true by default. */
  zstd?: boolean | undefined;
  /** Runs also the cases that take more than ten seconds. By default when the environment has `S2KIT_SLOW=1`. */
  slow?: boolean | undefined;
  /** Runs only cases for which it returns true; all by default. */
  filter?: ((conformanceCase: ConformanceCase) => boolean) | undefined;
}

const CASE_LIMIT_MS = 45_000;
const SLOW_CASE_LIMIT_MS = 200_000;

/** Registers one concurrent vitest test for each case and HTTP version. Cases that do not apply to the server are left out. */
export function runConformance(options: ConformanceOptions): void {
  const { protocols = ["h1", "h2"], slow = process.env["S2KIT_SLOW"] === "1", filter = () => true } = options;
  const baseUrl = (): string => (typeof options.baseUrl === "string" ? options.baseUrl : options.baseUrl());
  for (const protocol of protocols) {
    const shared = new SharedBasin();
    describe.concurrent(protocol, () => {
      for (const one of allCases) {
        if (!applies(one.tags, options, protocol) || !filter(one)) continue;
        const isSlow = one.tags.includes("slow");
        const timeout = isSlow ? SLOW_CASE_LIMIT_MS : CASE_LIMIT_MS;
        test.skipIf(isSlow && !slow)(`${one.id}: ${one.proves}`, { timeout }, async () => {
          const context = new CaseContext(baseUrl(), protocol, shared);
          try {
            await one.run(context);
          } finally {
            await context.close();
          }
        });
      }
    });
  }
}

function applies(
  tags: readonly CaseTag[],
  { server, zstd = true }: ConformanceOptions,
  protocol: HttpProtocol,
): boolean {
  const conditions: Record<CaseTag, boolean> = {
    "cloud-only": server === "cloud",
    "embedded-only": server === "embedded",
    "not-lite": server !== "lite",
    "lite-quirk": server !== "cloud",
    "lite-only": server === "lite",
    zstd,
    "h1-only": protocol === "h1",
    "h2-only": protocol === "h2",
    slow: true,
  };
  return tags.every((tag) => conditions[tag]);
}
