import type { UserConfig } from "tsdown";
import { splitLibrary } from "../../tsdown.base.js";

const [internal, index] = splitLibrary({ neverBundle: [/^node:/] });

/**
 * A build of its own for each kind of runtime: a program loads one of them. On Node that is one file: what is internal
 * are types, so that the public entry is the internal one with fewer declarations.
 */
const [internalNode, indexNode] = splitLibrary({ suffix: ".node", neverBundle: [/^node:/] });

const config: UserConfig[] = [
  internal,
  index,
  { ...internalNode, clean: false },
  { ...indexNode, dts: { emitDtsOnly: true } },
];

export default config;
