import { ApiError, RangeNotSatisfiableError, type S2Error, StreamPosition, TransportError } from "@s2kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHarness } from "./machine-harness.js";

const lost = (): S2Error => new TransportError("cut", { code: "connection_lost", retryable: true });
const beyond = (tail: number): S2Error =>
  new RangeNotSatisfiableError(new StreamPosition(tail, 0), { code: "range_not_satisfiable", status: 416 });
const draining = (): S2Error => new ApiError("", { code: "server_draining", status: 503, retryable: true });

describe("where a read resumes", () => {
  test("after the last record received, whatever the start was; clamp is not repeated", () => {
    const read = readHarness({ from: { timestamp: 5 }, clamp: true });
    expect(read.reads[0]).toMatchObject({ start: { timestamp: 5 }, clamp: true });
    read.batch(40, 3);
    read.fail(lost());
    read.wake();
    expect(read.reads[1]).toMatchObject({ start: { seqNum: 43 }, clamp: false });
  });

  test("at the original start when nothing was received", () => {
    const read = readHarness({ from: { tailOffset: 3 } });
    read.fail(lost());
    read.wake();
    expect(read.reads[1]?.start).toEqual({ tailOffset: 3 });
  });

  test("at the tail that the first heartbeat told, when the start was relative to the tail", () => {
    const read = readHarness({ from: { tailOffset: 0 } });
    read.heartbeat(17);
    read.fail(lost());
    read.wake();
    expect(read.reads[1]?.start).toEqual({ seqNum: 17 });
  });

  test("exactly beyond 2^53", () => {
    const read = readHarness({ from: { seqNum: 2n ** 63n } });
    expect(read.reads[0]?.start).toEqual({ seqNum: 2n ** 63n });
  });
});

describe("limits over several connections", () => {
  test("count and bytes are what is left of the originals, never subtracted twice", () => {
    const read = readHarness({ count: 100, bytes: 1000 });
    read.batch(0, 10);
    read.fail(lost());
    read.wake();
    read.fail(lost());
    read.wake();
    expect(read.reads[2]).toMatchObject({ count: 90, bytes: 920 });
    read.batch(10, 30);
    read.fail(lost());
    read.wake();
    expect(read.reads[3]).toMatchObject({ start: { seqNum: 40 }, count: 60, bytes: 680 });
  });

  test("a limit that is used up ends the read without another request", () => {
    const read = readHarness({ count: 10 });
    read.batch(0, 10);
    read.fail(lost());
    read.wake();
    expect(read.reads).toHaveLength(1);
    expect(read.outcome).toMatchObject({ over: true, error: undefined });
  });

  test("a limit of zero ends the read without any request", () => {
    expect(readHarness({ count: 0 }).reads).toHaveLength(0);
  });

  test("wait is whole until the tail was seen, then shrinks by whole seconds, the pause before the retry included", () => {
    const read = readHarness({ waitSecs: 5, count: 10 }, { minDelayMs: 1000, maxDelayMs: 1000 });
    read.fail(lost());
    read.wake();
    expect(read.reads[1]?.wait).toBe(5);
    read.heartbeat(0);
    read.now += 1000;
    read.fail(lost());
    read.wake();
    // One second at the tail, one and a half of pause.
    expect(read.reads[2]?.wait).toBe(3);
    read.now += 60_000;
    read.fail(lost());
    read.wake();
    expect(read.reads[3]?.wait).toBe(0);
  });

  test("every batch at the tail starts the wait anew, heartbeats do not", () => {
    const read = readHarness({ waitSecs: 10 });
    read.heartbeat(0);
    read.now += 4000;
    read.batch(0, 1, 1);
    read.now += 2000;
    read.heartbeat(1);
    read.fail(lost());
    read.wake();
    expect(read.reads[1]?.wait).toBe(8);
  });
});

describe("how a read ends", () => {
  test("by the service, when there is a bound", () => {
    const read = readHarness({ until: 10 });
    read.machine.handle({ type: "ended" });
    expect(read.machine.state).toBe("ended");
  });

  test("not by the service, when there is none: that is a cut", () => {
    const read = readHarness();
    read.batch(0, 1);
    read.machine.handle({ type: "ended" });
    expect(read.machine.state).toBe("waiting");
    read.wake();
    expect(read.reads[1]?.start).toEqual({ seqNum: 1 });
  });

  test("a 416 at our own position after something was received is the end, at the start it is an error", () => {
    const resumed = readHarness({ count: 100 });
    resumed.batch(0, 5);
    resumed.fail(lost());
    resumed.wake();
    resumed.fail(beyond(5));
    expect(resumed.outcome).toMatchObject({ over: true, error: undefined });
    const fresh = readHarness({ from: { seqNum: 5 }, count: 1 });
    fresh.fail(beyond(5));
    expect(fresh.outcome.error?.code).toBe("range_not_satisfiable");
  });

  test("a 416 with a tail before our position is an error: the stream was replaced", () => {
    const read = readHarness({ count: 100 });
    read.batch(0, 5);
    read.fail(lost());
    read.wake();
    read.fail(beyond(2));
    expect(read.outcome.error?.code).toBe("range_not_satisfiable");
  });

  test("what trying again cannot mend ends it at once", () => {
    const read = readHarness();
    read.fail(new ApiError("", { code: "permission_denied", status: 403 }));
    expect([read.machine.state, read.reads.length]).toEqual(["failed", 1]);
  });
});

describe("what is received", () => {
  test("a gap is reported, and the read goes on behind it", () => {
    const read = readHarness();
    read.batch(7, 2);
    read.batch(12, 1);
    expect(read.gaps).toEqual([
      { from: 0, to: 7 },
      { from: 9, to: 12 },
    ]);
    expect(read.delivered).toEqual([7, 8, 12]);
  });

  test("a record that was read already breaks the protocol", () => {
    const read = readHarness();
    read.batch(0, 5);
    read.batch(3, 1);
    expect(read.outcome.error?.code).toBe("protocol_error");
    expect(read.delivered).toEqual([0, 1, 2, 3, 4]);
    expect(read.outcome.cancels).toBe(1);
  });
});

describe("time", () => {
  test("an answer has to begin within the time-out, counted from when the request left", () => {
    const read = readHarness();
    expect(read.wakeAt).toBeUndefined();
    read.now = 1000;
    read.machine.handle({ type: "connected" });
    expect(read.wakeAt).toBe(6000);
    read.wake();
    expect(read.outcome.cancels).toBe(1);
    expect(read.machine.state).toBe("waiting");
  });

  test("any frame puts the end of patience off, and starts the count of failures anew", () => {
    const read = readHarness({}, { maxAttempts: 2 });
    for (let round = 1; round < 10; round++) {
      read.machine.handle({ type: "opened" });
      read.heartbeat(0);
      expect(read.wakeAt).toBe(read.now + 20_000);
      read.fail(lost());
      read.wake();
    }
    expect(read.reads).toHaveLength(10);
  });

  test("a time-out says how long was waited", () => {
    const opening = readHarness({}, { maxAttempts: 1 });
    opening.machine.handle({ type: "connected" });
    opening.wake();
    expect(opening.outcome.error?.message).toContain("within 5000 ms");

    const silent = readHarness({}, { maxAttempts: 1 });
    silent.machine.handle({ type: "opened" });
    silent.wake();
    expect(silent.outcome.error?.message).toContain("within 20000 ms");
  });

  test("silence is not counted while the consumer has stopped us", () => {
    const read = readHarness();
    read.machine.handle({ type: "opened" });
    read.machine.handle({ type: "paused" });
    expect(read.wakeAt).toBeUndefined();
    read.now = 100_000;
    read.machine.handle({ type: "wake" });
    expect(read.machine.state).toBe("open");
    read.machine.handle({ type: "resumed" });
    expect(read.wakeAt).toBe(120_000);
  });

  test("forever never gives up, with a bounded pause", () => {
    const read = readHarness({}, { maxAttempts: Number.POSITIVE_INFINITY });
    for (let round = 0; round < 50; round++) {
      read.fail(lost());
      expect((read.wakeAt ?? 0) - read.now).toBeLessThanOrEqual(2000);
      read.wake();
    }
    expect(read.reads).toHaveLength(51);
  });
});

describe("when the service asks to move", () => {
  test("the batch counts first, then the read goes on elsewhere at once; a second time within a minute it stays", () => {
    const read = readHarness({}, { maxAttempts: 1 });
    read.machine.handle({ type: "opened" });
    read.batch(0, 5, undefined, true);
    expect(read.reads[1]?.start).toEqual({ seqNum: 5 });
    read.machine.handle({ type: "opened" });
    read.batch(5, 1, undefined, true);
    expect(read.reads).toHaveLength(2);
    read.now = 61_000;
    read.batch(6, 1, undefined, true);
    expect(read.reads).toHaveLength(3);
  });

  test("advice with the last record that was asked for ends the read", () => {
    const read = readHarness({ count: 5 });
    read.machine.handle({ type: "opened" });
    read.batch(0, 5, undefined, true);
    expect(read.reads).toHaveLength(1);
  });

  test("one that drains for ever is met with pauses and an end", () => {
    const read = readHarness();
    for (let round = 0; round < 10 && !read.outcome.over; round++) {
      read.fail(draining());
      if (read.machine.state === "waiting") read.wake();
    }
    expect(read.reads).toHaveLength(4);
    expect(read.outcome.error?.code).toBe("server_draining");
  });
});

describe("any schedule", () => {
  test("delivers every record of the range once, in order, whatever is cut where", async () => {
    const schedule = fc.array(
      fc.tuple(fc.constantFrom("batch", "batch", "cut", "advice", "heartbeat"), fc.integer({ min: 1, max: 9 })),
      {
        maxLength: 60,
      },
    );
    await fc.assert(
      fc.property(schedule, fc.integer({ min: 1, max: 60 }), (steps, count) => {
        const read = readHarness({ count }, { maxAttempts: Number.POSITIVE_INFINITY });
        const serve = (wanted: number, advised: boolean): void => {
          const asked = read.reads[read.reads.length - 1];
          const start = read.delivered.length;
          // The service keeps to what this connection asked for.
          const records = Math.min(wanted, asked?.count ?? 0, count - start);
          if (records > 0) read.batch(start, records, undefined, advised);
        };
        for (const [step, size] of steps) {
          if (read.outcome.over) break;
          if (step === "batch" || step === "advice") serve(size, step === "advice");
          else if (step === "heartbeat") read.heartbeat(read.delivered.length);
          else {
            read.fail(lost());
            read.wake();
          }
        }
        while (!read.outcome.over && read.delivered.length < count) serve(9, false);
        if (!read.outcome.over) read.machine.handle({ type: "ended" });
        expect(read.outcome).toMatchObject({ over: true, error: undefined });
        expect(read.delivered).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(read.gaps).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
