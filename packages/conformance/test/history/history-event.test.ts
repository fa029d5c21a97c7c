import { describe, expect, test } from "vitest";
import { formatEvent, type HistoryEvent, parseEvent } from "../../src/history/history-event.js";

const MAX_U64 = 2n ** 64n - 1n;

/** Every event there is, and its line. */
const LINES: readonly (readonly [HistoryEvent, string])[] = [
  [{ clientId: 0, opId: 1, start: { kind: "read" } }, '{"event":{"Start":"Read"},"client_id":0,"op_id":1}'],
  [{ clientId: 0, opId: 1, start: { kind: "checkTail" } }, '{"event":{"Start":"CheckTail"},"client_id":0,"op_id":1}'],
  [
    {
      clientId: 19,
      opId: 7,
      start: {
        kind: "append",
        recordHashes: [0n, MAX_U64],
        setFencingToken: undefined,
        fencingToken: "client-1",
        matchSeqNum: 12,
      },
    },
    '{"event":{"Start":{"Append":{"num_records":2,"record_hashes":[0,18446744073709551615],"set_fencing_token":null,' +
      '"fencing_token":"client-1","match_seq_num":12}}},"client_id":19,"op_id":7}',
  ],
  [
    {
      clientId: 1,
      opId: 2,
      start: {
        kind: "append",
        recordHashes: [9_007_199_254_740_993n],
        setFencingToken: "client-1",
        fencingToken: undefined,
        matchSeqNum: undefined,
      },
    },
    '{"event":{"Start":{"Append":{"num_records":1,"record_hashes":[9007199254740993],"set_fencing_token":"client-1",' +
      '"fencing_token":null,"match_seq_num":null}}},"client_id":1,"op_id":2}',
  ],
  [
    { clientId: 1, opId: 2, finish: { kind: "appended", tail: 3 } },
    '{"event":{"Finish":{"AppendSuccess":{"tail":3}}},"client_id":1,"op_id":2}',
  ],
  [
    { clientId: 1, opId: 2, finish: { kind: "notAppended" } },
    '{"event":{"Finish":"AppendDefiniteFailure"},"client_id":1,"op_id":2}',
  ],
  [
    { clientId: 1, opId: 2, finish: { kind: "maybeAppended" } },
    '{"event":{"Finish":"AppendIndefiniteFailure"},"client_id":1,"op_id":2}',
  ],
  [
    { clientId: 1, opId: 2, finish: { kind: "read", tail: 3, streamHash: MAX_U64 } },
    '{"event":{"Finish":{"ReadSuccess":{"tail":3,"stream_hash":18446744073709551615}}},"client_id":1,"op_id":2}',
  ],
  [{ clientId: 1, opId: 2, finish: { kind: "notRead" } }, '{"event":{"Finish":"ReadFailure"},"client_id":1,"op_id":2}'],
  [
    { clientId: 1, opId: 2, finish: { kind: "tail", tail: 0 } },
    '{"event":{"Finish":{"CheckTailSuccess":{"tail":0}}},"client_id":1,"op_id":2}',
  ],
  [
    { clientId: 1, opId: 2, finish: { kind: "noTail" } },
    '{"event":{"Finish":"CheckTailFailure"},"client_id":1,"op_id":2}',
  ],
];

describe("a line of a history", () => {
  test.each(LINES)("is written exactly as S2's checker reads it: %#", (event, line) => {
    expect(formatEvent(event)).toBe(line);
  });

  test.each(LINES)("is read back as the event that it was: %#", (event, line) => {
    expect(parseEvent(line)).toEqual(event);
  });

  test.each([
    '{"event":{},"client_id":0,"op_id":1}',
    '{"event":{"Start":"Write"},"client_id":0,"op_id":1}',
    '{"event":{"Finish":"AppendFailure"},"client_id":0,"op_id":1}',
    '{"event":{"Start":"Read"},"op_id":1}',
    '{"event":{"Finish":{"ReadSuccess":{"tail":1.5,"stream_hash":0}}},"client_id":0,"op_id":1}',
    '{"event":{"Start":{"Append":{"num_records":2,"record_hashes":[1],"set_fencing_token":null,' +
      '"fencing_token":null,"match_seq_num":null}}},"client_id":0,"op_id":1}',
  ])("is refused when it is none: %s", (line) => {
    expect(() => parseEvent(line)).toThrow(TypeError);
  });
});
