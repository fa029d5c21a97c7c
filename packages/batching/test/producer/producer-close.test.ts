import { S2Error } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import { Producer, type ProducerOptions, type RecordTicket } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  return { producer: new Producer(sink, { clock, ...options }), sink, clock };
}

function lost(): S2Error {
  return new S2Error("the connection broke", { code: "connection_lost", maybeApplied: true });
}

function ownedSink() {
  return { close: vi.fn(async (): Promise<void> => undefined), abort: vi.fn() };
}

describe("close", () => {
  test("sends what is held and waits for every acknowledgement", async () => {
    const { producer, sink, clock } = start({ maxBatchRecords: 2 });
    const tickets = ["a", "b", "c"].map((body) => producer.trySubmit(record(body)) as RecordTicket);
    const closed = producer.close();
    expect(producer.state).toBe("closing");
    expect(sink.bodies).toEqual([["a", "b"], ["c"]]);
    sink.ack();
    expect(await stateOf(closed)).toBe("pending");
    sink.ack();
    await closed;
    expect(producer.state).toBe("closed");
    expect(clock.pending).toBe(0);
    expect(await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).seqNum))).toEqual([0, 1, 2]);
  });

  test("gives every caller the same promise", async () => {
    const { producer } = start();
    const closed = producer.close();
    expect(producer.close()).toBe(closed);
    await closed;
    expect(producer.close()).toBe(closed);
  });

  test("takes no further records, from its call on", async () => {
    const { producer, sink } = start();
    producer.trySubmit(record("a"));
    const closed = producer.close();
    expect(await rejectionOf(producer.submit(record("b")))).toMatchObject({ code: "session_closed" });
    expect(() => producer.trySubmit(record("b"))).toThrow(expect.objectContaining({ code: "session_closed" }));
    sink.ack();
    await closed;
    expect(await rejectionOf(producer.submit(record("b")))).toMatchObject({
      code: "session_closed",
      maybeApplied: false,
    });
    expect(sink.bodies).toEqual([["a"]]);
  });

  test("drains records that waited in line before it", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
    const submitted = ["a", "b", "c", "d", "e"].map((body) => producer.submit(record(body)));
    const closed = producer.close();
    while (await quiet().then(() => sink.ack()));
    await closed;
    expect(sink.bodies.flat()).toEqual(["a", "b", "c", "d", "e"]);
    const acks = await Promise.all(submitted.map(async (ticket) => (await ticket).ack()));
    expect(acks.map(({ seqNum }) => seqNum)).toEqual([0, 1, 2, 3, 4]);
  });

  test("lets a flush during and after it tell the truth", async () => {
    const { producer, sink } = start();
    producer.trySubmit(record("a"));
    const closed = producer.close();
    const flushed = producer.flush();
    expect(await stateOf(flushed)).toBe("pending");
    sink.ack();
    await Promise.all([closed, flushed]);
    await producer.flush();
  });

  test("rejects with the failure only after every batch has settled", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    for (const body of ["a", "b"]) producer.trySubmit(record(body));
    const closed = producer.close();
    closed.catch(() => undefined);
    const error = lost();
    sink.fail(error);
    expect(await stateOf(closed)).toBe("pending");
    sink.ack();
    expect(await rejectionOf(closed)).toBe(error);
    expect(producer.state).toBe("failed");
  });

  test("of a producer that never did anything resolves at once", async () => {
    const { producer } = start();
    expect(await stateOf(producer.close())).toBe("resolved");
  });
});

describe("abort", () => {
  test("settles every open ticket, submit, flush and close; what was acknowledged stays so", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(2));
    const [acked, inFlight, , waiting, open] = ["acked", "in flight", "too", "waiting", "open"].map(
      (body) => producer.trySubmit(record(body)) as RecordTicket,
    );
    expect(open).toBeUndefined();
    sink.ack();
    await quiet();
    const collecting = producer.trySubmit(record("collecting")) as RecordTicket;
    const inLine = producer.submit(record("in line"));
    const flushed = producer.flush();
    const closed = producer.close();
    const reason = new Error("enough");
    producer.abort(reason);
    for (const open of [inFlight?.ack(), waiting?.ack(), collecting.ack(), inLine, flushed, closed]) {
      expect(await rejectionOf(open as Promise<unknown>)).toBe(reason);
    }
    expect((await acked?.ack())?.seqNum).toBe(0);
    expect(producer.failure).toBe(reason);
    expect(producer.state).toBe("failed");
    expect(sink.waiting).toBe(0);
  });

  test("without a reason gives session_closed, and says for each record whether it may have been applied", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
    const [inFlight, waiting, open] = ["in flight", "waiting", "open"].map(
      (body) => producer.trySubmit(record(body)) as RecordTicket,
    );
    const flushed = producer.flush();
    producer.abort();
    expect(await rejectionOf(inFlight!.ack())).toMatchObject({ code: "session_closed", maybeApplied: true });
    expect(await rejectionOf(waiting!.ack())).toMatchObject({ code: "session_closed", maybeApplied: false });
    expect(await rejectionOf(open!.ack())).toMatchObject({ code: "session_closed", maybeApplied: false });
    expect(await rejectionOf(flushed)).toMatchObject({ code: "session_closed", maybeApplied: true });
    expect(await rejectionOf(producer.submit(record("later")))).toMatchObject({ maybeApplied: false });
    expect(sink.bodies).toEqual([["in flight"]]);
  });

  test("passes an S2Error on unchanged when it is the reason", async () => {
    const { producer } = start({ maxBatchRecords: 1 });
    const ticket = producer.trySubmit(record("a")) as RecordTicket;
    const reason = new S2Error("mine", { code: "deadline_exceeded" });
    producer.abort(reason);
    expect(await rejectionOf(ticket.ack())).toBe(reason);
  });

  test("ignores what the sink says afterwards", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    const tickets = ["a", "b"].map((body) => producer.trySubmit(record(body)) as RecordTicket);
    producer.abort("enough");
    sink.ack();
    sink.fail(lost());
    await quiet();
    for (const ticket of tickets) expect(await rejectionOf(ticket.ack())).toBe("enough");
    expect(producer.lastAck).toBeUndefined();
    expect(producer.failure).toBe("enough");
  });

  test("calls a batch maybe applied that the sink takes in the very moment of the abort", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 }, new ScriptedSink(1));
    producer.trySubmit(record("in flight"));
    const taken = producer.trySubmit(record("taken")) as RecordTicket;
    sink.setCapacity(2);
    producer.abort();
    expect(sink.bodies).toEqual([["in flight"], ["taken"]]);
    expect(await rejectionOf(taken.ack())).toMatchObject({ code: "session_closed", maybeApplied: true });
  });

  test("after a failure settles what is still open, with that failure", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1 });
    const tickets = ["a", "b"].map((body) => producer.trySubmit(record(body)) as RecordTicket);
    const error = lost();
    sink.fail(error);
    await quiet();
    expect(await stateOf(tickets[1]!.ack())).toBe("pending");
    producer.abort("enough");
    expect(await rejectionOf(tickets[1]!.ack())).toBe(error);
    expect(producer.failure).toBe(error);
  });

  test("has no effect once closed", async () => {
    const owned = ownedSink();
    const { producer } = start({ ownedSink: owned });
    await producer.close();
    producer.abort("enough");
    expect(producer.state).toBe("closed");
    expect(owned.abort).not.toHaveBeenCalled();
    await producer.flush();
  });
});

describe("an owned sink", () => {
  test("is closed once, after the last acknowledgement, and close waits for it", async () => {
    const owned = ownedSink();
    let finish = (): void => undefined;
    owned.close.mockImplementation(() => new Promise<void>((resolve) => (finish = resolve)));
    const { producer, sink } = start({ ownedSink: owned });
    producer.trySubmit(record("a"));
    const closed = producer.close();
    void producer.close();
    await quiet();
    expect(owned.close).not.toHaveBeenCalled();
    sink.ack();
    await quiet();
    expect(owned.close).toHaveBeenCalledTimes(1);
    expect(await stateOf(closed)).toBe("pending");
    finish();
    await closed;
    expect(owned.abort).not.toHaveBeenCalled();
  });

  test("is closed after a failure too, and the failure is what close tells", async () => {
    const owned = ownedSink();
    owned.close.mockRejectedValue(new Error("closed badly"));
    const { producer, sink } = start({ ownedSink: owned, maxBatchRecords: 1 });
    producer.trySubmit(record("a"));
    const error = lost();
    sink.fail(error);
    expect(await rejectionOf(producer.close())).toBe(error);
    expect(owned.close).toHaveBeenCalledTimes(1);
  });

  test("that fails to close makes close reject", async () => {
    const owned = ownedSink();
    const error = new Error("closed badly");
    owned.close.mockRejectedValue(error);
    const { producer } = start({ ownedSink: owned });
    expect(await rejectionOf(producer.close())).toBe(error);
    expect(producer.state).toBe("failed");
    expect(producer.failure).toBe(error);
  });

  test("is aborted with the producer, once and with the same reason, and not closed as well", async () => {
    const owned = ownedSink();
    const { producer } = start({ ownedSink: owned });
    producer.trySubmit(record("a"));
    const closed = rejectionOf(producer.close());
    producer.abort("enough");
    producer.abort("again");
    expect(await closed).toBe("enough");
    expect(owned.abort.mock.calls).toEqual([["enough"]]);
    expect(owned.close).not.toHaveBeenCalled();
  });

  test("that closes in spite of an abort does not turn the abort into a close", async () => {
    const owned = ownedSink();
    let finish = (): void => undefined;
    owned.close.mockImplementation(() => new Promise<void>((resolve) => (finish = resolve)));
    const { producer } = start({ ownedSink: owned });
    const closed = producer.close();
    await quiet();
    producer.abort("enough");
    finish();
    await closed;
    expect(producer.state).toBe("failed");
  });

  test("is left alone when it is not owned", async () => {
    const sink = Object.assign(new ScriptedSink(), ownedSink());
    const { producer } = start({}, sink);
    await producer.close();
    expect(sink.close).not.toHaveBeenCalled();
  });
});
