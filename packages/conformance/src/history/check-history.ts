import type { Call, HistoryEvent, Result } from "./history-event.js";
import { apply, EMPTY_STREAM, type StreamState } from "./stream-model.js";

/** What a check says. */
export type HistoryVerdict =
  | { readonly isLinearizable: true; readonly operations: number; readonly unknown: number }
  | { readonly isLinearizable: false; readonly problem: string };

/** Above this many possible pasts the check gives up: it is meant for histories of a few clients. */
const MAX_PASTS = 200_000;

interface Operation {
  readonly clientId: number;
  readonly opId: number;
  readonly call: Call;
  readonly result: Result;
}

/** One way in which everything so far can have happened: the stream now, and which open operations took effect already. */
interface Past {
  readonly state: StreamState;
  readonly done: ReadonlySet<number>;
}

/**
 * Looks for an order of all operations, each at one moment between its start and its finish, in which every result is
 * right for a single stream that begins empty. All possible pasts are carried along from event to event;
 * where an operation finishes, those in which it cannot have taken effect are dropped.
 */
export function checkHistory(events: readonly HistoryEvent[]): HistoryVerdict {
  let operations: Map<number, Operation>;
  try {
    operations = pairUp(events);
  } catch (error) {
    return { isLinearizable: false, problem: (error as Error).message };
  }
  const open = new Map<number, Operation>();
  let pasts: Past[] = [{ state: EMPTY_STREAM, done: new Set() }];
  for (const { finish, opId } of events) {
    const operation = operations.get(opId) as Operation;
    if (isWithoutEffect(operation.result)) continue;
    if (finish === undefined) {
      open.set(opId, operation);
      continue;
    }
    // Whether it took effect stays open to the end, and so does everything behind it.
    if (finish.kind === "maybeAppended") continue;
    const after = pastsWith(operation, pasts, open);
    if (after === undefined) return { isLinearizable: false, problem: `more than ${MAX_PASTS} ways to go on` };
    if (after.length === 0) return { isLinearizable: false, problem: describe(operation, pasts) };
    open.delete(opId);
    pasts = after;
  }
  return { isLinearizable: true, operations: operations.size, unknown: open.size };
}

/** @throws when the lines do not make whole operations of clients that do one thing at a time. */
function pairUp(events: readonly HistoryEvent[]): Map<number, Operation> {
  const started = new Map<number, { readonly clientId: number; readonly call: Call }>();
  const operations = new Map<number, Operation>();
  const busy = new Map<number, number>();
  for (const { clientId, finish, opId, start } of events) {
    if (start !== undefined) {
      if (started.has(opId)) throw new Error(`operation ${opId} starts twice`);
      if (busy.has(clientId)) throw new Error(`client ${clientId} starts operation ${opId} inside of another`);
      started.set(opId, { clientId, call: start });
      busy.set(clientId, opId);
    } else {
      const begun = started.get(opId);
      if (begun === undefined || begun.clientId !== clientId || operations.has(opId)) {
        throw new Error(`client ${clientId} finishes operation ${opId}, which it has not open`);
      }
      if (!fits(begun.call, finish)) throw new Error(`operation ${opId} is a ${begun.call.kind}, not ${finish.kind}`);
      operations.set(opId, { clientId, opId, call: begun.call, result: finish });
      busy.delete(clientId);
    }
  }
  if (busy.size > 0) throw new Error(`operation ${[...busy.values()][0]} has no end`);
  return operations;
}

const RESULTS: Readonly<Record<Call["kind"], readonly Result["kind"][]>> = {
  append: ["appended", "notAppended", "maybeAppended"],
  read: ["read", "notRead"],
  checkTail: ["tail", "noTail"],
};

function fits(call: Call, result: Result): boolean {
  return RESULTS[call.kind].includes(result.kind);
}

/** What certainly did nothing and saw nothing can stand anywhere. */
function isWithoutEffect(result: Result): boolean {
  return result.kind === "notAppended" || result.kind === "notRead" || result.kind === "noTail";
}

/**
 * The pasts in which an operation that finishes now took effect: it did before, or does now, behind any of the other
 * open ones. `undefined` when there are too many.
 */
function pastsWith(
  operation: Operation,
  pasts: readonly Past[],
  open: ReadonlyMap<number, Operation>,
): Past[] | undefined {
  const found = new Map<string, Past>();
  const seen = new Set<string>();
  const toTry = [...pasts];
  for (let past = toTry.pop(); past !== undefined; past = toTry.pop()) {
    if (past.done.has(operation.opId)) {
      // Finished operations need not be remembered.
      const without = { state: past.state, done: minus(past.done, operation.opId) };
      found.set(keyOf(without), without);
      continue;
    }
    const key = keyOf(past);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > MAX_PASTS) return undefined;
    for (const next of open.values()) {
      if (past.done.has(next.opId)) continue;
      const state = apply(past.state, next.call, next.result);
      if (state !== undefined && !isBeyond(state, operation, next)) {
        toTry.push({ state, done: plus(past.done, next.opId) });
      }
    }
  }
  return [...found.values()];
}

/** The tail never goes back, so that an operation which saw a lower one can have no place any more. */
function isBeyond(state: StreamState, operation: Operation, applied: Operation): boolean {
  return applied !== operation && "tail" in operation.result && state.tail > operation.result.tail;
}

function keyOf({ done, state }: Past): string {
  const { fencingToken, streamHash, tail } = state;
  return `${tail} ${streamHash} ${fencingToken ?? ""} ${fencingToken === undefined} ${[...done].sort().join()}`;
}

function plus(set: ReadonlySet<number>, value: number): Set<number> {
  return new Set(set).add(value);
}

function minus(set: ReadonlySet<number>, value: number): Set<number> {
  const rest = new Set(set);
  rest.delete(value);
  return rest;
}

function describe({ call, clientId, opId, result }: Operation, pasts: readonly Past[]): string {
  const tails = [...new Set(pasts.map(({ state }) => state.tail))].sort((left, right) => left - right);
  const seen = "tail" in result ? ` with tail ${result.tail}` : "";
  return `operation ${opId} of client ${clientId}, ${call.kind}${seen}, has no place: the tail was ${tails.join(" or ")}`;
}
