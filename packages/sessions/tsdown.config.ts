import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { UserConfig } from "tsdown";
import { splitLibrary } from "../../tsdown.base.js";

/** For the build for Node, and the tests: where there is `x.node.ts` beside `x.ts`, that is what other modules import. */
export const forNode = {
  name: "for-node",
  resolveId(source: string, importer: string | undefined): string | undefined {
    if (importer?.includes("/src/") !== true || !source.startsWith(".") || !source.endsWith(".js")) return undefined;
    const variant = resolve(dirname(importer), source.replace(/\.js$/, ".node.ts"));
    return variant !== importer && existsSync(variant) ? variant : undefined;
  },
};

/**
 * The build for Node is one file, so that a program loads no more: only types are internal, and the public entry would
 * be the same. Declarations are those of the other build.
 */
const [node] = splitLibrary(".node", { dts: false, deps: { neverBundle: [/^node:/] }, plugins: [forNode] });

const config: UserConfig[] = [...splitLibrary(), node];

export default config;
