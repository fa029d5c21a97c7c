import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { base } from "../../vitest.base.js";

// Cases mostly wait for the server, so many may be under way in one worker.
const config: ViteUserConfig = mergeConfig(base, { test: { maxConcurrency: 24 } });

export default config;
