import type { UserConfig } from "tsdown";
import { forBrowsers, splitLibrary } from "../../tsdown.base.js";

const config: UserConfig[] = [...splitLibrary(), ...splitLibrary(".browser", forBrowsers)];

export default config;
