import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Shared test settings. The JSON report is what `scripts/test.mjs` adds up. */
export const base: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
    setupFiles: [fileURLToPath(new URL("./test/support/no-leaks.ts", import.meta.url))],
    // A rejection nobody handles fails the run (this is the default; stated because the sessions rely on it).
    dangerouslyIgnoreUnhandledErrors: false,
    restoreMocks: true,
    // Tests do not measure time: these are for tests that hang, on machines that are busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
