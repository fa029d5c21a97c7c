import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

/**
 * For Node one file, with the code of the packages under this one: finding and opening theirs takes longer than running
 * it, and so does reading over blanks. The core stays out of it, so that its errors and values are the same for all.
 */
const forNode: UserConfig = {
  ...library,
  clean: false,
  entry: { "index.node": "src/index.ts" },
  dts: false,
  deps: { alwaysBundle: [/^@s2kit\/(?:rest|sessions|batching)(?:\/|$)/], neverBundle: [/^node:/] },
  inputOptions: { resolve: { conditionNames: ["node", "import"] } },
  minify: { codegen: { removeWhitespace: true }, compress: false, mangle: false },
};

const config: UserConfig[] = [library, forNode];

export default config;
