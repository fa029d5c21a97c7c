import type { UserConfig } from "tsdown";
import { splitLibrary } from "../../tsdown.base.js";

const config: UserConfig[] = splitLibrary();

export default config;
