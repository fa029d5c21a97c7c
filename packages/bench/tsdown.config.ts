import type { UserConfig } from "tsdown";

/** Each entry is a process of its own: the command, the server, one client, and the module whose import is timed. */
const config: UserConfig = {
  entry: ["src/cli.ts", "src/server/server-process.ts", "src/client/client-process.ts"],
  format: ["esm"],
  dts: false,
  fixedExtension: true,
  clean: true,
  target: "es2022",
  platform: "node",
  sourcemap: false,
  logLevel: "warn",
};

export default config;
