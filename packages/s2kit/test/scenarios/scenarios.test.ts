import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  accessTokenScenarios,
  basinScenarios,
  locationScenarios,
  metricScenarios,
  type Scenarios,
  streamScenarios,
} from "./scenarios.js";

const AREAS: readonly (readonly [area: string, scenarios: Scenarios])[] = [
  ["basins", basinScenarios],
  ["streams", streamScenarios],
  ["access tokens", accessTokenScenarios],
  ["metrics", metricScenarios],
  ["locations", locationScenarios],
];

const sources = new Map<string, string>();

function sourceOf(file: string): string {
  const source = sources.get(file) ?? readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  sources.set(file, source);
  return source;
}

describe.for(AREAS)("%s", ([, scenarios]) => {
  test.for(Object.entries(scenarios))("%s is shown by tests that exist", ([, proofs]) => {
    expect(proofs.length).toBeGreaterThan(0);
    for (const proof of proofs) {
      const [file = "", title = ""] = proof.split(" > ");
      const isWritten = [`"${title}"`, `@ts-expect-error ${title}\n`].some((text) => sourceOf(file).includes(text));
      expect(isWritten, proof).toBe(true);
    }
  });
});
