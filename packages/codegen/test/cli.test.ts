import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "vitest";
import { run } from "../src/cli/run.js";
import { generate } from "../src/index.js";
import { ALTERATIONS } from "./support/alterations.js";
import { frozen } from "./support/documents.js";

interface Fixture {
  /** A directory of its own for each test, with `old.json` and `new.json` in it. */
  directory: string;
}

const test = base.extend<Fixture>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures from the pattern
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "codegen-"));
    await writeFile(join(directory, "old.json"), JSON.stringify(frozen()));
    await writeFile(join(directory, "new.json"), JSON.stringify(ALTERATIONS["schema-changed"]?.()));
    await use(directory);
    await rm(directory, { recursive: true });
  },
});

async function command(...args: string[]) {
  const result = { exitCode: 0, out: "", err: "" };
  result.exitCode = await run(args, {
    out: (text) => {
      result.out += text;
    },
    err: (text) => {
      result.err += text;
    },
  });
  return result;
}

test("generate writes both files and names them", async ({ directory }) => {
  const out = join(directory, "deep", "generated");
  const result = await command("generate", join(directory, "old.json"), "--out", out);
  expect(result).toEqual({ exitCode: 0, out: `${out}/schema.ts\n${out}/operations.ts\n`, err: "" });
  const files = await generate(frozen());
  expect(await readFile(join(out, "schema.ts"), "utf8")).toBe(files["schema.ts"]);
  expect(await readFile(join(out, "operations.ts"), "utf8")).toBe(files["operations.ts"]);
});

test("generate writes only what changed", async ({ directory }) => {
  const args = ["generate", join(directory, "old.json"), "--out", directory];
  await command(...args);
  expect(await command(...args)).toEqual({ exitCode: 0, out: "", err: "" });
  await writeFile(join(directory, "schema.ts"), "edited");
  expect((await command(...args)).out).toBe(`${directory}/schema.ts\n`);
});

test("generate --check finds what is stale or missing, and writes nothing", async ({ directory }) => {
  const args = ["generate", join(directory, "old.json"), "--out", directory];
  await command(...args);
  expect(await command(...args, "--check")).toEqual({ exitCode: 0, out: "", err: "" });
  await writeFile(join(directory, "schema.ts"), "edited");
  await rm(join(directory, "operations.ts"));
  const result = await command(...args, "--check");
  expect(result.exitCode).toBe(1);
  expect(result.err).toBe(`${directory}/schema.ts is not up to date\n${directory}/operations.ts is not up to date\n`);
  expect(await readFile(join(directory, "schema.ts"), "utf8")).toBe("edited");
});

test("diff prints for people, or JSON", async ({ directory }) => {
  const files = [join(directory, "old.json"), join(directory, "new.json")];
  const text = await command("diff", ...files);
  expect(text).toMatchObject({ exitCode: 0, err: "" });
  expect(text.out).toMatch(
    /^6 breaking changes, 5 other changes\.\n\nBreaking:\n {2}schema CreateStreamRequest \(sent\)\n/,
  );
  const json = JSON.parse((await command("diff", ...files, "--json")).out);
  expect(json.breaking).toBe(true);
  expect(json.changes).toHaveLength(11);
});

test("diff --fail-on-breaking exits with 1 for a breaking change only", async ({ directory }) => {
  const [before, after] = [join(directory, "old.json"), join(directory, "new.json")];
  expect((await command("diff", before, after, "--fail-on-breaking")).exitCode).toBe(1);
  expect((await command("diff", before, before, "--fail-on-breaking")).exitCode).toBe(0);
});

test("a document that cannot be used is named, and the exit code is 2", async ({ directory }) => {
  await writeFile(join(directory, "bad.json"), "{");
  expect(await command("generate", join(directory, "bad.json"), "--out", directory)).toMatchObject({
    exitCode: 2,
    out: "",
    err: expect.stringMatching(/bad\.json is not JSON/),
  });
  expect((await command("diff", join(directory, "none.json"), join(directory, "old.json"))).exitCode).toBe(2);
});

test("a directory that cannot be written to is a message, not a crash", async ({ directory }) => {
  const file = join(directory, "old.json");
  const result = await command("generate", file, "--out", join(file, "below"));
  expect(result.exitCode).toBe(2);
  expect(result.err).toMatch(/ENOTDIR/);
});

test.each([["generate"], ["generate", "x.json"], ["diff", "one.json"], ["unknown"], []])(
  "wrong use explains itself: %j",
  async (...args) => {
    const result = await command(...args.filter((argument) => typeof argument === "string"));
    expect(result.exitCode).toBe(2);
    expect(result.err).toMatch(/error:|Usage:/);
  },
);

test("--help is no failure", async () => {
  const result = await command("diff", "--help");
  expect(result).toMatchObject({ exitCode: 0, err: "" });
  expect(result.out).toContain("--fail-on-breaking");
});
