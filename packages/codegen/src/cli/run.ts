import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { diffApi } from "../diff/diff-api.js";
import { formatApiDiff } from "../diff/format-api-diff.js";
import { DocumentError } from "../document/document-error.js";
import { loadDocument } from "../document/load-document.js";
import { generate } from "../generate.js";
import { findStale, writeGenerated } from "./generated-directory.js";

/** Where a command writes; in tests not the process. */
export interface Output {
  /** Results. */
  out(text: string): void;
  /** Complaints. */
  err(text: string): void;
}

const OK = 0;
/** What was asked about is so: files are stale, a change breaks. */
const FOUND = 1;
/** It could not be done. */
const FAILED = 2;

/**
 * Runs `s2kit-codegen` with the arguments after its name.
 *
 * @returns The exit code: 0 for success, 1 if `--check` or `--fail-on-breaking` found something, 2 for a failure.
 */
export async function run(args: readonly string[], output: Output): Promise<number> {
  let exitCode = OK;
  const program = new Command("s2kit-codegen")
    .description("Generates typed request functions from an OpenAPI document, and tells what changed between two.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) });
  program
    .command("generate")
    .description("write schema.ts and operations.ts")
    .argument("<spec>", "an OpenAPI 3 document in JSON: a path or an http(s) URL")
    .requiredOption("--out <dir>", "directory of the files")
    .option("--json <module>", "import parseJson and stringifyJson from there instead of writing them out")
    .option("--check", "write nothing; exit with 1 if a file is not up to date")
    .action(async (spec: string, options: GenerateFlags) => {
      exitCode = await runGenerate(spec, options, output);
    });
  program
    .command("diff")
    .description("tell what changed in the API, and what of it is breaking")
    .argument("<old>", "the document before: a path or an http(s) URL")
    .argument("<new>", "the document after")
    .option("--json", "as JSON")
    .option("--fail-on-breaking", "exit with 1 if a change is breaking")
    .action(async (before: string, after: string, options: { json?: true; failOnBreaking?: true }) => {
      const diff = diffApi(await loadDocument(before), await loadDocument(after));
      output.out(options.json ? `${JSON.stringify(diff, null, 2)}\n` : formatApiDiff(diff));
      if (options.failOnBreaking && diff.breaking) exitCode = FOUND;
    });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return failure(error, output);
  }
}

interface GenerateFlags {
  readonly out: string;
  readonly json?: string;
  readonly check?: true;
}

async function runGenerate(spec: string, flags: GenerateFlags, output: Output): Promise<number> {
  const { out: directory, json, check } = flags;
  const files = await generate(await loadDocument(spec), { json });
  if (!check) {
    for (const path of await writeGenerated(files, directory)) output.out(`${path}\n`);
    return OK;
  }
  const stale = await findStale(files, directory);
  for (const name of stale) output.err(`${join(directory, name)} is not up to date\n`);
  return stale.length === 0 ? OK : FOUND;
}

function failure(error: unknown, output: Output): number {
  // Commander has written its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : FAILED;
  if (!(error instanceof DocumentError) && !isFileError(error)) throw error;
  output.err(`${error.message}\n`);
  return FAILED;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
