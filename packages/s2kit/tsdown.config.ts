import type { UserConfig } from "tsdown";
import { library } from "../../tsdown.base.js";

/**
 * Gives every statement and every member of a class a line of its own. Of an error that nobody catches, Node shows the
 * line where it was made: without blanks that was the whole library.
 */
const shortLines = {
  name: "short-lines",
  generateBundle(this: { parse(code: string): unknown }, _: unknown, bundle: object): void {
    for (const chunk of Object.values(bundle) as { code?: string }[]) {
      if (chunk.code === undefined) continue;
      const { code } = chunk;
      const starts = startsIn(this.parse(code)).sort((one, other) => one - other);
      chunk.code = [0, ...starts].map((start, index) => code.slice(start, starts[index])).join("\n");
    }
  },
};

function startsIn(node: unknown): number[] {
  if (typeof node !== "object" || node === null) return [];
  const { body } = node as { body?: unknown };
  const own = Array.isArray(body) ? body.map(({ start }: { start: number }) => start) : [];
  return [...own, ...Object.values(node).flatMap(startsIn)];
}

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
  plugins: [shortLines],
  minify: { codegen: { removeWhitespace: true }, compress: false, mangle: false },
};

const config: UserConfig[] = [library, forNode];

export default config;
