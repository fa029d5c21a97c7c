import { mergeConfig, type ViteUserConfig } from "vitest/config";
import { base } from "../../vitest.base.js";
import { forNode } from "./tsdown.config.js";

const config: ViteUserConfig = mergeConfig(base, { plugins: [{ ...forNode, enforce: "pre" }] });

export default config;
