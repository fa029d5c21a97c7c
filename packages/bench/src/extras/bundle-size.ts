import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A bundle that somebody may ship to browsers, and how large it may be. */
export interface Bundle {
  readonly name: string;
  /** The module that is bundled. */
  readonly source: string;
  /** Bytes of minified, gzipped code; `undefined` where there is no limit, only interest. */
  readonly maxBytes: number | undefined;
}

export interface BundleSize {
  readonly name: string;
  readonly minifiedBytes: number;
  readonly gzipBytes: number;
  readonly maxBytes: number | undefined;
}

const CLIENT = 'export { createRestClient } from "@s2kit/rest"; export { createTransports } from "@s2kit/sessions";';

export const BUNDLES: readonly Bundle[] = [
  {
    name: "append and read",
    source: `${CLIENT} export { openAppendSession, openReadSession } from "@s2kit/sessions";`,
    maxBytes: 15_000,
  },
  { name: "read only", source: `${CLIENT} export { openReadSession } from "@s2kit/sessions";`, maxBytes: 8_000 },
  {
    name: "management only",
    source: 'export { createBasin, createRestClient, createStream, listBasins, listStreams } from "@s2kit/rest";',
    maxBytes: 8_000,
  },
  { name: "everything: S2 from s2kit", source: 'export { S2 } from "s2kit";', maxBytes: undefined },
];

/** Bundles for browsers with esbuild, nothing left out, and weighs the result. */
export async function bundleSize(bundle: Bundle, resolveDir: string): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: bundle.source, resolveDir, loader: "js" },
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array(0);
  return {
    name: bundle.name,
    minifiedBytes: code.byteLength,
    gzipBytes: gzipSync(code, { level: 9 }).byteLength,
    maxBytes: bundle.maxBytes,
  };
}
