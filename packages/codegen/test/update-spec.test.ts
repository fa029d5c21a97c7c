import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { test as base, describe, expect } from "vitest";
import * as codegen from "../src/index.js";
import { ALTERATIONS } from "./support/alterations.js";
import { frozen, published } from "./support/documents.js";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
const SCRIPT = join(REPOSITORY, "scripts/update-spec.mjs");
const GENERATED = ["packages/rest/src/generated/schema.ts", "packages/rest/src/generated/operations.ts"];
const INDEX = "packages/rest/src/index.ts";
const STRUCTURE = "packages/codegen/test/fixtures/structure.json";

interface UpdateSpecOptions {
  source: string;
  root: string;
  dryRun?: boolean;
  takeProse?: boolean;
  codegen: typeof codegen;
  print: (text: string) => void;
}

const { updateSpec } = (await import(SCRIPT)) as { updateSpec: (options: UpdateSpecOptions) => Promise<string[]> };

interface Fixture {
  /** A copy of the parts of the repository that the script touches, generated from the frozen document. */
  root: string;
  /** Runs the script on the copy with a document. */
  update: (document: object, options?: Partial<UpdateSpecOptions>) => Promise<{ written: string[]; printed: string }>;
}

const test = base.extend<Fixture>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures from the pattern
  root: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "update-spec-"));
    for (const path of ["spec", ...GENERATED, INDEX]) {
      await cp(join(REPOSITORY, path), join(root, path), { recursive: true });
    }
    await updateSpec({ source: await save(root, frozen()), root, codegen, print: () => undefined });
    await rm(join(root, ".changeset"), { recursive: true, force: true });
    await use(root);
    await rm(root, { recursive: true });
  },
  update: async ({ root }, use) => {
    await use(async (document, options = {}) => {
      let printed = "";
      const print = (text: string) => {
        printed += text;
      };
      const written = await updateSpec({ source: await save(root, document), root, codegen, print, ...options });
      return { written, printed };
    });
  },
});

async function save(root: string, document: object): Promise<string> {
  const path = join(root, "candidate.json");
  await writeFile(path, JSON.stringify(document));
  return path;
}

const altered = (name: string) => {
  const document = ALTERATIONS[name]?.();
  if (document === undefined) throw new Error(`no alteration ${name}`);
  return document;
};
const readText = (...path: string[]) => readFile(join(...path), "utf8");

describe("update-spec", () => {
  test("does nothing when the document is the same", async ({ root, update }) => {
    expect(await update(frozen())).toEqual({ written: [], printed: "No changes in the API.\n" });
    expect(await readdir(root)).not.toContain(".changeset");
  });

  test("brings everything to the new document, and says what changed", async ({ root, update }) => {
    const { written, printed } = await update(altered("operation-added"));
    const changeset = written.at(-1) ?? "";
    expect(written).toEqual(["spec/openapi.json", INDEX, ...GENERATED, STRUCTURE, changeset]);
    expect(printed).toContain("  POST /streams/{stream}\n    added (copyStream)\n");
    expect(printed).toContain("wrote spec/openapi.json\n");

    const text = await readText(root, "spec/openapi.json");
    const document = codegen.parseDocument(text, "spec");
    expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`);
    expect(codegen.structureOf(document)).toEqual(codegen.structureOf(altered("operation-added")));
    expect(JSON.parse(await readText(root, STRUCTURE))).toEqual(codegen.structureOf(document));
    const files = await codegen.generate(document, { json: "@s2kit/core/internal" });
    expect(await readText(root, "packages/rest/src/generated/operations.ts")).toBe(files["operations.ts"]);
    expect(files["operations.ts"]).toContain("export async function copyStream");
  });

  test("finds the repository as it left it", async () => {
    const source = join(REPOSITORY, "spec/openapi.json");
    const print = () => undefined;
    expect(await updateSpec({ source, root: REPOSITORY, dryRun: true, codegen, print })).toEqual([]);
  });

  test("names new operations in the public entry, and no longer those that are gone", async ({ root, update }) => {
    const before = await readText(root, INDEX);
    await update(altered("operation-added"));
    const added = await readText(root, INDEX);
    const lines = (text: string) => new Set(text.split("\n"));
    expect([...lines(added)].filter((line) => !lines(before).has(line)).sort()).toEqual([
      "  copyStream,",
      "  type CopyStreamData,",
      "  type CopyStreamError,",
      "  type CopyStreamOptions,",
      "  type CopyStreamResult,",
    ]);
    expect(added).toContain("  type CompressionOption,\n  type CopyStreamData,");
    expect(added).toContain("  type components,\n  copyStream,\n  createBasin,");

    await update(altered("operation-removed"));
    const removed = await readText(root, INDEX);
    expect(removed).not.toContain("opyStream");
    expect(removed).not.toMatch(/eleteStream|istLocations/);
    await update(frozen());
    expect(await readText(root, INDEX)).toBe(before);
  });

  test("keeps our descriptions, and takes the others when told to", async ({ root, update }) => {
    const theirs = altered("operation-added");
    for (const item of Object.values(theirs.paths)) if (item.get !== undefined) item.get.summary = "Theirs.";
    await update(theirs);
    const summary = async () => {
      const document = codegen.parseDocument(await readText(root, "spec/openapi.json"), "spec");
      return document.paths["/basins"]?.get?.summary;
    };
    expect(await summary()).toBe(published().paths["/basins"]?.get?.summary);
    await update(theirs, { takeProse: true });
    expect(await summary()).toBe("Theirs.");
  });

  test("writes a minor changeset for additions", async ({ root, update }) => {
    const { written } = await update(altered("operation-added"));
    expect(await readText(root, written.at(-1) ?? "")).toBe(
      '---\n"@s2kit/rest": minor\n---\n\nNew in S2\'s API:\n\n' +
        "- POST /streams/{stream}: added (copyStream)\n- schema CopyStreamRequest: added\n",
    );
  });

  test("writes a major changeset that names what breaks", async ({ root, update }) => {
    const { written, printed } = await update(altered("schema-changed"));
    expect(printed).toMatch(/^6 breaking changes, 5 other changes\./);
    const text = await readText(root, written.at(-1) ?? "");
    expect(text).toMatch(
      /^---\n"@s2kit\/rest": major\n---\n\nS2's API changed in ways that break callers:\n\n- schema /,
    );
    expect(text).toContain("- schema StreamInfo: property `created_at`: string → integer\n");
    expect(text).toContain("\nNew in S2's API:\n\n- schema MetricUnit: ");
  });

  test("writes a patch changeset when only descriptions changed", async ({ root, update }) => {
    const document = codegen.parseDocument(await readText(root, "spec/openapi.json"), "spec");
    const list = document.paths["/basins"]?.get;
    if (list !== undefined) list.summary = "Better words.";
    const { written, printed } = await update(document, { takeProse: true });
    expect(printed).toMatch(/^No changes in the API\.\n/);
    expect(await readText(root, written.at(-1) ?? "")).toMatch(/^---\n"@s2kit\/rest": patch\n---\n\nNew descriptions/);
  });

  test("writes one changeset however often it runs", async ({ root, update }) => {
    await update(altered("operation-removed"));
    expect((await update(altered("operation-removed"))).written).toEqual([]);
    expect(await readdir(join(root, ".changeset"))).toHaveLength(1);
  });

  test("writes nothing in a dry run", async ({ root, update }) => {
    const before = await readText(root, "spec/openapi.json");
    const { written, printed } = await update(altered("operation-removed"), { dryRun: true });
    expect(written).toHaveLength(6);
    expect(printed).toContain("would write spec/openapi.json\n");
    expect(printed).not.toContain("wrote");
    expect(await readText(root, "spec/openapi.json")).toBe(before);
    expect(await readdir(root)).not.toContain(".changeset");
  });

  test("writes nothing when the document cannot be generated", async ({ root, update }) => {
    const before = await readText(root, "spec/openapi.json");
    const broken = altered("operation-added");
    delete broken.components?.schemas?.["StreamInfo"];
    await expect(update(broken)).rejects.toThrow("StreamInfo");
    expect(await readText(root, "spec/openapi.json")).toBe(before);
  });

  test("works on a document of the older form, and back", async ({ update }) => {
    expect((await update(altered("older-form"))).written).toHaveLength(6);
    expect((await update(frozen())).printed).toContain("GET /locations");
  });
});

test("the command explains itself when it is used wrongly", async () => {
  const wrong = promisify(execFile)(process.execPath, [SCRIPT]);
  await expect(wrong).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: pnpm update-spec") });
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, "--help"]);
  expect(stdout).toContain("--dry-run");
});
