import type { Findings } from "./audit/findings.js";
import type { ChaosReport } from "./chaos-run.js";

const COLUMNS: readonly (readonly [title: string, value: (report: ChaosReport) => string | number])[] = [
  ["server", ({ options }) => options.server],
  ["mode", ({ options }) => options.mode],
  ["storm s", ({ stormSecs }) => stormSecs.toFixed(0)],
  ["faults", ({ faults }) => faults.total],
  ["append sessions", ({ sessionEndings }) => sessionEndings.total],
  ["submitted", ({ findings }) => findings.submitted],
  ["acked", ({ findings }) => findings.acked],
  ["not applied", ({ findings }) => findings.notApplied],
  ["maybe applied (there)", ({ findings }) => `${findings.maybeApplied} (${findings.maybeAppliedAndThere})`],
  ["lost", ({ findings }) => findings.lost],
  ["duplicated", ({ findings }) => findings.duplicated],
  ["reordered", ({ findings }) => findings.reordered],
  ["read sessions", ({ readSessions }) => readSessions],
  ["followed", ({ findings }) => findings.followed],
  ["gaps", ({ findings }) => findings.gaps],
  ["repeats", ({ findings }) => findings.repeats],
  ["verdict", ({ broken }) => (broken.length === 0 ? "kept" : broken.join(", "))],
];

/** A table with a row for each run, in Markdown. */
export function reportTable(reports: readonly ChaosReport[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    COLUMNS.map(() => "---"),
    ...reports.map((report) => COLUMNS.map(([, value]) => String(value(report)))),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** One run as a plain object, for JSON. */
export function reportJson(report: ChaosReport): {
  readonly server: string;
  readonly mode: string;
  readonly seed: number;
  readonly stormSecs: number;
  readonly faults: { readonly total: number; readonly byKind: Readonly<Record<string, number>> };
  readonly sessionEndings: Readonly<Record<string, number>>;
  readonly readSessions: number;
  readonly findings: Findings;
  readonly broken: readonly string[];
} {
  const { broken, faults, findings, options, readSessions, sessionEndings, stormSecs } = report;
  return {
    server: options.server,
    mode: options.mode,
    seed: options.seed,
    stormSecs,
    faults: { total: faults.total, byKind: faults.toJSON() },
    sessionEndings: sessionEndings.toJSON(),
    readSessions,
    findings,
    broken,
  };
}
