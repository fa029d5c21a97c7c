import { ApiError, S2Error, SessionClosedError, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import type { AppendMachine } from "../../src/append/append-machine.js";
import { step } from "../../src/append/append-transitions.js";
import { ackOf, harness } from "./machine-harness.js";

const lost = (): S2Error => new TransportError("cut", { code: "connection_lost", retryable: true, maybeApplied: true });
const refused = (): S2Error =>
  new TransportError("refused", { code: "connection_failed", retryable: true, maybeApplied: false });

async function rejection(promise: Promise<unknown>): Promise<S2Error> {
  return promise.then(
    () => expect.fail("resolved"),
    (error: unknown) => (S2Error.is(error) ? error : expect.fail(`not an S2Error: ${String(error)}`)),
  );
}

describe("dropping a session", () => {
  test("while the connection is still being made, nothing has left", async () => {
    const session = harness();
    const ticket = session.submit();
    step(session.machine, { type: "drop", error: new SessionClosedError("enough") });
    expect((await rejection(ticket.ack())).maybeApplied).toBe(false);
  });

  test("ends the session with a verdict on all batches together", () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "failed", error: lost() });
    session.submit();
    step(session.machine, { type: "drop", error: new SessionClosedError("enough") });
    expect(session.actions.at(-1)).toMatchObject({ do: "over", error: { code: "session_closed", maybeApplied: true } });
  });
});

describe("a connection that sends a batch only when the one before is acknowledged", () => {
  test.each([
    ["an ambiguous failure", (machine: AppendMachine) => step(machine, { type: "failed", error: lost() })],
    ["an end without an error", (machine: AppendMachine) => step(machine, { type: "ended" })],
    [
      "an acknowledgement that cannot be right",
      (machine: AppendMachine) => step(machine, { type: "acked", ack: ackOf(0, 7), advised: false }),
    ],
  ])("after %s only the oldest batch may have been applied", (_what, happen) => {
    const session = harness({ appends: "noSideEffects" }, 5000, { oneAtATime: true });
    const tickets = [session.submit(), session.submit(), session.submit()];
    step(session.machine, { type: "connected" });
    session.ack(0);
    happen(session.machine);
    expect(tickets.map(({ state, maybeApplied }) => [state, maybeApplied])).toEqual([
      ["acked", false],
      ["failed", true],
      ["failed", false],
    ]);
  });

  test("sends again what was behind the batch that may have been applied, each with its own verdict", async () => {
    const session = harness({ maxAttempts: 2 }, 5000, { oneAtATime: true });
    const [oldest, behind] = [session.submit(), session.submit()];
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "failed", error: lost() });
    session.wake();
    expect(session.sent()).toEqual(["1:0", "1:1", "2:0", "2:1"]);
    step(session.machine, { type: "failed", error: refused() });
    const errors = [await rejection(oldest.ack()), await rejection(behind.ack())];
    expect(errors.map(({ maybeApplied }) => maybeApplied)).toEqual([true, false]);
  });
});

describe("policy noSideEffects", () => {
  test("a matchSeqNum makes no difference: a resend could report a mismatch with itself", async () => {
    const session = harness({ appends: "noSideEffects" });
    const ticket = session.submit(1, 0);
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "failed", error: lost() });
    expect((await rejection(ticket.ack())).maybeApplied).toBe(true);
    expect(session.sent()).toEqual(["1:0"]);
  });
});

describe("an error that mostly costs no attempt", () => {
  const tokenRefused = (maybeApplied = false): S2Error =>
    new ApiError("expired", { code: "http_error", status: 401, retryable: true, maybeApplied });

  test.each([
    ["a token refused by an answer that says nothing of what was applied", tokenRefused(true)],
    [
      "draining told with another status than its own",
      new ApiError("", { code: "server_draining", status: 500, retryable: false, maybeApplied: true }),
    ],
  ])("ends a session that must not write twice, when it leaves open what was applied: %s", (_what, error) => {
    const session = harness({ appends: "noSideEffects" });
    const ticket = session.submit();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "failed", error });
    expect([session.sent(), ticket.state, ticket.maybeApplied]).toEqual([["1:0"], "failed", true]);
  });

  test("is answered once for each acknowledgement: a token refused over and over is final, whatever others achieve with it", () => {
    const session = harness({ maxAttempts: Number.POSITIVE_INFINITY });
    const tickets = [session.submit(), session.submit()];
    step(session.machine, { type: "failed", error: tokenRefused() });
    session.ack(0);
    step(session.machine, { type: "failed", error: tokenRefused() });
    expect(session.sent()).toEqual(["1:0", "1:1", "2:0", "2:1", "3:1"]);
    step(session.machine, { type: "failed", error: tokenRefused() });
    expect(tickets.map(({ state }) => state)).toEqual(["acked", "failed"]);
  });
});
