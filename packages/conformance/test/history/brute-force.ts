import type { Call, HistoryEvent, Result } from "../../src/history/history-event.js";
import { apply, EMPTY_STREAM, type StreamState } from "../../src/history/stream-model.js";

interface Operation {
  readonly call: Call;
  readonly result: Result;
  readonly start: number;
  /** Where it must have taken effect; an append that may have been applied may be so for ever. */
  readonly end: number;
}

/**
 * Tries every order of all operations that keeps each between its start and its finish, with every choice of which
 * doubtful appends took effect. Slow and plain: what the checker has to agree with.
 */
export function isLinearizableByForce(events: readonly HistoryEvent[]): boolean {
  const operations = operationsOf(events);
  const search = (state: StreamState, left: readonly Operation[]): boolean => {
    if (left.every(({ result }) => result.kind === "maybeAppended")) return true;
    const firstEnd = Math.min(...left.map(({ end }) => end));
    return left.some((operation) => {
      if (operation.start > firstEnd) return false;
      const next = apply(state, operation.call, operation.result);
      return (
        next !== undefined &&
        search(
          next,
          left.filter((other) => other !== operation),
        )
      );
    });
  };
  return search(EMPTY_STREAM, operations);
}

function operationsOf(events: readonly HistoryEvent[]): Operation[] {
  const finished = new Map(
    events.flatMap((event, end) => (event.finish ? [[event.opId, { end, result: event.finish }]] : [])),
  );
  return events.flatMap(({ opId, start: call }, start) => {
    const outcome = finished.get(opId);
    if (call === undefined || outcome === undefined) return [];
    const { end, result } = outcome;
    return [{ call, result, start, end: result.kind === "maybeAppended" ? Number.POSITIVE_INFINITY : end }];
  });
}
