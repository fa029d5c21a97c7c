import { ApiError, type S2Error, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { readHarness } from "./machine-harness.js";

const lost = (): S2Error => new TransportError("cut", { code: "connection_lost", retryable: true });
const draining = (): S2Error => new ApiError("", { code: "server_draining", status: 503, retryable: true });

describe("a handover in a row of failures", () => {
  test("that brought records starts the count anew", () => {
    const read = readHarness({}, { maxAttempts: 3 });
    const failTwice = (): void => {
      for (let failure = 0; failure < 2; failure++) {
        read.fail(lost());
        read.wake();
      }
    };
    failTwice();
    read.machine.handle({ type: "opened" });
    read.batch(0, 5, undefined, true);
    failTwice();
    expect(read.outcome.over).toBe(false);
    expect(read.reads.at(-1)?.start).toEqual({ seqNum: 5 });
  });

  test("that brought nothing leaves the count as it was", () => {
    const read = readHarness({}, { maxAttempts: 3 });
    for (let failure = 0; failure < 2; failure++) {
      read.fail(lost());
      read.wake();
    }
    read.fail(draining());
    expect(read.outcome.over).toBe(false);
    read.fail(lost());
    expect(read.outcome).toMatchObject({ over: true, error: { code: "connection_lost" } });
  });
});

test("a token refused over and over is final, also for a read that never gives up and whatever others achieve with it", () => {
  const refused = (): S2Error => new ApiError("no", { code: "permission_denied", status: 403, retryable: true });
  const read = readHarness({}, { maxAttempts: Number.POSITIVE_INFINITY });
  read.fail(refused());
  read.machine.handle({ type: "opened" });
  read.heartbeat(0);
  read.fail(refused());
  expect([read.reads.length, read.outcome.over]).toEqual([3, false]);
  read.fail(refused());
  expect(read.outcome).toMatchObject({ over: true, error: { code: "permission_denied" } });
});
