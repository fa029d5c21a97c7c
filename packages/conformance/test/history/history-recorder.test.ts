import { expect, test } from "vitest";
import type { HistoryEvent } from "../../src/history/history-event.js";
import { HistoryRecorder, MAX_CLIENTS } from "../../src/history/history-recorder.js";

function recorder(): { readonly events: HistoryEvent[]; readonly recorder: HistoryRecorder } {
  const events: HistoryEvent[] = [];
  return { events, recorder: new HistoryRecorder((event) => events.push(event)) };
}

const APPEND = {
  kind: "append",
  recordHashes: [1n],
  setFencingToken: undefined,
  fencingToken: undefined,
  matchSeqNum: undefined,
} as const;

test("the start of an operation is written at once, and its finish with the same ids", () => {
  const { events, recorder: history } = recorder();
  const client = history.newClient() as number;
  const open = history.start(client, { kind: "checkTail" });
  expect(events).toEqual([{ clientId: client, opId: open.opId, start: { kind: "checkTail" } }]);
  history.finish(open, { kind: "tail", tail: 0 });
  expect(events[1]).toEqual({ clientId: client, opId: open.opId, finish: { kind: "tail", tail: 0 } });
});

test("a doubtful append is finished behind everything else, and its client has to go on under a new id", () => {
  const { events, recorder: history } = recorder();
  const [one, two] = [history.newClient() as number, history.newClient() as number];
  history.finish(history.start(one, APPEND), { kind: "maybeAppended" });
  expect(() => history.start(one, { kind: "read" })).toThrow();
  const next = history.newClient() as number;
  expect([one, two]).not.toContain(next);
  for (const client of [two, next]) history.finish(history.start(client, { kind: "checkTail" }), { kind: "noTail" });
  history.end();
  expect(events.at(-1)).toEqual({ clientId: one, opId: 0, finish: { kind: "maybeAppended" } });
  expect(events.filter(({ finish }) => finish?.kind === "maybeAppended")).toHaveLength(1);
});

test("there are at most 20 ids", () => {
  const { recorder: history } = recorder();
  const ids = Array.from({ length: MAX_CLIENTS }, () => history.newClient());
  expect(MAX_CLIENTS).toBe(20);
  expect(new Set(ids).size).toBe(20);
  expect(history.newClient()).toBeUndefined();
});

test("what is on the stream before is one append at the beginning", () => {
  const { events, recorder: history } = recorder();
  history.existing([7n, 8n]);
  expect(events).toMatchObject([
    { start: { kind: "append", recordHashes: [7n, 8n], matchSeqNum: undefined } },
    { finish: { kind: "appended", tail: 2 } },
  ]);
  expect(() => history.existing([9n])).toThrow();
});

test("a history does not end while an operation has no result", () => {
  const { recorder: history } = recorder();
  history.start(history.newClient() as number, { kind: "read" });
  expect(() => history.end()).toThrow();
});
