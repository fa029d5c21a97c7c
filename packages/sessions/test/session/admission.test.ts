import { checkBatch, UsageError } from "@s2kit/core";
import { describe, expect } from "vitest";
import type { AppendSession } from "../../src/append/append-session.js";
import { errorOf, numbered, test } from "./harness.js";

describe("room in an append session", () => {
  test("a reservation that waits is withdrawn by its signal, and those behind it go on", async ({ world }) => {
    await using session = world.append({ maxInflightBatches: 1 });
    const permit = await session.reserve(1000);
    const stop = new AbortController();
    const withdrawn = session.reserve(1000, { signal: stop.signal });
    const behind = session.submit(numbered(1));
    stop.abort("changed my mind");
    await expect(withdrawn).rejects.toBe("changed my mind");
    permit.release();
    await (await behind).ack();
    await expect(session.reserve(1000, { signal: stop.signal })).rejects.toBe("changed my mind");
    expect([session.inflightBytes, session.inflightBatches]).toEqual([0, 0]);
  });

  test("a permit refuses what an exactly-once session decides by itself, and keeps its room", async ({ world }) => {
    await using session = world.append({ delivery: "exactly-once", maxInflightBatches: 1 });
    const permit = await session.reserve(1000);
    expect(() => permit.submit(numbered(1), { matchSeqNum: 5 })).toThrow(UsageError);
    expect((await permit.submit(numbered(1)).ack()).start.seqNum).toBe(0);
    expect(session.inflightBatches).toBe(0);
  });

  test("a reservation of more than a batch may have is refused at once, and does not wait for ever", async ({
    world,
  }) => {
    await using session = world.append();
    for (const bytes of [0, -1, 1.5, Number.NaN, 1_048_577]) {
      expect(await errorOf(session.reserve(bytes))).toBeInstanceOf(UsageError);
    }
    expect(session.inflightBatches).toBe(0);
  });

  test("a permit for more than the batch needs gives all of it back", async ({ world }) => {
    await using session = world.append();
    const permit = await session.reserve(1_000_000);
    expect(session.inflightBytes).toBe(1_000_000);
    await permit.submit(numbered(1)).ack();
    expect(session.inflightBytes).toBe(0);
  });

  test("an abort rejects whoever waits for room with its reason, also when that is null", async ({ world }) => {
    const stop = new AbortController();
    const session = world.append({ maxInflightBatches: 1, signal: stop.signal });
    await session.reserve(1000);
    const waiting = session.submit(numbered(1));
    stop.abort(null);
    await expect(waiting).rejects.toBe(null);
  });

  test("close does not wait for a permit, which is of no use afterwards", async ({ world }) => {
    const session = world.append();
    using permit = await session.reserve(1000);
    await session.close();
    expect(() => permit.submit(numbered(1))).toThrow(expect.objectContaining({ code: "session_closed" }));
  });
});

describe("submitAll", () => {
  test("checks an array as a whole before anything is sent", async ({ world }) => {
    await using session = world.append();
    const records = [...numbered(2500), { body: "x", timestamp: -1 }];
    const error = await errorOf(session.submitAll(records));
    expect([error.code, error.maybeApplied]).toEqual(["invalid_argument", false]);
    expect(error.message).toContain("records[2500].timestamp");
    expect(await world.bodies()).toEqual([]);
  });

  test("says what may be there when records come one by one and one of them is bad", async ({ world }) => {
    await using session = world.append();
    function* records() {
      yield* numbered(1500);
      yield { body: "x", timestamp: -1 };
    }
    const error = await errorOf(session.submitAll(records()));
    expect([error.code, error.maybeApplied]).toEqual(["invalid_argument", true]);
    await session.flush();
    expect((await world.bodies()).length).toBe(1000);
  });

  test("ends with the signal's reason while the source of records is waited for", async ({ world }) => {
    await using session = world.append();
    const stop = new AbortController();
    const taken = session.submitAll(
      (async function* () {
        yield* numbered(1000);
        yield { body: "in the second batch" };
        await new Promise(() => undefined);
      })(),
      { signal: stop.signal },
    );
    await expect.poll(() => session.lastAck?.end.seqNum).toBe(1000);
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(taken).rejects.toBe(reason);
    expect((await world.bodies()).length).toBe(1000);
  });

  test("passes on what the source throws, and ends the source when the session refuses", async ({ world }) => {
    const session = world.append();
    async function* failing() {
      yield* numbered(1000);
      throw new Error("the file is gone");
    }
    await expect(session.submitAll(failing())).rejects.toThrow("the file is gone");
    let ended = false;
    function* endless() {
      try {
        for (;;) yield { body: "x" };
      } finally {
        ended = true;
      }
    }
    await session.close();
    expect((await errorOf(session.submitAll(endless()))).code).toBe("session_closed");
    expect(ended).toBe(true);
  });
});

describe("the Web stream of an append session", () => {
  test("ends with the session's failure, also while nobody writes", async ({ world }) => {
    const session = world.append();
    const writer = session.toWritableStream().getWriter();
    await session.submit(numbered(1), { matchSeqNum: 99 });
    expect((await errorOf(writer.closed)).code).toBe("seq_num_mismatch");
    expect((await errorOf(writer.write(numbered(1)))).code).toBe("seq_num_mismatch");
  });

  test("aborted while a write waits for room, ends that too", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "silence", at: "before-commit" });
    const session = world.append({ maxInflightBatches: 1, ackTimeoutMs: 600_000 });
    const writer = session.toWritableStream().getWriter();
    await writer.write(numbered(1));
    const waiting = errorOf(writer.write(numbered(1)));
    writer.closed.catch(() => undefined);
    await writer.abort(new Error("enough"));
    expect(await waiting).toMatchObject({ code: "session_closed", maybeApplied: false });
    expect([session.state, session.inflightBatches]).toEqual(["failed", 0]);
  });

  test("aborted, drops what was not acknowledged and says what may be there", async ({ world }) => {
    const fault = world.server.faults.push({ on: "append-session", action: "silence", at: "after-commit" });
    const session = world.append();
    const writer = session.toWritableStream().getWriter();
    await writer.write(numbered(1));
    await fault.struck;
    await writer.abort(new Error("enough"));
    expect(await errorOf(session.close())).toMatchObject({ code: "session_closed", maybeApplied: true });
    await expect(writer.closed).rejects.toThrow("enough");
  });
});

describe("whoever was told of the failure by a stream", () => {
  test.for([
    ["of acknowledgements", async (session: AppendSession) => await errorOf(session.acks().next())],
    ["of batches", async (session: AppendSession) => await errorOf(session.toWritableStream().getWriter().closed)],
  ] as const)("%s is not told again when the session is disposed of", async ([, tell], { world }) => {
    const session = world.append();
    const told = tell(session);
    await session.submit(numbered(1), { matchSeqNum: 99 });
    expect((await told).code).toBe("seq_num_mismatch");
    await session[Symbol.asyncDispose]();
  });
});

describe("what is no signal", () => {
  test("is refused before anything is taken on", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "delay", delayMs: 100, at: "before-commit" });
    await using session = world.append({ maxInflightBatches: 1 });
    await session.submit(numbered(1));
    const signal = { aborted: false } as AbortSignal;
    for (const call of [
      session.submit(numbered(1, 7), { signal }),
      session.submitBatch(checkBatch(numbered(1, 7)), { signal }),
      session.submitAll(numbered(1, 7), { signal }),
      session.reserve(10, { signal }),
    ]) {
      expect(await errorOf(call)).toMatchObject({ code: "invalid_argument", field: "signal" });
    }
    await session.flush();
    expect([session.inflightBatches, await world.bodies()]).toEqual([0, ["0"]]);
  });
});

describe("acknowledgements one by one", () => {
  test("wait for a consumer that comes late, however many they are", async ({ world }) => {
    const session = world.append();
    const acks = session.acks();
    for (let batch = 0; batch < 3000; batch++) await session.submit(numbered(1, batch));
    await session.close();
    const starts: number[] = [];
    for await (const ack of acks) starts.push(ack.start.seqNum);
    expect(starts).toEqual([...Array(3000).keys()]);
  });
});
