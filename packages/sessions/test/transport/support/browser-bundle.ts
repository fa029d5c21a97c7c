import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";

/** What every browser has, of what a bundle may use. */
const WEB = {
  AbortController,
  DecompressionStream,
  CompressionStream,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  WritableStream,
  atob,
  btoa,
  clearTimeout,
  crypto,
  document: {},
  fetch,
  performance,
  queueMicrotask,
  setTimeout,
};

interface Chunk {
  readonly code: string;
  /** What the chunk imports from outside of itself. */
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  /** Paths of the files that something of is in the chunk. */
  readonly moduleIds: readonly string[];
}

interface Rolldown {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ readonly output: readonly [Chunk, ...Chunk[]] }>;
    close(): Promise<void>;
  }>;
}

const ENTRY = "browser-entry";

/**
 * Bundles what a browser gets of this package, together with the client that it needs, into one classic script.
 *
 * @param names - What the program imports of this package. Default: all there is.
 */
export async function bundleForBrowser(globalName: string, names?: readonly string[]): Promise<Chunk> {
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
            ? `export ${names === undefined ? "*" : `{ ${names.join(", ")} }`} from ${JSON.stringify(sources)};
               export { ${names === undefined ? "createRestClient" : "createSessionClient"} } from "@s2kit/rest";`
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

/** Runs a bundle where there is nothing but the web platform. @returns What it exports. */
export function runAsBrowser<T>(chunk: Chunk, globalName: string): T {
  return runInContext(`${chunk.code}; ${globalName}`, createContext({ ...WEB })) as T;
}

/** The bundler that comes with the test runner. */
async function loadRolldown(): Promise<Rolldown> {
  const vitest = createRequire(import.meta.url).resolve("vitest/package.json");
  const vite = createRequire(vitest).resolve("vite/package.json");
  return await import(pathToFileURL(createRequire(vite).resolve("rolldown")).href);
}
