import type { UserConfig } from "tsdown";

/** What every package that ships has in common: ESM and CommonJS side by side, types for both, no syntax newer than Node 20. */
export const library: UserConfig = {
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  dts: true,
  fixedExtension: true,
  clean: true,
  target: "es2022",
  platform: "neutral",
  sourcemap: false,
  logLevel: "warn",
  // Editors show the comments of the declarations; in the code they would only be read by the machine.
  outputOptions: { comments: { jsdoc: false, annotation: true, legal: true } },
};
