import type { ChaosMode } from "../chaos-options.js";
import { Tally } from "../tally.js";

/** What a run shows. Counts of records, unless said otherwise. */
export interface Findings {
  submitted: number;
  /** By what their writers were told; `pending` are those that never settled. */
  acked: number;
  notApplied: number;
  maybeApplied: number;
  pending: number;
  /** Of `maybeApplied`, those that are on the stream. */
  maybeAppliedAndThere: number;
  /** Acknowledged, and not on the stream. */
  lost: number;
  /** Acknowledged and on the stream, but not where the acknowledgement says. */
  misplaced: number;
  /** Said to be certainly not applied, and on the stream. */
  wronglyDenied: number;
  /** Copies beyond the first. */
  duplicated: number;
  /** Copies beyond those that can be explained by the batch having been sent again. */
  duplicatedWithoutCause: number;
  /** Behind a later record of the same session, first copies only. */
  reordered: number;
  /** Copies of batches that are not there as a whole, in one piece. */
  torn: number;
  /** On the stream, and written by nobody. */
  foreign: number;
  /** Handed out to followers. */
  followed: number;
  gaps: number;
  repeats: number;
  /** At the same place another record than plain requests find. */
  differing: number;
  /** Times that a read session told a wrong position. */
  wrongPositions: number;
  /** Read sessions that gave up. */
  followerFailures: number;
  /** Followers that did not get to the end in time. */
  unfinishedFollowers: number;
  /** Promises of the process that were rejected without anyone to see it. */
  unhandledRejections: number;
}

export function noFindings(): Findings {
  return {
    submitted: 0,
    acked: 0,
    notApplied: 0,
    maybeApplied: 0,
    pending: 0,
    maybeAppliedAndThere: 0,
    lost: 0,
    misplaced: 0,
    wronglyDenied: 0,
    duplicated: 0,
    duplicatedWithoutCause: 0,
    reordered: 0,
    torn: 0,
    foreign: 0,
    followed: 0,
    gaps: 0,
    repeats: 0,
    differing: 0,
    wrongPositions: 0,
    followerFailures: 0,
    unfinishedFollowers: 0,
    unhandledRejections: 0,
  };
}

const ALWAYS_FORBIDDEN: readonly (keyof Findings)[] = [
  "pending",
  "lost",
  "misplaced",
  "wronglyDenied",
  "duplicatedWithoutCause",
  "reordered",
  "torn",
  "foreign",
  "gaps",
  "repeats",
  "differing",
  "wrongPositions",
  "followerFailures",
  "unfinishedFollowers",
  "unhandledRejections",
];

/**
 * The promises that a run did not keep: counts that have to be zero in this mode, and are not.
 *
 * @param failures - Codes of what followers gave up with.
 */
export function brokenPromises(findings: Findings, mode: ChaosMode, failures: Tally = new Tally()): string[] {
  const forbidden = mode === "all" ? ALWAYS_FORBIDDEN : [...ALWAYS_FORBIDDEN, "duplicated" as const];
  const codes = Object.entries(failures.toJSON()).map(([code, count]) => `${code} ${count}`);
  return forbidden
    .filter((name) => findings[name] > 0)
    .map((name) => {
      const detail = name === "followerFailures" && codes.length > 0 ? ` (${codes.join(", ")})` : "";
      return `${name}: ${findings[name]}${detail}`;
    });
}
