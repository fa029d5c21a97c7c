import { TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { step } from "../../src/append/append-transitions.js";
import { harness } from "./machine-harness.js";

const lost = () => new TransportError("cut", { code: "connection_lost", retryable: true, maybeApplied: true });

describe("an acknowledgement time-out that comes too late", () => {
  test("does nothing when its batch was acknowledged meanwhile, and the batch behind it stays alive", () => {
    const session = harness({}, 1000);
    session.submit();
    step(session.machine, { type: "connected" });
    session.now = 900;
    session.submit();
    session.now = 1000;
    session.ack(0);
    step(session.machine, { type: "wake" });
    expect([session.machine.state, session.machine.failures, session.machine.inFlight]).toEqual(["open", 0, 1]);
    session.ack(1);
    expect(session.sent()).toEqual(["1:0", "1:1"]);
  });

  test("does nothing when nothing is unacknowledged any more", () => {
    const session = harness({}, 1000);
    session.submit();
    step(session.machine, { type: "connected" });
    session.ack(0);
    session.now = 5000;
    step(session.machine, { type: "wake" });
    expect([session.machine.state, session.machine.failures]).toEqual(["open", 0]);
  });

  test("is one failure together with the connection that broke, whichever is told first", () => {
    for (const first of ["failed", "wake"] as const) {
      const session = harness({}, 1000);
      session.submit();
      step(session.machine, { type: "connected" });
      session.now = 1000;
      if (first === "failed") step(session.machine, { type: "failed", error: lost() });
      step(session.machine, { type: "wake" });
      expect([first, session.machine.failures, session.machine.state]).toEqual([first, 1, "waiting"]);
    }
  });
});
