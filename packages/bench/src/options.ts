import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ContenderName } from "./contenders/contender.js";

/** What the command was asked to do. */
export interface BenchOptions {
  /** `replay`: the bench's own server. `lite`: the real one, `s2 lite`. */
  readonly server: "replay" | "lite";
  /** Few and small runs, compared with the recorded ratios; for CI. */
  readonly short: boolean;
  /** Only these cells, and nothing but cells. */
  readonly cells: readonly string[];
  /** Only these limits of memory and latency, and nothing but limits. */
  readonly limits: readonly string[];
  readonly contenders: readonly ContenderName[] | undefined;
  /** Runs of each contender in each cell. */
  readonly repetitions: number;
  /** Part of each cell's records. */
  readonly scale: number;
  /** Where the JSON goes. */
  readonly json: string;
  /** Makes the ratios of this run the recorded ones. */
  readonly record: boolean;
  /** Folder for CPU profiles of the clients. */
  readonly profile: string | undefined;
}

export const USAGE = `pnpm bench [options]
  --server replay|lite   the bench's own server (default), or s2 lite
  --short                a quick look for CI: fails when a ratio to raw is far worse than the recorded one
  --cell NAME            only this cell (may be repeated)
  --limit NAME           only this limit of memory or latency (may be repeated)
  --contender NAME       only raw, official or ours (may be repeated)
  --repetitions N        runs of each contender in each cell (default 5; 3 with --short)
  --json FILE            where the figures go (default results/<server>.json)
  --record               keep the ratios of this run as the recorded ones
  --profile FOLDER       write a CPU profile of every client`;

/** Reads the command line. @throws For what it does not know. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: "string", default: "replay" },
      short: { type: "boolean", default: false },
      cell: { type: "string", multiple: true, default: [] },
      limit: { type: "string", multiple: true, default: [] },
      contender: { type: "string", multiple: true },
      repetitions: { type: "string" },
      json: { type: "string" },
      record: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  const { server, short } = values;
  if (server !== "replay" && server !== "lite") throw new Error(`--server must be replay or lite, got ${server}`);
  const repetitions = Number(values.repetitions ?? (short ? 3 : 5));
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new Error(`--repetitions must be a whole number from 1, got ${values.repetitions}`);
  }
  const contenders = values.contender?.map(asContender) ?? (short ? (["raw", "ours"] as const) : undefined);
  return {
    server,
    short,
    cells: values.cell,
    limits: values.limit,
    contenders,
    repetitions,
    // Memory holds the streams of s2 lite, and all that is appended to them.
    scale: short ? 0.1 : server === "lite" ? 0.1 : 1,
    json: values.json ?? `results/${short ? "short" : server}.json`,
    record: values.record,
    profile: values.profile === undefined ? undefined : resolve(values.profile),
  };
}

function asContender(name: string): ContenderName {
  if (name === "raw" || name === "official" || name === "ours") return name;
  throw new Error(`--contender must be raw, official or ours, got ${name}`);
}
