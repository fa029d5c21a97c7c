#!/usr/bin/env node
// Replaces spec/openapi.json with another version of S2's document, and everything that follows from it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));
const OPERATIONS = "packages/rest/src/generated/operations.ts";
const REST_INDEX = "packages/rest/src/index.ts";

const USAGE = `Usage: pnpm update-spec <file-or-url> [--dry-run] [--take-prose] [--root <dir>]

Replaces spec/openapi.json, generates packages/rest/src/generated anew, names it in packages/rest/src/index.ts,
records the structure for the tests, prints what changed in the API, and writes a changeset.

  --dry-run     only tell what would happen
  --take-prose  take titles and descriptions from the new document; by default ours are kept where they fit
  --root <dir>  work on a copy of the repository
`;

/**
 * Brings a repository to a new version of the document. Nothing is written unless all of it can be generated.
 *
 * @param {object} options
 * @param {string} options.source A path or an `http(s)` URL.
 * @param {string} options.root The repository.
 * @param {boolean} [options.dryRun] Write nothing.
 * @param {boolean} [options.takeProse] Take the new document's titles and descriptions too.
 * @param {typeof import("@s2kit/codegen")} options.codegen
 * @param {(text: string) => void} options.print
 * @returns {Promise<string[]>} The files that were, or would be, written, relative to the root.
 */
export async function updateSpec({ source, root, dryRun = false, takeProse = false, codegen, print }) {
  const before = await codegen.loadDocument(join(root, "spec/openapi.json"));
  const loaded = await codegen.loadDocument(source);
  const after = takeProse ? loaded : codegen.keepProse(before, loaded);
  const diff = codegen.diffApi(before, after);
  const generated = Object.entries(await codegen.generate(after, { json: "@s2kit/core/internal" }));
  const files = new Map([
    ["spec/openapi.json", `${JSON.stringify(after, null, 2)}\n`],
    ...(await publicNames(root, Object.fromEntries(generated)["operations.ts"])),
    ...generated.map(([name, text]) => [`packages/rest/src/generated/${name}`, text]),
    ["packages/codegen/test/fixtures/structure.json", `${JSON.stringify(codegen.structureOf(after), null, 1)}\n`],
  ]);
  const changed = await findChanged(root, files);
  print(codegen.formatApiDiff(diff));
  if (diff.changes.length > 0 || changed.some((path) => path.startsWith("packages/rest/"))) {
    const changeset = `.changeset/update-spec-${digest(files.get("spec/openapi.json"))}.md`;
    files.set(changeset, changesetText(diff));
    changed.push(changeset);
  }
  for (const path of changed) {
    if (!dryRun) await writeText(join(root, path), files.get(path));
    print(`${dryRun ? "would write" : "wrote"} ${path}\n`);
  }
  return changed;
}

/** The public entry of the package with the names of these operations in place of those that are there. */
async function publicNames(root, operations) {
  const index = await readText(join(root, REST_INDEX));
  if (index === undefined) return [];
  const before = new Set(exportedNames((await readText(join(root, OPERATIONS))) ?? ""));
  const after = exportedNames(operations);
  const text = index.replace(/(?<=^export \{\n)[^}]*(?=\} from "\.\/internal\.js";)/m, (list) => {
    const kept = list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !before.has(name));
    return [...kept, ...after]
      .sort(byName)
      .map((name) => `  ${name},\n`)
      .join("");
  });
  return [[REST_INDEX, text]];
}

/** As they stand in a list of exports. */
function exportedNames(text) {
  const found = text.matchAll(/^export (async function|interface|type) (\w+)/gm);
  return [...found].map(([, kind, name]) => (kind === "async function" ? name : `type ${name}`));
}

/** The order that the formatter wants: letter by letter, of the same letter the large one first. */
function byName(one, other) {
  const [a, b] = [one, other].map((name) =>
    [...name.replace("type ", "")].map((letter) => [letter.toLowerCase(), letter]),
  );
  for (let at = 0; at < a.length && at < b.length; at++) {
    for (const form of [0, 1]) if (a[at][form] !== b[at][form]) return a[at][form] < b[at][form] ? -1 : 1;
  }
  return a.length - b.length;
}

/** All published packages share one version, so that naming one of them is enough. */
function changesetText(diff) {
  const bump = diff.breaking ? "major" : diff.changes.length > 0 ? "minor" : "patch";
  return [
    `---\n"@s2kit/rest": ${bump}\n---\n`,
    ...(diff.changes.length === 0
      ? ["\nNew descriptions of the API in doc comments. The API itself is the same.\n"]
      : []),
    ...changeList(
      "S2's API changed in ways that break callers:",
      diff.changes.filter((change) => change.breaking),
    ),
    ...changeList(
      "New in S2's API:",
      diff.changes.filter((change) => !change.breaking),
    ),
  ].join("");
}

function changeList(title, changes) {
  if (changes.length === 0) return [];
  return [
    `\n${title}\n\n`,
    ...changes.map(({ place, part, message }) => {
      return `- ${[place, part, message].filter((text) => text !== "").join(": ")}\n`;
    }),
  ];
}

async function findChanged(root, files) {
  const changed = [];
  for (const [path, text] of files) {
    if ((await readText(join(root, path))) !== text) changed.push(path);
  }
  return changed;
}

async function readText(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function writeText(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Names the changeset after what it is about, so that running twice does not write two. */
function digest(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** The library as it is now; turbo builds it only if it changed. */
async function loadCodegen() {
  execFileSync("pnpm", ["exec", "turbo", "run", "build", "--filter=@s2kit/codegen", "--output-logs=errors-only"], {
    cwd: REPOSITORY,
    // Standard output is for what changed in the API.
    stdio: ["ignore", process.stderr, "inherit"],
  });
  return await import(pathToFileURL(join(REPOSITORY, "packages/codegen/dist/index.mjs")).href);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean" },
      "take-prose": { type: "boolean" },
      root: { type: "string", default: REPOSITORY },
      help: { type: "boolean", short: "h" },
    },
  });
  const [source, ...rest] = positionals;
  if (values.help) return process.stdout.write(USAGE);
  if (source === undefined || rest.length > 0) throw new Error(`one document is needed\n\n${USAGE}`);
  await updateSpec({
    source,
    root: values.root,
    dryRun: values["dry-run"],
    takeProse: values["take-prose"],
    codegen: await loadCodegen(),
    print: (text) => process.stdout.write(text),
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
