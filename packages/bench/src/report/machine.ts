import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";

/** Where and with what the figures were taken. */
export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  /** Versions of the two SDKs. */
  readonly official: string;
  readonly ours: string;
}

export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1_073_741_824),
    platform: `${process.platform} ${process.arch}`,
    official: versionOf("@s2-dev/streamstore"),
    ours: versionOf("s2kit"),
  };
}

/** The version of an installed package, which need not export its package.json. */
function versionOf(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  for (;;) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === name) return manifest.version ?? "unknown";
    } catch {
      // Not in this folder.
    }
    if (folder === dirname(folder)) return "unknown";
    folder = dirname(folder);
  }
}
