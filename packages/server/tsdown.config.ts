import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

const config: UserConfig[] = [
  { ...library, platform: "node" },
  { ...library, entry: ["src/cli.ts"], format: ["esm"], dts: false, clean: false, platform: "node" },
];

export default config;
