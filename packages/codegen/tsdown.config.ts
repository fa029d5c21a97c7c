import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

const config: UserConfig[] = [
  { ...library, platform: "node" },
  { ...library, platform: "node", entry: ["src/cli.ts"], format: ["esm"], dts: false, clean: false },
];

export default config;
