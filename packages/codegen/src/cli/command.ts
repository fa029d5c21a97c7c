import { Command } from "commander";
import { loadDocument } from "../document/load-document.js";
import { generate } from "../generate.js";
import { writeGenerated } from "./write-generated.js";

export function createCommand(): Command {
  const program = new Command("s2kit-codegen");
  program
    .command("generate")
    .argument("<spec>")
    .requiredOption("--out <dir>")
    .action(async (spec: string, options: { out: string }) => {
      await writeGenerated(await generate(await loadDocument(spec)), options.out);
    });
  return program;
}
