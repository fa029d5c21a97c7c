import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GeneratedFiles } from "../generate.js";

/** Writes the files that differ into a directory, which is made if missing. Returns the paths of those. */
export async function writeGenerated(files: GeneratedFiles, directory: string): Promise<string[]> {
  const changed = await findStale(files, directory);
  if (changed.length > 0) await mkdir(directory, { recursive: true });
  for (const name of changed) await writeFile(join(directory, name), files[name]);
  return changed.map((name) => join(directory, name));
}

/** Names the files whose text in the directory is not what was generated, or that are missing there. */
export async function findStale(files: GeneratedFiles, directory: string): Promise<(keyof GeneratedFiles)[]> {
  const stale: (keyof GeneratedFiles)[] = [];
  for (const name of Object.keys(files) as (keyof GeneratedFiles)[]) {
    if ((await readIfPresent(join(directory, name))) !== files[name]) stale.push(name);
  }
  return stale;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
