import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faults, flushing, handover, type Scenarios, sessionsAndTokens, uncertainty } from "./session-scenarios.js";
import { surface } from "./surface.js";

const PACKAGES = join(import.meta.dirname, "../../..");

const AREAS: readonly (readonly [area: string, scenarios: Scenarios])[] = [
  ["uncertainty", uncertainty],
  ["handover", handover],
  ["flushing", flushing],
  ["sessions and tokens", sessionsAndTokens],
  ["faults", faults],
  ["surface", surface],
];

describe.for(AREAS)("%s", ([, scenarios]) => {
  test.for(Object.entries(scenarios))("%s is shown by tests that exist", ([, proofs]) => {
    for (const proof of proofs) {
      const at = proof.indexOf(" > ");
      const title = proof.slice(at + 3);
      const source = readFileSync(join(PACKAGES, proof.slice(0, at)), "utf8");
      const isWritten = source.includes(`"${title}"`) || source.includes(`// @ts-expect-error ${title}\n`);
      expect(isWritten, proof).toBe(true);
    }
  });
});
