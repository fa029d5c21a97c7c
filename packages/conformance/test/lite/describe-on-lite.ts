import { describe } from "vitest";
import { findS2Lite } from "../../src/servers/index.js";

const binary = await findS2Lite();

/**
 * Groups tests that need the real server. Without a binary they are skipped, loudly; with `S2KIT_LITE=required`
 * they fail instead. Nothing is installed from here.
 */
export function describeOnLite(name: string, tests: () => void): void {
  const skipped = binary === undefined && process.env["S2KIT_LITE"] !== "required";
  if (skipped) {
    const line = "#".repeat(78);
    console.warn(
      `${line}\n# SKIPPED: ${name}, because no s2 binary was found.\n` +
        `# \`node scripts/install-s2-lite.mjs\` finds or builds it.\n${line}`,
    );
  }
  describe.skipIf(skipped)(name, tests);
}
