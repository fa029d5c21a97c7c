import { S2Error } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import { Producer } from "../../src/index.js";
import { record } from "../support/records.js";
import { ScriptedSink } from "../support/scripted-sink.js";
import { rejectionOf } from "../support/settling.js";

function lost(): S2Error {
  return new S2Error("the connection broke", { code: "connection_lost", maybeApplied: true });
}

/** Runs `use` with a producer in its scope, whose first batch fails. @returns What leaving the scope throws. */
async function leaving(use: (producer: Producer, sink: ScriptedSink) => Promise<void>): Promise<unknown> {
  const sink = new ScriptedSink();
  const run = async (): Promise<void> => {
    await using producer = new Producer(sink, { maxBatchRecords: 1 });
    await use(producer, sink);
  };
  return run().then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("leaving the scope of a producer", () => {
  test("sends what is held and waits until it is durable", async () => {
    const sink = new ScriptedSink();
    const close = vi.fn(async () => undefined);
    {
      await using producer = new Producer(sink, { ownedSink: { close, abort: () => undefined } });
      producer.trySubmit(record("a"));
      queueMicrotask(() => sink.ack());
    }
    expect(sink.bodies).toEqual([["a"]]);
    expect(close).toHaveBeenCalledOnce();
  });

  test("throws a failure that nobody has seen", async () => {
    const error = await leaving(async (producer, sink) => {
      await producer.submit(record("a"));
      sink.fail(lost());
    });
    expect(error).toMatchObject({ code: "connection_lost", maybeApplied: true });
  });

  test("throws a failure that comes while it waits, when nobody looks at the record", async () => {
    const error = await leaving(async (producer, sink) => {
      await producer.submit(record("a"));
      queueMicrotask(() => sink.fail(lost()));
    });
    expect(error).toMatchObject({ code: "connection_lost", maybeApplied: true });
  });

  test.for<[string, (producer: Producer, sink: ScriptedSink) => Promise<void>]>([
    [
      "a ticket told of",
      async (producer, sink) => {
        const ticket = await producer.submit(record("a"));
        sink.fail(lost());
        await rejectionOf(ticket.ack());
      },
    ],
    [
      "a ticket that is asked late told of",
      async (producer, sink) => {
        const ticket = await producer.submit(record("a"));
        sink.fail(lost());
        await vi.waitUntil(() => producer.state === "failed");
        await rejectionOf(ticket.ack());
      },
    ],
    [
      "a ticket tells of while it waits",
      async (producer, sink) => {
        const ticket = await producer.submit(record("a"));
        ticket.ack().catch(() => undefined);
        queueMicrotask(() => sink.fail(lost()));
      },
    ],
    [
      "flush told of",
      async (producer, sink) => {
        await producer.submit(record("a"));
        sink.fail(lost());
        await rejectionOf(producer.flush());
      },
    ],
    [
      "close told of",
      async (producer, sink) => {
        await producer.submit(record("a"));
        sink.fail(lost());
        await rejectionOf(producer.close());
      },
    ],
    [
      "a refused record told of",
      async (producer, sink) => {
        await producer.submit(record("a"));
        sink.fail(lost());
        await vi.waitUntil(() => producer.state === "failed");
        await rejectionOf(producer.submit(record("b")));
      },
    ],
    [
      "is the caller's own abort",
      async (producer) => {
        await producer.submit(record("a"));
        producer.abort();
      },
    ],
  ])("says nothing of a failure that %s", async ([, use]) => {
    expect(await leaving(use)).toBeUndefined();
  });
});
