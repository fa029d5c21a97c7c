import type { ChaosMode } from "../chaos-options.js";
import type { Follower } from "../reading/follower.js";
import type { SentBatch, WriterJournal } from "../writing/writer-journal.js";
import { numberOf, writerOf } from "../writing/written-record.js";
import type { Findings } from "./findings.js";

/**
 * Holds what writers were told against what is on their stream.
 *
 * @param keys - The key of each record on the stream, by sequence number.
 */
export function auditWriters(
  keys: readonly number[],
  journals: readonly WriterJournal[],
  mode: ChaosMode,
  findings: Findings,
): void {
  const byWriter = new Map(journals.map((journal) => [journal.writer, journal]));
  const copies = new Map<SentBatch, number>();
  const newest = new Map<string, number>();
  for (let seqNum = 0; seqNum < keys.length; ) {
    const key = keys[seqNum] as number;
    const journal = byWriter.get(writerOf(key));
    const batch = journal?.batchOf(numberOf(key));
    if (journal === undefined || batch === undefined) {
      findings.foreign++;
      seqNum++;
      continue;
    }
    const whole = lengthOfCopy(keys, seqNum, batch);
    if (whole < batch.count || numberOf(key) !== batch.first) findings.torn++;
    const before = copies.get(batch) ?? 0;
    copies.set(batch, before + 1);
    if (before === 0) {
      // Order is promised within a session; exactly-once sessions keep it from one to the next as well.
      const line = mode === "exactly-once" ? `${journal.writer}` : `${journal.writer} ${batch.session}`;
      if (batch.first < (newest.get(line) ?? 0)) findings.reordered += batch.count;
      newest.set(line, Math.max(batch.first, newest.get(line) ?? 0));
    }
    seqNum += whole;
  }
  for (const journal of journals) {
    auditOutcomes(keys, journal, copies, findings);
    auditCopies(journal, copies, mode, findings);
  }
}

/** How many records of the batch stand here one after the other, the one here included. */
function lengthOfCopy(keys: readonly number[], from: number, batch: SentBatch): number {
  const key = keys[from] as number;
  const most = batch.first + batch.count - numberOf(key);
  let length = 1;
  while (length < most && keys[from + length] === key + length) length++;
  return length;
}

function auditOutcomes(
  keys: readonly number[],
  journal: WriterJournal,
  copies: ReadonlyMap<SentBatch, number>,
  findings: Findings,
): void {
  findings.submitted += journal.submitted;
  for (let number = 0; number < journal.submitted; number++) {
    const outcome = journal.outcome(number);
    const batch = journal.batchOf(number);
    const isThere = batch !== undefined && (copies.get(batch) ?? 0) > 0;
    findings[outcome]++;
    if (outcome === "acked") {
      const found = keys[journal.place(number) as number];
      if (!isThere) findings.lost++;
      else if (found === undefined || writerOf(found) !== journal.writer || numberOf(found) !== number)
        findings.misplaced++;
    } else if (outcome === "notApplied") {
      if (isThere) findings.wronglyDenied++;
    } else if (outcome === "maybeApplied" && isThere) {
      findings.maybeAppliedAndThere++;
    }
  }
}

function auditCopies(
  journal: WriterJournal,
  copies: ReadonlyMap<SentBatch, number>,
  mode: ChaosMode,
  findings: Findings,
): void {
  for (const batch of journal.batches) {
    const found = copies.get(batch) ?? 0;
    const allowed = mode === "all" ? Math.max(1, batch.copiesAllowed) : 1;
    findings.duplicated += Math.max(0, found - 1) * batch.count;
    findings.duplicatedWithoutCause += Math.max(0, found - allowed) * batch.count;
  }
}

/** What a follower has to show at the end. */
export type FollowerAccount = Pick<Follower, "keys" | "gaps" | "repeats" | "wrongPositions" | "failures" | "next">;

/** Holds what a follower was given against what is on the stream. */
export function auditFollower(keys: readonly number[], follower: FollowerAccount, findings: Findings): void {
  findings.followed += follower.keys.length;
  findings.gaps += follower.gaps;
  findings.repeats += follower.repeats;
  findings.wrongPositions += follower.wrongPositions;
  findings.followerFailures += follower.failures.total;
  if (follower.next < keys.length) findings.unfinishedFollowers++;
  if (follower.gaps === 0 && follower.repeats === 0) {
    follower.keys.forEach((key, seqNum) => {
      if (key !== keys[seqNum]) findings.differing++;
    });
  }
}
