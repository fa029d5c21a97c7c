import { join } from "node:path";
import { parseArgs } from "node:util";
import type { HistoryOptions } from "../history/record-history.js";
import { WORKLOADS } from "../history/workload.js";
import { CHAOS_MODES, type ChaosMode, SERVER_NAMES, type ServerName } from "./chaos-options.js";

export const USAGE = `Usage: pnpm chaos [options]

Lets clients write and read while faults strike, and checks what they were told.

  --server embedded|lite|both                          default embedded
  --mode exactly-once|all|no-side-effects|every        default every; noSideEffects, the policy's name, does as well
  --faults N                                           end each run after N faults; default 1000
  --minutes M                                          end each run after M minutes
  --seed N                                             repeat what was drawn by chance; default another each time
  --json FILE                                          write everything that was counted to FILE

Or records a history for a linearizability checker:

  --history FILE                                       write it to FILE, one JSON object a line
  --workload plain|match|fencing|every                 how appends are guarded; default plain. every: FILE is a folder, for a
                                                       history of each workload, without faults and with
  --operations N                                       of each of five clients; default 100
  --existing N                                         records that are on the stream before; default 0
  --faults N                                           at most N faults meanwhile; default none (300 with every)
  --server, --seed                                     as above; both servers with every only`;

/** What the command was asked for. */
export type ChaosCommand =
  | { readonly kind: "help" }
  | {
      readonly kind: "runs";
      readonly servers: readonly ServerName[];
      readonly modes: readonly ChaosMode[];
      readonly maxFaults: number | undefined;
      readonly maxDurationMs: number | undefined;
      readonly json: string | undefined;
      readonly seed: number;
    }
  | { readonly kind: "histories"; readonly runs: readonly HistoryRun[] };

/** A history, and where to write it. */
export interface HistoryRun extends HistoryOptions {
  readonly file: string;
}

/** What was asked for makes no sense; the message says why. */
export class CommandLineError extends Error {
  override readonly name: string = "CommandLineError";
}

/**
 * Reads the arguments of the command.
 *
 * @param anySeed - The seed when none is given.
 * @throws {@link CommandLineError}
 */
export function parseCommandLine(args: readonly string[], anySeed: () => number): ChaosCommand {
  const { existing, faults, help, history, json, minutes, mode, operations, seed, server, workload } = optionsOf(args);
  if (help === true) return { kind: "help" };
  const theSeed = seed === undefined ? anySeed() : whole("--seed", seed, 0, 2 ** 32 - 1);
  const servers = server === "both" ? SERVER_NAMES : [oneOf("--server", server ?? "embedded", SERVER_NAMES, "both")];
  const maxFaults = faults === undefined ? undefined : whole("--faults", faults, 1, Number.MAX_SAFE_INTEGER);
  if (history !== undefined) {
    refuse({ json, mode, minutes }, "does not go with --history");
    const common = {
      operations: whole("--operations", operations ?? "100", 1, 1_000_000),
      existingRecords: whole("--existing", existing ?? "0", 0, 1_000),
      seed: theSeed,
    };
    return { kind: "histories", runs: historyRuns(history, workload ?? "plain", servers, maxFaults, common) };
  }
  refuse({ existing, workload, operations }, "goes with --history only");
  return {
    kind: "runs",
    servers,
    modes: mode === "every" || mode === undefined ? CHAOS_MODES : [modeOf(mode)],
    maxFaults: maxFaults ?? (minutes === undefined ? 1_000 : undefined),
    maxDurationMs: minutes === undefined ? undefined : minutesToMs(minutes),
    json,
    seed: theSeed,
  };
}

/** A mode by its name, or by that of the policy which it is about. */
function modeOf(name: string): ChaosMode {
  return oneOf("--mode", name === "noSideEffects" ? "no-side-effects" : name, CHAOS_MODES, "every");
}

/** Faults of the troubled half of all histories. */
const HISTORY_FAULTS = 300;

function historyRuns(
  path: string,
  workload: string,
  servers: readonly ServerName[],
  maxFaults: number | undefined,
  common: Pick<HistoryOptions, "operations" | "existingRecords" | "seed">,
): HistoryRun[] {
  const one = oneOf("--workload", workload, [...WORKLOADS, "every"] as const);
  if (one !== "every") {
    const [server, ...others] = servers;
    if (server === undefined || others.length > 0) throw new CommandLineError("a history is of one server");
    return [{ ...common, file: path, server, workload: one, maxFaults: maxFaults ?? 0 }];
  }
  return servers.flatMap((server) =>
    WORKLOADS.flatMap((each) =>
      [0, maxFaults ?? HISTORY_FAULTS].map((faults) => ({
        ...common,
        file: join(path, `${server}-${each}${faults === 0 ? "" : "-faults"}.jsonl`),
        server,
        workload: each,
        maxFaults: faults,
      })),
    ),
  );
}

type Options = { readonly [Name in (typeof TEXT_OPTIONS)[number]]?: string | undefined } & {
  readonly help?: boolean | undefined;
};

const TEXT_OPTIONS = [
  "existing",
  "faults",
  "history",
  "json",
  "minutes",
  "mode",
  "operations",
  "seed",
  "server",
  "workload",
] as const;

function optionsOf(args: readonly string[]): Options {
  const options = Object.fromEntries(TEXT_OPTIONS.map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: "boolean" } } }).values as Options;
  } catch (error) {
    throw new CommandLineError((error as Error).message);
  }
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[], all?: string): T {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  throw new CommandLineError(
    `${option} must be ${[...known, ...(all === undefined ? [] : [all])].join(", ")}, got ${value}`,
  );
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new CommandLineError(`${option} must be a whole number from ${min} to ${max}, got ${text}`);
}

function minutesToMs(text: string): number {
  const minutes = Number(text);
  if (/^[\d.]+$/.test(text) && minutes > 0) return minutes * 60_000;
  throw new CommandLineError(`--minutes must be a number above 0, got ${text}`);
}

function refuse(options: Readonly<Record<string, unknown>>, why: string): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) throw new CommandLineError(`--${name} ${why}`);
  }
}
