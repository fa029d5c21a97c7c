import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

const sessions: UserConfig = { ...library, deps: { neverBundle: [/^node:/] } };

// A build of its own for each kind of runtime: a program loads one of them, and that in one file.
const config: UserConfig[] = [sessions, { ...sessions, clean: false, entry: ["src/index.node.ts"] }];

export default config;
