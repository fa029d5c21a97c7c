// Records the structure of spec/openapi.json, which a test holds the document against.
// Run it after an intended change of the API, and read what it changes.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadDocument, structureOf } from "../dist/index.mjs";

const [source = fileURLToPath(new URL("../../../spec/openapi.json", import.meta.url))] = process.argv.slice(2);
const target = new URL("../test/fixtures/structure.json", import.meta.url);
await writeFile(target, `${JSON.stringify(structureOf(await loadDocument(source)), null, 1)}\n`);
