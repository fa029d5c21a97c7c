import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

const config: UserConfig = { ...library, entry: ["src/index.ts", "src/internal.ts"] };

export default config;
