import { ApiError, S2Error, SeqNumMismatchError, SessionClosedError, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { step } from "../../src/append/append-transitions.js";
import { harness } from "./machine-harness.js";

const lost = (): S2Error => new TransportError("cut", { code: "connection_lost", retryable: true, maybeApplied: true });
const refused = (): S2Error =>
  new TransportError("refused", { code: "connection_failed", retryable: true, maybeApplied: false });
const draining = (): S2Error =>
  new ApiError("draining", { code: "server_draining", status: 503, retryable: true, maybeApplied: false });
const mismatch = (): S2Error => new SeqNumMismatchError(9, { code: "seq_num_mismatch", status: 412 });

async function rejection(promise: Promise<unknown>): Promise<S2Error> {
  return promise.then(
    () => expect.fail("resolved"),
    (error: unknown) => (S2Error.is(error) ? error : expect.fail(`not an S2Error: ${String(error)}`)),
  );
}

describe("pipelining", () => {
  test("connects with the first batch and sends each batch at once, whatever is unacknowledged", () => {
    const session = harness();
    expect(session.actions).toEqual([]);
    session.submit();
    session.submit();
    step(session.machine, { type: "connected" });
    session.submit();
    expect(session.sent()).toEqual(["1:0", "1:1", "1:2"]);
    expect(session.actions.filter((action) => action.do === "connect")).toHaveLength(1);
  });

  test("settles batches in order, each by its own acknowledgement", async () => {
    const session = harness();
    const tickets = [session.submit(2), session.submit(3)];
    step(session.machine, { type: "connected" });
    session.ack(10, 2);
    session.ack(12, 3);
    expect((await tickets[0]?.ack())?.start.seqNum).toBe(10);
    expect((await tickets[1]?.ack())?.end.seqNum).toBe(15);
    expect(session.wakeAt).toBeUndefined();
  });

  test("a ticket lets go of its frame when its batch is acknowledged or given up, not before", () => {
    const session = harness();
    const [acked, failed] = [session.submit(2), session.submit(3)];
    step(session.machine, { type: "connected" });
    expect(failed.encoded.frame.byteLength).toBeGreaterThan(0);
    session.ack(0, 2);
    expect([acked.encoded.frame.byteLength, acked.meteredBytes]).toEqual([0, 16]);
    expect(failed.encoded.frame.byteLength).toBeGreaterThan(0);
    step(session.machine, { type: "abort", reason: undefined });
    expect([failed.encoded.frame.byteLength, failed.meteredBytes]).toEqual([0, 24]);
  });
});

describe("the memory of a frame", () => {
  test("is free again once the service has the batch", () => {
    const session = harness();
    const { frame } = session.submit().encoded;
    step(session.machine, { type: "connected" });
    expect(session.spared).toEqual([]);
    session.ack(0);
    expect(session.spared).toHaveLength(1);
    expect(session.spared[0]).toBe(frame);
  });

  test("stays as it is when the batch was sent on two connections: the first may still hold it", () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "failed", error: lost() });
    session.wake();
    step(session.machine, { type: "connected" });
    session.ack(0);
    expect(session.tickets[0]?.state).toBe("acked");
    expect(session.spared).toEqual([]);
  });

  test("stays as it is when the batch failed or was given up", () => {
    const session = harness();
    session.submit();
    session.submit();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "abort", reason: undefined });
    expect(session.spared).toEqual([]);
  });
});

describe("acknowledgements that cannot be right", () => {
  test.each([
    ["covers another number of records", (session: ReturnType<typeof harness>) => session.ack(0, 5)],
    ["ends before it starts", (session: ReturnType<typeof harness>) => session.ack(4, -1)],
  ])("an acknowledgement that %s ends the session without a retry, as maybe applied", async (_what, ack) => {
    const session = harness();
    const ticket = session.submit(2);
    step(session.machine, { type: "connected" });
    ack(session);
    const error = await rejection(ticket.ack());
    expect([error.code, error.maybeApplied, error.retryable]).toEqual(["protocol_error", true, false]);
    expect(session.machine.state).toBe("failed");
    expect(session.wakeAt).toBeUndefined();
  });

  test("an acknowledgement before the end of the last one means that the stream was replaced", async () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "connected" });
    session.ack(100);
    const ticket = session.submit();
    session.ack(3);
    expect((await rejection(ticket.ack())).rawMessage).toContain("replaced");
  });

  test("an acknowledgement for nothing ends the session", () => {
    const session = harness();
    session.submit();
    session.ack(0);
    session.ack(1);
    expect(session.machine.state).toBe("failed");
  });

  test("an acknowledgement elsewhere than at matchSeqNum ends the session", async () => {
    const session = harness();
    const ticket = session.submit(1, 7);
    session.ack(8);
    expect((await rejection(ticket.ack())).maybeApplied).toBe(true);
  });
});

describe("resending", () => {
  test("sends everything unacknowledged again, in order, before what was submitted meanwhile", () => {
    const session = harness();
    for (let batch = 0; batch < 3; batch++) session.submit();
    step(session.machine, { type: "connected" });
    session.ack(0);
    session.sent();
    step(session.machine, { type: "failed", error: lost() });
    expect(session.machine.state).toBe("waiting");
    session.submit();
    session.wake();
    session.submit();
    expect(session.sent()).toEqual(["2:1", "2:2", "2:3", "2:4"]);
  });

  test("waits 100 to 200 ms, then twice as long, and any acknowledgement starts the count anew", () => {
    const session = harness({ maxAttempts: 3 });
    session.submit();
    session.submit();
    step(session.machine, { type: "failed", error: lost() });
    expect(session.wakeAt).toBe(150);
    session.wake();
    step(session.machine, { type: "failed", error: lost() });
    expect(session.wakeAt).toBe(150 + 300);
    session.wake();
    session.ack(0);
    step(session.machine, { type: "failed", error: lost() });
    expect(session.wakeAt).toBe(450 + 150);
    expect(session.machine.state).toBe("waiting");
  });

  test("gives up after maxAttempts failures in a row, each batch with its own verdict", async () => {
    const session = harness({ maxAttempts: 2 });
    const sent = session.submit();
    step(session.machine, { type: "failed", error: lost() });
    const neverSent = session.submit();
    session.wake();
    step(session.machine, { type: "failed", error: refused() });
    expect(session.machine.state).toBe("failed");
    const errors = [await rejection(sent.ack()), await rejection(neverSent.ack())];
    expect(errors.map((error) => [error.code, error.maybeApplied])).toEqual([
      ["connection_failed", true],
      ["connection_failed", false],
    ]);
  });

  test("honours the wait that the service asks for", () => {
    const session = harness();
    session.submit();
    const error = new ApiError("slow down", { code: "rate_limited", status: 429, retryable: true, retryAfterMs: 2500 });
    step(session.machine, { type: "failed", error });
    expect(session.wakeAt).toBe(2500);
  });

  test("a clean end with unacknowledged batches is a failure at once", () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "ended" });
    expect(session.machine.state).toBe("waiting");
    expect(session.tickets[0]?.maybeApplied).toBe(true);
  });

  test("a connection lost while idle costs no attempt and the next batch opens another", () => {
    const session = harness({ maxAttempts: 1 });
    session.submit();
    session.ack(0);
    for (let time = 0; time < 5; time++) step(session.machine, { type: "failed", error: lost() });
    expect(session.machine.state).toBe("idle");
    session.submit();
    expect(session.machine.state).toBe("open");
    expect(session.machine.connection).toBe(2);
  });

  test("a final error ends the session: a later 412 does not hide that an earlier attempt may have been applied", async () => {
    const session = harness();
    const first = session.submit();
    const second = session.submit();
    step(session.machine, { type: "failed", error: lost() });
    session.wake();
    const third = session.submit();
    step(session.machine, { type: "failed", error: mismatch() });
    const verdicts = await Promise.all([first, second, third].map((ticket) => rejection(ticket.ack())));
    expect(verdicts.map((error) => error instanceof SeqNumMismatchError && error.expectedSeqNum)).toEqual([9, 9, 9]);
    expect(verdicts.map((error) => error.maybeApplied)).toEqual([true, true, false]);
  });
});

describe("policy noSideEffects", () => {
  test("does not send again what was on a connection that broke", async () => {
    const session = harness({ appends: "noSideEffects" });
    const ticket = session.submit();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "failed", error: lost() });
    expect((await rejection(ticket.ack())).maybeApplied).toBe(true);
    expect(session.machine.state).toBe("failed");
  });

  test.each([
    ["the connection was never made", refused()],
    ["the service says that it is draining", draining()],
    ["the service limits the rate", new ApiError("", { code: "rate_limited", status: 429, retryable: true })],
  ])("sends again when %s", (_what, error) => {
    const session = harness({ appends: "noSideEffects" });
    session.submit();
    step(session.machine, { type: "failed", error });
    if (session.machine.state === "waiting") session.wake();
    expect(session.sent()).toEqual(["1:0", "2:0"]);
    expect(session.tickets[0]?.maybeApplied).toBe(false);
  });
});

describe("acknowledgement time-out", () => {
  test("counts from the sending, not from the submission, and drops the connection before another is made", () => {
    const session = harness({}, 5000);
    session.submit();
    expect(session.wakeAt).toBeUndefined();
    session.now = 3000;
    step(session.machine, { type: "connected" });
    expect(session.wakeAt).toBe(8000);
    session.wake();
    expect(session.actions.map((action) => action.do)).toEqual(["connect", "send", "cancel"]);
    expect(session.machine.state).toBe("waiting");
    session.wake();
    expect(session.actions.slice(3).map((action) => action.do)).toEqual(["connect", "send"]);
  });

  test("each batch has its own time: a batch sent later is due later", () => {
    const session = harness({}, 1000);
    session.submit();
    step(session.machine, { type: "connected" });
    session.now = 600;
    session.submit();
    session.now = 900;
    session.ack(0);
    expect(session.wakeAt).toBe(1600);
    session.now = 1500;
    step(session.machine, { type: "wake" });
    expect(session.machine.state).toBe("open");
    session.now = 1600;
    step(session.machine, { type: "wake" });
    expect(session.machine.state).toBe("waiting");
  });
});

describe("handover", () => {
  test("half-closes, takes the remaining acknowledgements, and goes on elsewhere without spending an attempt", () => {
    const session = harness({ maxAttempts: 1 });
    session.submit();
    session.submit();
    step(session.machine, { type: "connected" });
    session.ack(0, 1, true);
    expect(session.machine.state).toBe("handover");
    session.submit();
    expect(session.sent()).toEqual(["1:0", "1:1"]);
    session.ack(1);
    step(session.machine, { type: "ended" });
    expect(session.sent()).toEqual(["2:2"]);
    expect(session.machine.failures).toBe(0);
  });

  test("goes on elsewhere, without spending an attempt, when the old connection breaks with nothing in flight", () => {
    const session = harness({ maxAttempts: 1, appends: "noSideEffects" });
    session.submit();
    session.ack(0, 1, true);
    const waiting = session.submit();
    step(session.machine, { type: "failed", error: lost() });
    expect(session.sent()).toEqual(["1:0", "2:1"]);
    expect([waiting.maybeApplied, session.machine.failures]).toEqual([false, 0]);
  });

  test("a second advice within a minute is declined, one after a minute is followed", () => {
    const session = harness();
    session.submit();
    session.ack(0, 1, true);
    step(session.machine, { type: "ended" });
    expect(session.machine.state).toBe("idle");
    session.submit();
    session.now = 59_000;
    session.ack(1, 1, true);
    expect(session.machine.state).toBe("open");
    session.submit();
    session.now = 61_000;
    session.ack(2, 1, true);
    expect(session.machine.state).toBe("handover");
  });

  test("server_draining with unacknowledged batches sends them again at once", () => {
    const session = harness({ maxAttempts: 1 });
    session.submit();
    session.submit();
    session.ack(0, 1, true);
    step(session.machine, { type: "failed", error: draining() });
    expect(session.sent()).toEqual(["1:0", "1:1", "2:1"]);
  });

  test("an ordinary failure during a handover is counted and paced", () => {
    const session = harness();
    session.submit();
    session.submit();
    session.ack(0, 1, true);
    step(session.machine, { type: "failed", error: lost() });
    expect(session.machine.state).toBe("waiting");
    expect(session.machine.failures).toBe(1);
  });

  test("a server that drains for ever is met with pauses and an end", async () => {
    const session = harness({ maxAttempts: 3 });
    const ticket = session.submit();
    const pauses: number[] = [];
    for (let round = 0; round < 10 && session.machine.state !== "failed"; round++) {
      step(session.machine, { type: "failed", error: draining() });
      if (session.machine.state === "waiting") {
        pauses.push((session.wakeAt ?? 0) - session.now);
        session.wake();
      }
    }
    expect(pauses).toEqual([150, 300]);
    expect((await rejection(ticket.ack())).code).toBe("server_draining");
    expect(session.actions.filter((action) => action.do === "connect")).toHaveLength(4);
  });

  test("a service that never ends the old connection is left after the acknowledgement time-out", () => {
    const session = harness({}, 1000);
    session.submit();
    session.ack(0, 1, true);
    session.submit();
    session.wake();
    expect(session.actions.at(-2)).toEqual({ do: "connect", connection: 2 });
    expect(session.sent()).toEqual(["1:0", "2:1"]);
  });
});

describe("closing", () => {
  test("waits for every acknowledgement, half-closes, and is over when the service ends", () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "close" });
    expect(session.machine.state).toBe("open");
    session.ack(0);
    expect(session.machine.state).toBe("finishing");
    step(session.machine, { type: "ended" });
    expect(session.actions.at(-1)).toEqual({ do: "over", error: undefined });
  });

  test("goes on retrying while batches are unacknowledged", () => {
    const session = harness();
    session.submit();
    step(session.machine, { type: "close" });
    step(session.machine, { type: "failed", error: lost() });
    session.wake();
    session.ack(0);
    step(session.machine, { type: "ended" });
    expect(session.machine.state).toBe("closed");
  });

  test("is over at once when nothing was ever sent", () => {
    const session = harness();
    step(session.machine, { type: "close" });
    expect(session.machine.state).toBe("closed");
    expect(session.actions).toEqual([{ do: "over", error: undefined }]);
  });

  test("does not wait for ever for the service to end", () => {
    const session = harness({}, 1000);
    session.submit();
    session.ack(0);
    step(session.machine, { type: "close" });
    session.wake();
    expect(session.actions.slice(-2)).toEqual([{ do: "cancel" }, { do: "over", error: undefined }]);
  });
});

describe("aborting", () => {
  test("rejects every batch: those sent as maybe applied, others as certainly not", async () => {
    const session = harness();
    const sent = session.submit();
    step(session.machine, { type: "failed", error: refused() });
    const waiting = session.submit();
    session.wake();
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "drop", error: new SessionClosedError("enough") });
    const errors = [await rejection(sent.ack()), await rejection(waiting.ack())];
    expect(errors.every((error) => error instanceof SessionClosedError && error.maybeApplied)).toBe(true);
    expect(session.machine.state).toBe("closed");
  });

  test("rejects with the reason of a signal unchanged, and the ticket still tells what is known", async () => {
    const session = harness();
    const ticket = session.submit();
    const reason = new Error("enough");
    step(session.machine, { type: "connected" });
    step(session.machine, { type: "abort", reason });
    await expect(ticket.ack()).rejects.toBe(reason);
    expect(ticket.maybeApplied).toBe(true);
  });

  test("in a pause, batches that were never sent are certainly not applied", async () => {
    const session = harness();
    const ticket = session.submit();
    step(session.machine, { type: "failed", error: refused() });
    step(session.machine, { type: "drop", error: new SessionClosedError("enough") });
    expect((await rejection(ticket.ack())).maybeApplied).toBe(false);
    expect(session.wakeAt).toBeUndefined();
  });
});
