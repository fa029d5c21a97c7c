import type { UserConfig } from "tsdown";

/** What every package that ships has in common: ESM and CommonJS side by side, types for both, no syntax newer than Node 20. */
export const library: UserConfig = {
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  // What is marked @internal is for this package alone.
  dts: { oxc: { stripInternal: true } },
  fixedExtension: true,
  clean: true,
  target: "es2022",
  platform: "neutral",
  sourcemap: false,
  // Declarations name `AsyncDisposable`, which a program that is compiled for browsers mostly does not know of itself.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
  logLevel: "warn",
  outputOptions: {
    // Editors show the comments of the declarations; in the code they would only be read by the machine.
    comments: { jsdoc: false, annotation: true, legal: true },
    // Each file costs a program half a millisecond at its start, and all packages use the internal entry anyway.
    paths: { "@s2kit/core": "@s2kit/core/internal" },
  },
};

/**
 * A package in which all code is in the internal entry, and the public one only says what of it is public.
 *
 * @param suffix - Of both entries, where this is one more build of the package.
 */
export function splitLibrary(suffix = "", changes: UserConfig = {}): [internal: UserConfig, index: UserConfig] {
  const build: UserConfig = { ...library, ...changes };
  return [
    { ...build, clean: suffix === "", entry: { [`internal${suffix}`]: "src/internal.ts" } },
    {
      ...build,
      clean: false,
      entry: { [`index${suffix}`]: "src/index.ts" },
      deps: { neverBundle: ["./internal.js"] },
      outputOptions: (options, format) => ({
        ...options,
        ...library.outputOptions,
        paths: () => `./internal${suffix}.${format === "cjs" ? "cjs" : "mjs"}`,
      }),
    },
  ];
}

/**
 * For browsers: what stands in `name.browser.ts` takes the place of `name.ts`. It leaves out what no browser has a use
 * for. Declarations are those of the whole build.
 */
export const forBrowsers: UserConfig = {
  dts: false,
  inputOptions: { resolve: { extensionAlias: { ".js": [".browser.ts", ".ts"] } } },
};
