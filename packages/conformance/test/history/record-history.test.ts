import { describe, expect, test } from "vitest";
import { checkHistory } from "../../src/history/check-history.js";
import { formatEvent, type HistoryEvent, parseEvent } from "../../src/history/history-event.js";
import { MAX_CLIENTS } from "../../src/history/history-recorder.js";
import { recordHistory } from "../../src/history/record-history.js";
import { WORKLOADS } from "../../src/history/workload.js";
import { findS2Lite } from "../../src/servers/index.js";

const SEED = 20_260_707;
/** Of each client: enough for what is doubtful to be looked at by others, few enough for CI. */
const OPERATIONS = 30;
const hasLite = (await findS2Lite()) !== undefined || process.env["S2KIT_LITE"] === "required";

const isDoubtful = ({ finish }: HistoryEvent): boolean => finish?.kind === "maybeAppended";

/** The events of a history, by way of its lines. */
const throughLines = (events: readonly HistoryEvent[]): HistoryEvent[] =>
  events.map((event) => parseEvent(formatEvent(event)));

describe.each(["embedded", "lite"] as const)("on %s", (server) => {
  describe.skipIf(server === "lite" && !hasLite).each(WORKLOADS)("the history of workload %s", (workload) => {
    test.each([0, 60])("is linearizable, and as S2's checker reads it, with at most %i faults", async (maxFaults) => {
      const { events } = await recordHistory({ server, workload, operations: OPERATIONS, maxFaults, seed: SEED });
      const lines = events.map(formatEvent).join("\n");
      expect(checkHistory(throughLines(events)), `seed ${SEED}\n${lines}`).toMatchObject({ isLinearizable: true });
      expect(new Set(events.map(({ clientId }) => clientId)).size).toBeLessThanOrEqual(MAX_CLIENTS);
      const doubtful = events.filter(isDoubtful).length;
      expect(events.slice(events.length - doubtful).every(isDoubtful)).toBe(true);
      if (maxFaults === 0) expect([doubtful, events.length]).toEqual([0, 5 * OPERATIONS * 2]);
      // Not a history in which nothing happens.
      expect(events.filter(({ finish }) => finish?.kind === "appended").length).toBeGreaterThan(5);
    });
  });
});

describe("a recorded history", async () => {
  const { events } = await recordHistory({
    server: "embedded",
    workload: "plain",
    operations: 20,
    maxFaults: 0,
    seed: SEED,
    existingRecords: 3,
  });
  const reads = events.filter(({ finish }) => finish?.kind === "read");

  test("begins with what was on the stream", () => {
    expect(events.slice(0, 2)).toMatchObject([
      { start: { kind: "append" }, clientId: 0 },
      { finish: { kind: "appended", tail: 3 }, clientId: 0 },
    ]);
    expect(checkHistory(events)).toMatchObject({ isLinearizable: true, unknown: 0 });
  });

  test("is rejected without the append that was made up for that", () => {
    expect(checkHistory(events.slice(2)).isLinearizable).toBe(false);
  });

  test("is rejected when the hash of any read is changed in one bit", () => {
    expect(reads.length).toBeGreaterThan(10);
    for (const read of reads) {
      const { finish } = read;
      if (finish?.kind !== "read") continue;
      const forged = events.map((event) =>
        event === read ? { ...read, finish: { ...finish, streamHash: finish.streamHash ^ 1n } } : event,
      );
      expect(checkHistory(forged as HistoryEvent[]).isLinearizable).toBe(false);
    }
  });

  test("is rejected when a record that was read is said to be another", () => {
    const append = events.find(({ opId, start }) => opId > 0 && start?.kind === "append");
    if (append?.start?.kind !== "append") throw new Error("nothing was appended");
    const [first = 0n, ...rest] = append.start.recordHashes;
    const start = { ...append.start, recordHashes: [first ^ 1n, ...rest] };
    const forged = events.map((event) => (event === append ? { ...append, start } : event));
    expect(checkHistory(forged as HistoryEvent[]).isLinearizable).toBe(false);
  });

  test("is rejected when an append that took effect is said not to have", () => {
    const append = events.find(({ finish, opId }) => opId > 0 && finish?.kind === "appended");
    const forged = events.map((event) => (event === append ? { ...append, finish: { kind: "notAppended" } } : event));
    expect(checkHistory(forged as HistoryEvent[]).isLinearizable).toBe(false);
  });
});
