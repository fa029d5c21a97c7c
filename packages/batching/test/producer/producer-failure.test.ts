import { getEventListeners } from "node:events";
import { ApiError, S2Error, SeqNumMismatchError, SessionClosedError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { Producer, type ProducerOptions, type RecordTicket } from "../../src/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { quiet, rejectionOf, stateOf } from "../support/settling.js";

function start(options: ProducerOptions = {}, sink: ScriptedSink = new ScriptedSink()) {
  const clock = new ManualClock();
  const producer = new Producer(sink, { lingerMs: Number.POSITIVE_INFINITY, maxBatchRecords: 1, clock, ...options });
  return { producer, sink, clock };
}

function take(producer: Producer, body: string): RecordTicket {
  return producer.trySubmit(record(body)) as RecordTicket;
}

function mismatch(): SeqNumMismatchError {
  return new SeqNumMismatchError(7, { code: "seq_num_mismatch", status: 412, maybeApplied: false });
}

function lost(message = "the connection broke"): S2Error {
  return new S2Error(message, { code: "connection_lost", maybeApplied: true });
}

test("a covered 412 reaches the ticket, the flush, and every later flush, submit and close", async () => {
  const { producer, sink } = start({ matchSeqNum: 0 });
  const ticket = take(producer, "a");
  const flushed = producer.flush();
  const error = mismatch();
  sink.fail(error);
  expect(await rejectionOf(flushed)).toBe(error);
  expect(await rejectionOf(ticket.ack())).toBe(error);
  expect(await rejectionOf(ticket.ack())).toBe(error);
  expect(await rejectionOf(producer.flush())).toBe(error);
  expect(await rejectionOf(producer.submit(record("b")))).toBe(error);
  expect(() => producer.trySubmit(record("b"))).toThrow(error);
  expect(await rejectionOf(producer.close())).toBe(error);
  expect(producer.failure).toBe(error);
  expect(producer.state).toBe("failed");
});

test("the first of two failures is the one that is told, whichever batch it is about", async () => {
  const { producer, sink } = start();
  const tickets = ["a", "b"].map((body) => take(producer, body));
  const flushed = producer.flush();
  const [first, second] = [lost("first"), lost("second")];
  sink.fail(first, 1);
  sink.fail(second, 0);
  expect(await rejectionOf(flushed)).toBe(first);
  expect(await rejectionOf(producer.flush())).toBe(first);
  expect(await rejectionOf(producer.close())).toBe(first);
  expect(producer.failure).toBe(first);
  expect(await rejectionOf(tickets[0]!.ack())).toBe(second);
});

describe("maybeApplied", () => {
  test("is the sink's word for a batch that it took, and false for a record that it never got", async () => {
    const { producer, sink } = start({}, new ScriptedSink(1));
    const inFlight = take(producer, "in flight");
    const waiting = take(producer, "waits for the sink");
    const open = take(producer, "collecting");
    const inLine = producer.submit(record("in line"));
    const error = lost();
    sink.fail(error);
    const [sent, ...unsent] = await Promise.all([
      rejectionOf(inFlight.ack()),
      // The sink takes the waiting batch in the very moment in which the one before it fails.
      rejectionOf(open.ack()),
      rejectionOf(inLine),
      rejectionOf(producer.submit(record("later"))),
    ]);
    expect(sent).toBe(error);
    for (const each of unsent) {
      expect(each).toMatchObject({ code: "connection_lost", message: error.message, maybeApplied: false });
    }
    expect(await stateOf(waiting.ack())).toBe("pending");
    sink.ack();
    expect((await waiting.ack()).seqNum).toBe(1);
  });

  test("is false for a batch that waits for the sink when the producer fails", async () => {
    const { producer, sink } = start({}, new ScriptedSink(2));
    const inFlight = [take(producer, "a"), take(producer, "b")];
    const waiting = take(producer, "waits for the sink");
    sink.setCapacity(1);
    sink.fail(lost());
    expect(await rejectionOf(waiting.ack())).toMatchObject({ code: "connection_lost", maybeApplied: false });
    expect(sink.waiting).toBe(0);
    sink.ack(1);
    expect((await inFlight[1]!.ack()).seqNum).toBe(1);
    expect(sink.bodies).toEqual([["a"], ["b"]]);
  });

  test("of a flush or close covers all batches before it, whichever failed first", async () => {
    const { producer, sink } = start();
    for (const body of ["a", "b"]) take(producer, body);
    const flushed = producer.flush();
    const closed = producer.close();
    sink.fail(mismatch(), 0);
    expect(await stateOf(flushed.catch(() => undefined))).toBe("pending");
    sink.fail(lost(), 1);
    const error = await rejectionOf(flushed);
    expect(error).toBeInstanceOf(SeqNumMismatchError);
    expect(error).toMatchObject({ expectedSeqNum: 7, maybeApplied: true });
    expect(await rejectionOf(closed)).toMatchObject({ code: "seq_num_mismatch", maybeApplied: true });
  });

  test("of a flush is not touched by batches after it", async () => {
    const { producer, sink } = start();
    take(producer, "a");
    const flushed = producer.flush();
    take(producer, "b");
    sink.fail(lost(), 1);
    await quiet();
    sink.fail(mismatch(), 0);
    expect(await rejectionOf(flushed)).toMatchObject({ code: "connection_lost", maybeApplied: false });
  });
});

test("a flush of which everything is durable succeeds, though a later batch has failed", async () => {
  const { producer, sink } = start();
  const before = take(producer, "before");
  const flushed = producer.flush();
  take(producer, "after");
  sink.fail(lost(), 1);
  expect(await stateOf(flushed)).toBe("pending");
  sink.ack(0);
  await flushed;
  expect((await before.ack()).seqNum).toBe(0);
  expect(producer.state).toBe("failed");
});

describe("when the sink refuses a batch", () => {
  test("the ticket of the record that closed it rejects, and batches before it keep their outcome", async () => {
    const { producer, sink } = start();
    const before = take(producer, "before");
    const error = lost();
    sink.refuse(error);
    const refused = take(producer, "refused");
    expect(await rejectionOf(refused.ack())).toMatchObject({ code: "connection_lost", maybeApplied: false });
    expect(await stateOf(before.ack())).toBe("pending");
    sink.ack();
    expect((await before.ack()).seqNum).toBe(0);
    expect(producer.failure).toBe(error);
  });

  test("to make room for a record, that record is refused too", async () => {
    const { producer, sink } = start({ maxBatchRecords: 1000, maxBatchBytes: 24 });
    const first = take(producer, "x".repeat(8));
    sink.refuse(mismatch());
    expect(() => take(producer, "x".repeat(9))).toThrow(expect.objectContaining({ code: "seq_num_mismatch" }));
    expect(await rejectionOf(first.ack())).toMatchObject({ code: "seq_num_mismatch", maybeApplied: false });
  });

  test("out of the linger timer, nothing is thrown there", async () => {
    const { producer, sink, clock } = start({ lingerMs: 5, maxBatchRecords: 2 });
    const ticket = take(producer, "a");
    const error = new SessionClosedError("the session is closed");
    sink.refuse(error);
    clock.advance(5);
    expect(await rejectionOf(ticket.ack())).toBe(error);
    expect(producer.state).toBe("failed");
  });

  test("while it waits for room, it and all behind it reject", async () => {
    const { producer, sink } = start({}, new ScriptedSink(1));
    const inFlight = take(producer, "in flight");
    const held = [take(producer, "waits for the sink"), take(producer, "collecting")];
    const inLine = producer.submit(record("in line"));
    const flushed = producer.flush();
    sink.refuse(lost());
    for (const ticket of held) expect(await rejectionOf(ticket.ack())).toMatchObject({ maybeApplied: false });
    expect(await rejectionOf(inLine)).toMatchObject({ code: "connection_lost", maybeApplied: false });
    sink.ack();
    expect((await inFlight.ack()).seqNum).toBe(0);
    expect(await rejectionOf(flushed)).toMatchObject({ code: "connection_lost", maybeApplied: false });
  });

  test("with a promise that throws at once, the same holds", async () => {
    const error = new Error("no session");
    const producer = new Producer(
      {
        trySubmitBatch: () => undefined,
        submitBatch() {
          throw error;
        },
      },
      { maxBatchRecords: 1 },
    );
    expect(await rejectionOf(take(producer, "a").ack())).toBe(error);
    expect(producer.failure).toBe(error);
  });
});

test("an error of another kind is passed on as it is", async () => {
  const { producer, sink } = start();
  const ticket = take(producer, "a");
  sink.fail("a reason that is no error");
  expect(await rejectionOf(ticket.ack())).toBe("a reason that is no error");
  expect(await rejectionOf(producer.close())).toBe("a reason that is no error");
});

test("failures that nobody looks at are not unhandled rejections", async () => {
  const { producer, sink } = start({}, new ScriptedSink(1));
  for (const body of ["in flight", "waits for the sink", "collecting"]) {
    take(producer, body);
  }
  const dropped = take(start().producer, "never settled");
  void dropped.ack();
  void producer.trySubmit(record("refused"))?.ack();
  sink.refuse(lost());
  sink.fail(lost());
  await quiet();
  expect(producer.state).toBe("failed");
});

test("promises of tickets that nobody awaits are not unhandled rejections", async () => {
  const { producer, sink } = start();
  const ticket = take(producer, "a");
  void ticket.ack();
  sink.fail(new ApiError("no", { code: "invalid", status: 422 }));
  await quiet();
  void ticket.ack();
  await quiet();
  expect(await rejectionOf(ticket.ack())).toMatchObject({ code: "invalid" });
});

test("a failed producer leaves no listener on the signals of those who waited", async () => {
  const { producer, sink } = start({}, new ScriptedSink(1));
  for (const body of ["in flight", "waits for the sink", "collecting"]) take(producer, body);
  const { signal } = new AbortController();
  const submitted = rejectionOf(producer.submit(record("in line"), { signal }));
  const flushed = rejectionOf(producer.flush({ signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(2);
  sink.refuse(lost());
  sink.fail(lost());
  await Promise.all([submitted, flushed]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a failed producer keeps no timer", () => {
  const { producer, sink, clock } = start({ lingerMs: 5, maxBatchRecords: 2 });
  for (const body of ["a", "b", "c"]) take(producer, body);
  expect(clock.pending).toBe(1);
  producer.abort();
  expect(clock.pending).toBe(0);
  expect(sink.bodies).toEqual([["a", "b"]]);
});
