import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { checkHistory } from "../history/check-history.js";
import { formatEvent } from "../history/history-event.js";
import { recordHistory } from "../history/record-history.js";
import { type ChaosReport, runChaos } from "./chaos-run.js";
import { type ChaosCommand, CommandLineError, parseCommandLine, USAGE } from "./command-line.js";
import { faultTable, reportJson, reportTable } from "./report-text.js";

/** Where the command writes. */
export interface CommandOutput {
  /** Results. */
  out(text: string): void;
  /** What is going on, and what went wrong. */
  note(text: string): void;
}

/** Does what the arguments ask for. @returns The exit code: 0, or 1 when a promise was broken, or 2 for bad arguments. */
export async function runCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  let command: ChaosCommand;
  try {
    command = parseCommandLine(args, () => Math.floor(Math.random() * 2 ** 32));
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    output.note(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (command.kind === "help") {
    output.out(USAGE);
    return 0;
  }
  return command.kind === "runs" ? await doRuns(command, output) : await doHistories(command, output);
}

async function doRuns(command: Extract<ChaosCommand, { kind: "runs" }>, output: CommandOutput): Promise<number> {
  const { json, maxDurationMs, maxFaults, modes, seed, servers } = command;
  const reports: ChaosReport[] = [];
  for (const server of servers) {
    for (const mode of modes) {
      output.note(`${server}, ${mode}, seed ${seed} …`);
      reports.push(await runChaos({ server, mode, seed, maxFaults, maxDurationMs }));
    }
  }
  if (json !== undefined) await writeFile(fromCaller(json), JSON.stringify(reports.map(reportJson), undefined, 2));
  output.out(`${reportTable(reports)}\n\n${faultTable(reports)}`);
  const broken = reports.filter((report) => report.broken.length > 0);
  for (const { options } of broken) {
    const until = maxFaults === undefined ? `--minutes ${(maxDurationMs ?? 0) / 60_000}` : `--faults ${maxFaults}`;
    output.note(
      `Broken promises. Again: pnpm chaos --server ${options.server} --mode ${options.mode} --seed ${seed} ${until}`,
    );
  }
  return broken.length === 0 ? 0 : 1;
}

async function doHistories(
  command: Extract<ChaosCommand, { kind: "histories" }>,
  output: CommandOutput,
): Promise<number> {
  let rejected = 0;
  for (const { file, ...run } of command.runs) {
    const { seed, server, workload } = run;
    const { events, faults } = await recordHistory(run);
    const path = fromCaller(file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, events.map((event) => `${formatEvent(event)}\n`).join(""));
    const verdict = checkHistory(events);
    output.out(JSON.stringify({ server, workload, seed, file: path, faults: faults.total, ...verdict }));
    if (verdict.isLinearizable) continue;
    rejected++;
    output.note(`Not linearizable: ${server}, ${workload}. The seed was ${seed}.`);
  }
  return rejected === 0 ? 0 : 1;
}

/** Package managers run commands in the package's folder, and say where they were called. */
function fromCaller(file: string): string {
  return resolve(process.env["INIT_CWD"] ?? "", file);
}
