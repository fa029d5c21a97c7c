import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const PACKAGES = join(import.meta.dirname, "../../..");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifests = readdirSync(PACKAGES).map(
  (folder) => JSON.parse(readFileSync(join(PACKAGES, folder, "package.json"), "utf8")) as Manifest,
);
const published = manifests.filter((manifest) => manifest.private !== true);

/** From low to high: each may use those before it. */
const ORDER = ["@s2kit/core", "@s2kit/rest", "@s2kit/sessions", "@s2kit/batching", "s2kit"];
/** What stands beside the SDK and is not used by it, nor uses it. */
const BESIDE = ["@s2kit/codegen", "@s2kit/server"];

const ours = (dependencies: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(dependencies).filter((name) => name === "s2kit" || name.startsWith("@s2kit/"));

const manifestOf = (name: string): Manifest => manifests.find((manifest) => manifest.name === name) as Manifest;

describe("the packages", () => {
  test("are those that the order knows", () => {
    expect(published.map(({ name }) => name).sort()).toEqual([...ORDER, ...BESIDE].sort());
  });

  test.each(ORDER)("%s depends only on lower packages", (name) => {
    const used = ours(manifestOf(name).dependencies).map((dependency) => ORDER.indexOf(dependency));
    expect(used.filter((rank) => rank < 0 || rank >= ORDER.indexOf(name))).toEqual([]);
  });

  test("batching sees sessions only through the interface in core", () => {
    expect(ours(manifestOf("@s2kit/batching").dependencies)).toEqual(["@s2kit/core"]);
  });

  test.each(BESIDE)("%s uses none of ours", (name) => {
    expect(ours(manifestOf(name).dependencies)).toEqual([]);
  });

  test("the server shares no code with the client, not even in its tests", () => {
    expect(ours(manifestOf("@s2kit/server").devDependencies)).toEqual([]);
  });

  test("are released together, with one version", () => {
    const config = JSON.parse(readFileSync(join(PACKAGES, "../.changeset/config.json"), "utf8")) as {
      fixed: string[][];
    };
    expect(config.fixed.map((group) => [...group].sort())).toEqual([published.map(({ name }) => name).sort()]);
    expect(new Set(published.map(({ version }) => version)).size).toBe(1);
  });

  test("send the version that they are released with", () => {
    const source = readFileSync(join(PACKAGES, "rest/src/version.ts"), "utf8");
    expect(source).toContain(`"${manifestOf("@s2kit/rest").version}"`);
  });
});
