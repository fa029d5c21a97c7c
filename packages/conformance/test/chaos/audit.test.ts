import { describe, expect, test } from "vitest";
import { auditFollower, auditWriters, type FollowerAccount } from "../../src/chaos/audit/audit-stream.js";
import { brokenPromises, type Findings, noFindings } from "../../src/chaos/audit/findings.js";
import { CHAOS_MODES, type ChaosMode } from "../../src/chaos/chaos-options.js";
import { UNREADABLE } from "../../src/chaos/reading/follower.js";
import { Tally } from "../../src/chaos/tally.js";
import { WriterJournal } from "../../src/chaos/writing/writer-journal.js";
import { recordKey } from "../../src/chaos/writing/written-record.js";

/** Two batches of two and three records, one after the other on one session, sent once each. */
function twoBatches(writer = 1): WriterJournal {
  const journal = new WriterJournal(writer);
  journal.openSession();
  for (const count of [2, 3]) {
    const first = journal.take(count);
    journal.send(first, count).copiesAllowed = 1;
  }
  return journal;
}

function ackAll(journal: WriterJournal, startSeqNum = 0): WriterJournal {
  for (let number = 0; number < journal.submitted; number++) journal.acked(number, startSeqNum + number);
  return journal;
}

const keysOf = (numbers: readonly number[], writer = 1): number[] => numbers.map((number) => recordKey(writer, number));

function audit(
  keys: readonly number[],
  journals: readonly WriterJournal[],
  mode: ChaosMode = "exactly-once",
): Findings {
  const findings = noFindings();
  auditWriters(keys, journals, mode, findings);
  return findings;
}

const brokenBy = (findings: Findings, mode: ChaosMode = "exactly-once"): string[] => brokenPromises(findings, mode);

describe("writers", () => {
  test.for(CHAOS_MODES)("with everything in its place break no promise in mode %s", (mode) => {
    const findings = audit(keysOf([0, 1, 2, 3, 4]), [ackAll(twoBatches())], mode);
    expect(findings).toMatchObject({ submitted: 5, acked: 5 });
    expect(brokenBy(findings, mode)).toEqual([]);
  });

  test("have lost what was acknowledged and is not on the stream", () => {
    expect(brokenBy(audit(keysOf([0, 1]), [ackAll(twoBatches())]))).toEqual(["lost: 3"]);
  });

  test("have duplicated what is there twice, in every mode when it was sent once", () => {
    for (const mode of CHAOS_MODES) {
      const findings = audit(keysOf([0, 1, 2, 3, 4, 2, 3, 4]), [ackAll(twoBatches())], mode);
      expect(findings).toMatchObject({ duplicated: 3, duplicatedWithoutCause: 3 });
      expect(brokenBy(findings, mode)).toContain("duplicatedWithoutCause: 3");
    }
  });

  test("may have duplicated what they sent again, in mode all and in no other", () => {
    for (const mode of CHAOS_MODES) {
      const journal = ackAll(twoBatches());
      (journal.batches[1] as { copiesAllowed: number }).copiesAllowed = 2;
      const findings = audit(keysOf([0, 1, 2, 3, 4, 2, 3, 4]), [journal], mode);
      expect(brokenBy(findings, mode).length > 0).toBe(mode !== "all");
    }
  });

  test("have reordered a batch that stands before an earlier one of its session", () => {
    const findings = audit(keysOf([2, 3, 4, 0, 1]), [twoBatches()]);
    expect(findings.reordered).toBe(2);
  });

  test("keep their order from one session to the next in exactly-once mode only", () => {
    for (const mode of CHAOS_MODES) {
      const journal = new WriterJournal(1);
      for (const _ of [0, 1]) {
        journal.openSession();
        journal.send(journal.take(1), 1);
      }
      const findings = audit(keysOf([1, 0]), [journal], mode);
      expect(findings.reordered).toBe(mode === "exactly-once" ? 1 : 0);
    }
  });

  test("were told a wrong place when the record there is another", () => {
    expect(brokenBy(audit(keysOf([0, 1, 2, 3, 4]), [ackAll(twoBatches(), 1)]))).toEqual(["misplaced: 5"]);
  });

  test("were told wrongly that nothing was applied when it is there", () => {
    const journal = twoBatches();
    for (let number = 0; number < 5; number++) journal.failed(number, false);
    expect(brokenBy(audit(keysOf([0, 1]), [journal]))).toEqual(["wronglyDenied: 2"]);
  });

  test("have torn a batch that is there in part or in pieces", () => {
    expect(audit(keysOf([0, 1, 2, 3]), [twoBatches()]).torn).toBe(1);
    expect(audit(keysOf([0, 2, 3, 4, 1]), [twoBatches()]).torn).toBe(2);
  });

  test("have records without a verdict when something never settled", () => {
    expect(brokenBy(audit(keysOf([0, 1, 2, 3, 4]), [twoBatches()]))).toEqual(["pending: 5"]);
  });

  test("did not write what nobody has in a journal", () => {
    const keys = [...keysOf([0, 1, 2, 3, 4]), recordKey(1, 5), recordKey(2, 0), UNREADABLE];
    expect(brokenBy(audit(keys, [ackAll(twoBatches())]))).toEqual(["foreign: 3"]);
  });

  test("are told apart on a stream that they share", () => {
    const [one, two] = [twoBatches(1), twoBatches(2)];
    const keys = [...keysOf([0, 1], 1), ...keysOf([0, 1, 2, 3, 4], 2), ...keysOf([2, 3, 4], 1)];
    for (let number = 0; number < 5; number++) {
      one.acked(number, number < 2 ? number : number + 5);
      two.acked(number, number + 2);
    }
    expect(brokenBy(audit(keys, [one, two]))).toEqual([]);
  });
});

describe("followers", () => {
  const keys = keysOf([0, 1, 2]);

  function follow(told: Partial<FollowerAccount>): string[] {
    const findings = noFindings();
    const honest = { keys: [...keys], gaps: 0, repeats: 0, wrongPositions: 0, failures: new Tally(), next: 3 };
    auditFollower(keys, { ...honest, ...told }, findings);
    return brokenPromises(findings, "exactly-once", told.failures);
  }

  test("that were given the stream break no promise", () => {
    expect(follow({})).toEqual([]);
  });

  test.for([
    ["gaps: 1", { gaps: 1 }],
    ["repeats: 2", { repeats: 2 }],
    ["wrongPositions: 1", { wrongPositions: 1 }],
    ["unfinishedFollowers: 1", { next: 2, keys: keys.slice(0, 2) }],
    ["differing: 1", { keys: keysOf([0, 2, 2]) }],
  ] as const)("are found out: %s", ([broken, told]) => {
    expect(follow(told)).toEqual([broken]);
  });

  test("that gave up are found out, with the codes of their failures", () => {
    const failures = new Tally();
    failures.add("timeout");
    expect(follow({ failures })).toEqual(["followerFailures: 1 (timeout 1)"]);
  });
});
