import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

/** For the build for Node, and the tests: where there is `x.node.ts` beside `x.ts`, that is what other modules import. */
export const forNode = {
  name: "for-node",
  resolveId(source: string, importer: string | undefined): string | undefined {
    if (importer?.includes("/src/") !== true || !source.startsWith(".") || !source.endsWith(".js")) return undefined;
    const variant = resolve(dirname(importer), source.replace(/\.js$/, ".node.ts"));
    return variant !== importer && existsSync(variant) ? variant : undefined;
  },
};

const sessions: UserConfig = { ...library, deps: { neverBundle: [/^node:/] } };

// A build of its own for each kind of runtime: a program loads one of them, and that in one file.
const config: UserConfig[] = [
  sessions,
  { ...sessions, clean: false, entry: ["src/index.node.ts"], plugins: [forNode] },
];

export default config;
