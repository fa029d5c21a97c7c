import { describe, expect, test } from "vitest";
import { SeededRandom } from "../../src/chaos/seeded-random.js";
import { checkHistory } from "../../src/history/check-history.js";
import type { Call, HistoryEvent, Result } from "../../src/history/history-event.js";
import { chainHash, EMPTY_STREAM_HASH } from "../../src/history/stream-hash.js";
import { isLinearizableByForce } from "./brute-force.js";
import { simulateHistory } from "./simulated-history.js";

const append = (
  recordHashes: readonly bigint[],
  conditions: { fencingToken?: string; matchSeqNum?: number; setFencingToken?: string } = {},
): Call => ({
  kind: "append",
  recordHashes,
  setFencingToken: undefined,
  fencingToken: undefined,
  matchSeqNum: undefined,
  ...conditions,
});
const appended = (tail: number): Result => ({ kind: "appended", tail });
const tailIs = (tail: number): Result => ({ kind: "tail", tail });
const readOf = (...hashes: bigint[]): Result => ({
  kind: "read",
  tail: hashes.length,
  streamHash: hashes.reduce(chainHash, EMPTY_STREAM_HASH),
});
const READ: Call = { kind: "read" };
const CHECK: Call = { kind: "checkTail" };

const start = (clientId: number, opId: number, call: Call): HistoryEvent => ({ clientId, opId, start: call });
const finish = (clientId: number, opId: number, result: Result): HistoryEvent => ({ clientId, opId, finish: result });

/** Operations one after the other, each of a client of its own. */
const inTurn = (...operations: readonly (readonly [Call, Result])[]): HistoryEvent[] =>
  operations.flatMap(([call, result], id) => [start(id, id, call), finish(id, id, result)]);

const accepts = (events: readonly HistoryEvent[]): boolean => checkHistory(events).isLinearizable;

describe("a history of operations in turn", () => {
  const first = [append([1n, 2n]), appended(2)] as const;

  test("is accepted when every result is right", () => {
    expect(accepts(inTurn([CHECK, tailIs(0)], first, [READ, readOf(1n, 2n)], [CHECK, tailIs(2)]))).toBe(true);
  });

  test.for([
    ["a tail that is too low", inTurn(first, [CHECK, tailIs(1)])],
    ["a tail that is too high", inTurn(first, [CHECK, tailIs(3)])],
    ["an append that ends elsewhere", inTurn([append([1n]), appended(2)])],
    ["a read of other records", inTurn(first, [READ, readOf(1n, 3n)])],
    ["a read in another order", inTurn(first, [READ, readOf(2n, 1n)])],
    ["a read that misses an append that was acknowledged", inTurn(first, [READ, readOf()])],
    [
      "a read of an append that was certainly not applied",
      inTurn([append([1n]), { kind: "notAppended" }], [READ, readOf(1n)]),
    ],
    ["an append twice", inTurn([append([1n]), appended(1)], [READ, readOf(1n, 1n)])],
    ["a tail that goes back", inTurn(first, [CHECK, tailIs(2)], [CHECK, tailIs(0)])],
    ["an append whose match_seq_num is not the tail", inTurn(first, [append([3n], { matchSeqNum: 1 }), appended(3)])],
    ["an append with a token that nobody set", inTurn([append([1n], { fencingToken: "a" }), appended(1)])],
    [
      "an append with a token that was replaced",
      inTurn(
        [append([1n], { setFencingToken: "a" }), appended(1)],
        [append([2n], { setFencingToken: "b" }), appended(2)],
        [append([3n], { fencingToken: "a" }), appended(3)],
      ),
    ],
  ] as const)("is rejected for %s", ([, events]) => {
    expect(accepts(events)).toBe(false);
  });
});

describe("a history of operations at the same time", () => {
  test("is accepted when one order of them explains what was seen, whichever it is", () => {
    for (const [one, two] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const events = [
        start(0, 0, append([1n])),
        start(1, 1, append([2n])),
        finish(1, 1, appended(two)),
        finish(0, 0, appended(one)),
      ];
      expect(accepts(events)).toBe(true);
    }
  });

  test("is rejected when two reads see them in different orders", () => {
    const seen = [readOf(1n, 2n), readOf(2n, 1n)] as const;
    const events = [
      start(0, 0, append([1n])),
      start(1, 1, append([2n])),
      ...seen.flatMap((result, index) => [start(2, 2 + index, READ), finish(2, 2 + index, result)]),
      finish(0, 0, appended(1)),
      finish(1, 1, appended(2)),
    ];
    expect(accepts(events)).toBe(false);
  });

  test("is accepted whether or not a doubtful append was applied, but not when it comes and goes", () => {
    const doubtful = (...reads: readonly Result[]): HistoryEvent[] => [
      start(0, 0, append([1n])),
      ...reads.flatMap((result, index) => [start(1, 1 + index, READ), finish(1, 1 + index, result)]),
      finish(0, 0, { kind: "maybeAppended" }),
    ];
    expect(accepts(doubtful(readOf(), readOf()))).toBe(true);
    expect(accepts(doubtful(readOf(), readOf(1n)))).toBe(true);
    expect(accepts(doubtful(readOf(1n), readOf()))).toBe(false);
    expect(accepts(doubtful(readOf(1n, 1n)))).toBe(false);
  });
});

describe("a history that is none", () => {
  test.for([
    ["an operation that finishes without a start", [finish(0, 0, tailIs(0))]],
    ["an operation without an end", [start(0, 0, CHECK)]],
    ["a client with two operations open", [start(0, 0, CHECK), start(0, 1, CHECK)]],
    ["an operation that is finished by another client", [start(0, 0, CHECK), finish(1, 0, tailIs(0))]],
    ["an operation with the result of another kind", [start(0, 0, CHECK), finish(0, 0, appended(0))]],
    ["an operation that starts twice", [...inTurn([CHECK, tailIs(0)]), start(0, 0, CHECK)]],
  ] as const)("is rejected: %s", ([, events]) => {
    expect(accepts(events)).toBe(false);
  });
});

describe("the checker", () => {
  const HISTORIES = 1_500;

  test("accepts whatever clients of a right stream can see", () => {
    for (let seed = 0; seed < HISTORIES; seed++) {
      const events = simulateHistory(12, new SeededRandom(seed));
      expect([seed, checkHistory(events)]).toMatchObject([seed, { isLinearizable: true }]);
    }
  });

  test("agrees with a search through every order when one result is changed", () => {
    const verdicts = { accepted: 0, rejected: 0 };
    for (let seed = 0; seed < HISTORIES; seed++) {
      const random = new SeededRandom(seed);
      const events = tampered(simulateHistory(7, random), random);
      const isRight = isLinearizableByForce(events);
      expect([seed, accepts(events)]).toEqual([seed, isRight]);
      verdicts[isRight ? "accepted" : "rejected"]++;
    }
    // Both happen often enough for the comparison to say something.
    expect(Math.min(verdicts.accepted, verdicts.rejected)).toBeGreaterThan(HISTORIES / 10);
  });
});

/** The same with one result changed. */
function tampered(events: readonly HistoryEvent[], random: SeededRandom): HistoryEvent[] {
  const chosen = random.pick(events.filter(({ finish: result }) => result !== undefined));
  return events.map((event) => (event === chosen ? { ...event, ...changed(chosen, random) } : event)) as HistoryEvent[];
}

function changed({ finish: result }: HistoryEvent, random: SeededRandom): { readonly finish: Result } | object {
  switch (result?.kind) {
    case "read":
      return { finish: { ...result, streamHash: result.streamHash ^ 1n } };
    case "tail":
    case "appended":
      return { finish: { ...result, tail: Math.max(0, result.tail + random.pick([-1, 1])) } };
    case "notAppended":
    case "maybeAppended":
      return { finish: appended(random.between(1, 6)) };
    default:
      return {};
  }
}
