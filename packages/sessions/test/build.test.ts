import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("..", import.meta.url);

/** The modules that something of is in a file of the build. */
function modulesOf(file: string): readonly string[] {
  const code = readFileSync(new URL(`dist/${file}`, root), "utf8");
  return [...code.matchAll(/^\/\/#region (src\/.*)$/gm)].map(([, path]) => path as string);
}

/** Those that Node has modules of its own for, and do not stand in them as well. */
const REPLACED = ["src/wire/frame-memory.ts", "src/wire/memory.ts"];
const NODE_ONLY = ["base64-codec", "frame-memory", "memory", "utf8", "varint"].map(
  (name) => `src/wire/${name}.node.ts`,
);

test.each(["index.node.mjs", "index.node.cjs"])(
  "%s has what is there for Node, and not the web's beside it",
  (file) => {
    const modules = modulesOf(file);
    expect(modules).toEqual(expect.arrayContaining(NODE_ONLY));
    expect(modules.filter((path) => REPLACED.includes(path))).toEqual([]);
  },
);

test.each(["index.mjs", "index.cjs"])("%s has nothing that is only for Node", (file) => {
  expect(modulesOf(file).filter((path) => path.endsWith(".node.ts"))).toEqual([]);
});
