import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

interface Chunk {
  readonly code: string;
  /** What the chunk imports from outside of itself. */
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

interface Rolldown {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ readonly output: readonly [Chunk, ...Chunk[]] }>;
    close(): Promise<void>;
  }>;
}

const ENTRY = "browser-entry";

/** Bundles what a browser gets of this package, together with the client that it needs, into one classic script. */
export async function bundleForBrowser(globalName: string): Promise<Chunk> {
  const { rolldown } = await loadRolldown();
  const sources = fileURLToPath(new URL("../../../src/index.ts", import.meta.url));
  const build = await rolldown({
    input: ENTRY,
    platform: "browser",
    resolve: { conditionNames: ["browser", "import", "default"] },
    plugins: [
      {
        name: ENTRY,
        resolveId: (id: string) => (id === ENTRY ? `${sources}?entry.ts` : undefined),
        load: (id: string) =>
          id === `${sources}?entry.ts`
            ? `export * from ${JSON.stringify(sources)}; export { createRestClient } from "@s2kit/rest";`
            : undefined,
      },
    ],
    onLog: () => undefined,
  });
  try {
    const { output } = await build.generate({ format: "iife", name: globalName });
    return output[0];
  } finally {
    await build.close();
  }
}

/** The bundler that comes with the test runner. */
async function loadRolldown(): Promise<Rolldown> {
  const vitest = createRequire(import.meta.url).resolve("vitest/package.json");
  const vite = createRequire(vitest).resolve("vite/package.json");
  return await import(pathToFileURL(createRequire(vite).resolve("rolldown")).href);
}
