#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CELLS, type Cell } from "./cells.js";
import type { Target } from "./contenders/contender.js";
import { LIMIT_CASES, type LimitCase } from "./extras/limits.js";
import { type LimitResult, runLimit } from "./extras/run-limits.js";
import { measureStartUp } from "./extras/start-up.js";
import { type BenchOptions, parseOptions, USAGE } from "./options.js";
import { cpuTable, speedTable } from "./report/cell-report.js";
import { limitTable, startUpTable } from "./report/limit-report.js";
import { describeMachine } from "./report/machine.js";
import { MAX_WORSE, type Ratios, ratiosToRaw, ratioTable, regressions } from "./report/regressions.js";
import { startServerProcess } from "./run/child.js";
import { type CellResult, type Failure, runCell } from "./run/run-cell.js";
import { FIRST_SEQ_NUM } from "./wire/read-frame.js";

const PACKAGE: string = resolve(import.meta.dirname, "..");
const RECORDED: string = resolve(PACKAGE, "recorded.json");

if (process.argv.includes("--help")) {
  console.log(USAGE);
} else {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
}

async function main(options: BenchOptions): Promise<number> {
  const cells = options.limits.length > 0 ? [] : chosenCells(options);
  const limitCases = chosenLimits(options);
  const machine = describeMachine();
  console.log(Object.values(machine).join(", "));
  // Before the machine is warm from everything else: these are milliseconds.
  const startUp = measuresAll(options) ? await measureStartUp(31, PACKAGE) : [];
  const results: CellResult[] = [];
  const limits: LimitResult[] = [];
  const replay = options.server === "replay" ? await replayServer() : undefined;
  try {
    for (const cell of cells) {
      results.push(await (replay === undefined ? runOnLite(cell, options) : runCell(cell, replay.target, options)));
      progress(cell.name);
    }
    if (cells.length > 0) print(cpuTable(cells, results));
    if (replay !== undefined) {
      for (const limit of limitCases) {
        limits.push(await runLimit(limit, replay.target, 3));
        progress(limit.name);
      }
    }
  } finally {
    await replay?.stop();
  }
  if (cells.length > 0) print(speedTable(cells, results));
  if (limitCases.length > 0) print(limitTable(limitCases, limits));
  const ratios = ratiosToRaw(results);
  if (startUp.length > 0) print(startUpTable(startUp));
  save(resolve(PACKAGE, options.json), { machine, server: options.server, cells: results, ratios, limits, startUp });
  if (options.record) save(RECORDED, { machine, ratios });
  const failed = reportFailures([...results, ...limits]);
  const worse = options.short ? compare(ratios) : 0;
  return failed + worse > 0 ? 1 : 0;
}

/** The other measurements belong to the full run on the bench's own server. */
function measuresAll({ server, short, cells, limits }: BenchOptions): boolean {
  return server === "replay" && !short && cells.length === 0 && limits.length === 0;
}

function chosenLimits(options: BenchOptions): readonly LimitCase[] {
  if (measuresAll(options)) return LIMIT_CASES;
  const { limits, server } = options;
  const names = LIMIT_CASES.map(({ name }) => name);
  const unknown = limits.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no such limit: ${unknown.join(", ")}; there are ${names.join(", ")}`);
  if (limits.length > 0 && server === "lite") throw new Error("limits are measured on the bench's own server");
  return LIMIT_CASES.filter(({ name }) => limits.includes(name));
}

function chosenCells({ cells, server }: BenchOptions): Cell[] {
  const unknown = cells.filter((name) => !CELLS.some((cell) => cell.name === name));
  if (unknown.length > 0)
    throw new Error(`no such cell: ${unknown.join(", ")}; there are ${CELLS.map(({ name }) => name).join(", ")}`);
  return CELLS.filter(
    ({ name, onLite }) => (cells.length === 0 || cells.includes(name)) && (server !== "lite" || onLite),
  );
}

interface Server {
  readonly target: Target;
  stop(): Promise<void>;
}

async function replayServer(): Promise<Server> {
  const { url, stop } = await startServerProcess();
  return { target: { url, basin: "bench-basin", firstSeqNum: FIRST_SEQ_NUM }, stop: async () => stop() };
}

/** On a server of its own: S2 lite keeps all that is appended in memory. */
async function runOnLite(cell: Cell, options: BenchOptions): Promise<CellResult> {
  const { workload } = cell;
  const records = workload.kind === "read" ? Math.round(workload.records * options.scale) : 0;
  // Loaded here because it brings a script along that would take this command for itself.
  const { startLite } = await import("./run/lite.js");
  const server = await startLite({ shape: workload, records });
  try {
    return await runCell(cell, server.target, options);
  } finally {
    await server.stop();
  }
}

/** Prints the runs that did not do their work. @returns How many of them were not the official SDK's. */
function reportFailures(results: readonly { readonly failures: readonly Failure[] }[]): number {
  const failures = results.flatMap((result) => result.failures);
  for (const { contender, message } of failures) console.log(`\nFAILED ${contender}: ${message}`);
  return failures.filter(({ contender }) => contender !== "official").length;
}

/** Prints the ratios beside the recorded ones. @returns How many are far worse. */
function compare(ratios: Ratios): number {
  const recorded = (JSON.parse(readFileSync(RECORDED, "utf8")) as { ratios: Ratios }).ratios;
  print(ratioTable(ratios, recorded));
  const worse = regressions(ratios, recorded);
  if (worse.length > 0) console.log(`more than ${MAX_WORSE} times worse than recorded: ${worse.join(", ")}`);
  return worse.length;
}

function print(...tables: readonly string[]): void {
  for (const text of tables) console.log(`\n${text}`);
}

function progress(name: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${name} `);
}

function save(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  console.log(`\nwritten: ${file}`);
}
