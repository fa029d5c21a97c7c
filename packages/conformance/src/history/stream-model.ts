import type { AppendCall, Call, Result } from "./history-event.js";
import { chainHash, EMPTY_STREAM_HASH } from "./stream-hash.js";

/** All of a stream that a history can show. */
export interface StreamState {
  readonly tail: number;
  readonly fencingToken: string | undefined;
  readonly streamHash: bigint;
}

export const EMPTY_STREAM: StreamState = { tail: 0, fencingToken: undefined, streamHash: EMPTY_STREAM_HASH };

/**
 * The stream after an operation that takes effect as a whole at one moment: its next state, or `undefined` when the
 * operation cannot have had this result there. An append that may have been applied is taken to be applied here; that it
 * was not is always possible.
 */
export function apply(state: StreamState, call: Call, result: Result): StreamState | undefined {
  switch (result.kind) {
    case "appended": {
      const next = appended(state, call as AppendCall);
      return next?.tail === result.tail ? next : undefined;
    }
    case "maybeAppended":
      return appended(state, call as AppendCall);
    case "read":
      return state.tail === result.tail && state.streamHash === result.streamHash ? state : undefined;
    case "tail":
      return state.tail === result.tail ? state : undefined;
    default:
      return state;
  }
}

function appended(state: StreamState, call: AppendCall): StreamState | undefined {
  const { fencingToken, matchSeqNum, recordHashes, setFencingToken } = call;
  if (fencingToken !== undefined && fencingToken !== state.fencingToken) return undefined;
  if (matchSeqNum !== undefined && matchSeqNum !== state.tail) return undefined;
  return {
    tail: state.tail + recordHashes.length,
    fencingToken: setFencingToken ?? state.fencingToken,
    streamHash: recordHashes.reduce(chainHash, state.streamHash),
  };
}
