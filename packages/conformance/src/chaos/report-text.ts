import type { Findings } from "./audit/findings.js";
import type { ChaosReport } from "./chaos-run.js";
import { NETWORK_FAULTS } from "./faults/network-fault.js";
import { SCRIPTED_KINDS } from "./faults/scripted-fault.js";
import type { Tally } from "./tally.js";

type Column = readonly [title: string, value: (report: ChaosReport) => string | number];

const COLUMNS: readonly Column[] = [
  ["server", ({ options }) => options.server],
  ["mode", ({ options }) => options.mode],
  ["seed", ({ options }) => options.seed],
  ["storm s", ({ stormSecs }) => stormSecs.toFixed(0)],
  ["faults", ({ faults }) => faults.total],
  ["append sessions", ({ sessionEndings }) => sessionEndings.total],
  ["submitted", ({ findings }) => findings.submitted],
  ["acked", ({ findings }) => findings.acked],
  [
    "of it http2, fetch, unary",
    ({ ackedOver }) => ["http2", "fetch", "unary"].map((way) => ackedOver.count(way)).join(", "),
  ],
  ["not applied", ({ findings }) => findings.notApplied],
  ["maybe applied (there)", ({ findings }) => `${findings.maybeApplied} (${findings.maybeAppliedAndThere})`],
  ["lost", ({ findings }) => findings.lost],
  ["duplicated (without cause)", ({ findings }) => `${findings.duplicated} (${findings.duplicatedWithoutCause})`],
  ["reordered", ({ findings }) => findings.reordered],
  ["read sessions", ({ readSessions }) => readSessions],
  ["followed", ({ findings }) => findings.followed],
  ["gaps", ({ findings }) => findings.gaps],
  ["repeats", ({ findings }) => findings.repeats],
  ["verdict", ({ broken }) => (broken.length === 0 ? "kept" : broken.join(", "))],
];

/** A table with a row for each run, in Markdown. */
export function reportTable(reports: readonly ChaosReport[]): string {
  return table([
    COLUMNS.map(([title]) => title),
    ...reports.map((report) => COLUMNS.map(([, value]) => String(value(report)))),
  ]);
}

/** A table with a row for each kind of fault, struck or not, and a column for each run, in Markdown. */
export function faultTable(reports: readonly ChaosReport[]): string {
  const server = SCRIPTED_KINDS.map(({ name }) => [
    `server: ${name}`,
    ...reports.map(({ faults, options }) => (options.server === "embedded" ? String(faults.count(name)) : "–")),
  ]);
  const network = NETWORK_FAULTS.map(({ name }) => [name, ...reports.map(({ faults }) => String(faults.count(name)))]);
  return table([
    ["faults", ...reports.map(({ options }) => `${options.server}, ${options.mode}`)],
    ...server,
    ...network,
  ]);
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

type Counts = Readonly<Record<string, number>>;

/** One run as a plain object, for JSON. */
export function reportJson(report: ChaosReport): {
  readonly server: string;
  readonly mode: string;
  readonly seed: number;
  readonly stormSecs: number;
  readonly faults: { readonly total: number; readonly byKind: Counts; readonly inDetail: Counts };
  readonly sessionEndings: Counts;
  readonly ackedOver: Counts;
  readonly readSessions: number;
  readonly followerFailures: Counts;
  readonly findings: Findings;
  readonly broken: readonly string[];
} {
  const { broken, faults, findings, options, readSessions, stormSecs } = report;
  const counts = (tally: Tally): Counts => tally.toJSON();
  return {
    server: options.server,
    mode: options.mode,
    seed: options.seed,
    stormSecs,
    faults: { total: faults.total, byKind: counts(faults), inDetail: counts(report.faultsInDetail) },
    sessionEndings: counts(report.sessionEndings),
    ackedOver: counts(report.ackedOver),
    readSessions,
    followerFailures: counts(report.followerFailures),
    findings,
    broken,
  };
}
