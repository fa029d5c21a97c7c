import type { UserConfig } from "tsdown";
import { browserSplitLibrary, splitLibrary } from "../../tsdown.base.js";

const config: UserConfig[] = [...splitLibrary, ...browserSplitLibrary];

export default config;
