import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

const config: UserConfig = library;

export default config;
