import { parseArgs } from "node:util";
import { CHAOS_MODES, type ChaosMode, SERVER_NAMES, type ServerName } from "./chaos-options.js";
import { type ChaosReport, runChaos } from "./chaos-run.js";
import { reportJson, reportTable } from "./report-text.js";

const USAGE = `usage: pnpm chaos [--server embedded|lite|both] [--mode exactly-once|all|no-side-effects|every]
                  [--faults N] [--minutes M] [--seed N]`;

const { values } = parseArgs({
  options: {
    server: { type: "string", default: "embedded" },
    mode: { type: "string", default: "every" },
    faults: { type: "string", default: "500" },
    minutes: { type: "string" },
    seed: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

/** The one that is named, or all for the word that stands for all. */
function chosen<T extends string>(all: readonly T[], name: string, everything: string): readonly T[] {
  return name === everything ? all : all.filter((one) => one === name);
}

const servers: readonly ServerName[] = chosen(SERVER_NAMES, values.server, "both");
const modes: readonly ChaosMode[] = chosen(CHAOS_MODES, values.mode, "every");
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const maxFaults = Number(values.faults);
const maxDurationMs = values.minutes === undefined ? undefined : Number(values.minutes) * 60_000;
if (values.help || servers.length === 0 || modes.length === 0 || !Number.isInteger(seed) || !(maxFaults > 0)) {
  console.error(USAGE);
  process.exit(2);
}

const reports: ChaosReport[] = [];
for (const server of servers) {
  for (const mode of modes) {
    const report = await runChaos({ server, mode, seed, maxFaults, maxDurationMs });
    console.log(JSON.stringify(reportJson(report), null, 1));
    reports.push(report);
  }
}
console.log(reportTable(reports));
if (reports.some(({ broken }) => broken.length > 0)) {
  console.log(`a promise was broken; the seed was ${seed}`);
  process.exitCode = 1;
}
