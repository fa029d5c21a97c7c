import type { SeededRandom } from "../../src/chaos/seeded-random.js";
import type { Call, HistoryEvent, Result } from "../../src/history/history-event.js";
import { HistoryRecorder } from "../../src/history/history-recorder.js";
import { apply, EMPTY_STREAM, type StreamState } from "../../src/history/stream-model.js";

const CLIENTS = 3;
const TOKENS = ["a", "b", undefined, undefined] as const;

/** A client, and the operation that it has open. */
interface Client {
  id: number;
  open: { readonly opId: number; readonly call: Call; result: Result | undefined } | undefined;
}

/**
 * The history of a few clients of a stream that is what it should be: each operation takes effect at some moment while it
 * is open, or, where its end is in doubt, perhaps never.
 */
export function simulateHistory(operations: number, random: SeededRandom): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const recorder = new HistoryRecorder((event) => events.push(event));
  const clients: Client[] = Array.from({ length: CLIENTS }, () => ({ id: recorder.newClient() ?? 0, open: undefined }));
  let state = EMPTY_STREAM;
  const begun = (): boolean => recorder.operations >= operations;
  while (!begun() || clients.some(({ open }) => open !== undefined)) {
    const client = random.pick(clients);
    const { open } = client;
    if (open === undefined) {
      if (begun()) continue;
      const call = drawCall(state, random);
      client.open = { opId: recorder.start(client.id, call).opId, call, result: undefined };
    } else if (open.result === undefined) {
      [state, open.result] = perform(state, open.call, random);
    } else {
      recorder.finish({ clientId: client.id, opId: open.opId }, open.result);
      if (open.result.kind === "maybeAppended") client.id = recorder.newClient() ?? 0;
      client.open = undefined;
    }
  }
  recorder.end();
  return events;
}

function drawCall(state: StreamState, random: SeededRandom): Call {
  const kind = random.pick(["append", "append", "read", "checkTail"] as const);
  if (kind !== "append") return { kind };
  return {
    kind,
    recordHashes: Array.from({ length: random.between(1, 2) }, () => BigInt(random.between(1, 3))),
    setFencingToken: random.chance(0.2) ? random.pick(["a", "b"]) : undefined,
    fencingToken: random.pick(TOKENS),
    matchSeqNum: random.chance(0.4) ? state.tail : undefined,
  };
}

/** What the call does to the stream, and what the client will be told. */
function perform(state: StreamState, call: Call, random: SeededRandom): [StreamState, Result] {
  if (call.kind === "read") return [state, { kind: "read", tail: state.tail, streamHash: state.streamHash }];
  if (call.kind === "checkTail") return [state, { kind: "tail", tail: state.tail }];
  const doubtful: Result = { kind: "maybeAppended" };
  const applied = random.chance(0.1) ? undefined : apply(state, call, doubtful);
  if (random.chance(0.2)) return [applied ?? state, doubtful];
  return applied === undefined ? [state, { kind: "notAppended" }] : [applied, { kind: "appended", tail: applied.tail }];
}
