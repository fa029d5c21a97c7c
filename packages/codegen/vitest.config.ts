import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { base } from "../../vitest.base.js";

/** Generating and type-checking whole documents takes seconds on a busy machine. */
const config: ViteUserConfig = mergeConfig(base, { test: { testTimeout: 60_000, hookTimeout: 60_000 } });

export default config;
