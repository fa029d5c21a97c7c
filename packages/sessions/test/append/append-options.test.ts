import { UsageError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { ackTimeout, exactlyOnce, inflightLimits } from "../../src/append/append-options.js";

const MiB = 1_048_576;

describe("options of an append session", () => {
  test("the wait for an acknowledgement is the stream's time-out, and finite even where that is not", () => {
    expect(ackTimeout({}, 700)).toBe(700);
    expect(ackTimeout({}, Number.POSITIVE_INFINITY)).toBe(5000);
    expect(ackTimeout({ ackTimeoutMs: 50 }, Number.POSITIVE_INFINITY)).toBe(50);
  });

  test.each([Number.POSITIVE_INFINITY, 0, -1, Number.NaN])("a wait of %s is refused", (ackTimeoutMs) => {
    expect(() => ackTimeout({ ackTimeoutMs }, 5000)).toThrow(UsageError);
  });

  test.each([
    [{ maxInflightBytes: MiB - 1 }, "maxInflightBytes"],
    [{ maxInflightBytes: Number.NaN }, "maxInflightBytes"],
    [{ maxInflightBytes: Number.POSITIVE_INFINITY }, "maxInflightBytes"],
    [{ maxInflightBatches: 0 }, "maxInflightBatches"],
    [{ maxInflightBatches: 1.5 }, "maxInflightBatches"],
  ])("%j is refused by its name, and nothing is made to fit", (options, field) => {
    expect(() => inflightLimits(options)).toThrow(field);
  });

  test("exactly 1 MiB in flight is enough for any batch", () => {
    expect(inflightLimits({ maxInflightBytes: MiB }).maxInflightBytes).toBe(MiB);
  });

  test.each([
    [{ delivery: "twice" }, "delivery"],
    [{ onInterference: "ignore" }, "onInterference"],
    [{ delivery: "exactly-once", startSeqNum: -1 }, "startSeqNum"],
    [{ startSeqNum: 3 }, "startSeqNum is for delivery"],
    [{ delivery: "policy", onInterference: "rebase" }, "onInterference is for delivery"],
  ])("%j is refused by its name", (options, field) => {
    expect(() => exactlyOnce(options as never)).toThrow(field);
  });
});
