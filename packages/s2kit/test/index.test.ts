import { expect, test } from "vitest";
import * as s2kit from "../src/index.js";

test("exports these names and no others", () => {
  expect(Object.keys(s2kit).sort()).toEqual([
    "ApiError",
    "AppendAck",
    "AppendRecord",
    "Batcher",
    "BatchingStream",
    "CaughtUpTracker",
    "DEFAULT_ACCOUNT_ENDPOINT",
    "DEFAULT_BASIN_ENDPOINT",
    "DEFAULT_RETRY_POLICY",
    "FencingTokenMismatchError",
    "InexactNumberError",
    "InterferenceError",
    "LIMITS",
    "MAX_U64",
    "MiB",
    "Producer",
    "RangeNotSatisfiableError",
    "ReadRecord",
    "RecordAck",
    "RecordBatch",
    "RecordHeader",
    "S2",
    "S2Error",
    "SeqNumMismatchError",
    "SessionClosedError",
    "StreamPosition",
    "TransportError",
    "UsageError",
    "WRITER_HEADER",
    "applyResources",
    "batchRecords",
    "checkBatch",
    "formatPlan",
    "maxBodyBytes",
    "meteredBytes",
    "paginate",
    "parseResources",
    "planResources",
    "randomToken",
    "readEnvironment",
    "rest",
    "systemClock",
  ]);
});

test("has every operation of the API under rest", () => {
  expect(Object.keys(s2kit.rest)).toEqual(
    expect.arrayContaining([
      ...["listBasins", "createBasin", "ensureBasin", "getBasinConfig", "reconfigureBasin", "deleteBasin"],
      ...["listStreams", "createStream", "ensureStream", "getStreamConfig", "reconfigureStream", "deleteStream"],
      ...["listAccessTokens", "issueAccessToken", "revokeAccessToken"],
      ...["listLocations", "getDefaultLocation", "setDefaultLocation"],
      ...["accountMetrics", "basinMetrics", "streamMetrics"],
      ...["append", "read", "checkTail"],
    ]),
  );
});

test("brands its errors, so that S2Error.is knows those of another copy", () => {
  const error = new s2kit.UsageError("field", "message");
  expect(s2kit.S2Error.is(error)).toBe(true);
  expect(s2kit.S2Error.is(Object.defineProperty({}, Symbol.for("s2kit.error"), { value: true }))).toBe(true);
  expect(s2kit.S2Error.is(new Error("message"))).toBe(false);
});
