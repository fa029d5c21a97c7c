import type { UserConfig } from "tsdown";

/** The chaos command; everything else in the package runs from its source. */
const config: UserConfig = {
  entry: { main: "src/chaos/main.ts" },
  // As deep as the folders of `src`, so that the path to the script below stays the same.
  outDir: "dist/chaos",
  format: ["esm"],
  dts: false,
  fixedExtension: true,
  clean: true,
  target: "es2022",
  platform: "node",
  // The script is a command too: inside of ours it would take itself for the one that was started.
  deps: { neverBundle: [/^s2kit$/, /^@s2kit\//, /^@node-rs\//, /install-s2-lite\.mjs$/] },
  logLevel: "warn",
};

export default config;
