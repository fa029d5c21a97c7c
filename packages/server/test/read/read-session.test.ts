import { describe, expect, test } from "vitest";
import type { ManualClock } from "../../src/manual-clock.js";
import type { ApiError } from "../../src/model/api-error.js";
import { type ReadRequest, resolveReadStart } from "../../src/read/read-request.js";
import { type ReadEvent, ReadSession } from "../../src/read/read-session.js";
import type { Stream } from "../../src/state/stream.js";
import { batch, newStream, record, trim } from "../state/streams.js";

const FROM_START: ReadRequest = {
  start: { type: "seq-num", seqNum: 0n },
  clamp: false,
  count: undefined,
  bytes: undefined,
  until: undefined,
  waitSeconds: undefined,
};

/** A read whose events are pulled one by one, written as short lines. */
class Reader {
  readonly controller = new AbortController();
  readonly #events: AsyncGenerator<ReadEvent>;

  private constructor(events: (signal: AbortSignal) => AsyncGenerator<ReadEvent>) {
    this.#events = events(this.controller.signal);
  }

  static async open(
    stream: Stream,
    clock: ManualClock,
    change: Partial<ReadRequest> = {},
    keyHash?: string,
  ): Promise<Reader> {
    const request = { ...FROM_START, ...change };
    const start = await resolveReadStart(stream, request, clock.now());
    return new Reader((signal) =>
      new ReadSession(stream, request, start, { clock, random: () => 0, signal, keyHash }).events(),
    );
  }

  /** `0-4` for a batch, `0-4 @5` for a live one, `ping @5` for a heartbeat, `end`. */
  async next(): Promise<string> {
    const { value, done } = await this.#events.next();
    if (done || value === undefined) return "end";
    if (value.type === "heartbeat") return `ping @${value.tail.seqNum}`;
    const span = `${value.records[0]!.seqNum}-${value.records[value.records.length - 1]!.seqNum}`;
    return value.tail === undefined ? span : `${span} @${value.tail.seqNum}`;
  }

  async all(): Promise<string[]> {
    const lines: string[] = [];
    for (let line = await this.next(); line !== "end"; line = await this.next()) lines.push(line);
    return lines;
  }
}

async function write(stream: Stream, count: number, body = ""): Promise<void> {
  await stream.submit(batch(Array.from({ length: count }, () => record(body))), undefined);
}

async function written(count: number): Promise<{ stream: Stream; clock: ManualClock }> {
  const { stream, clock } = newStream();
  for (let left = count; left > 0; left -= 1_000) await write(stream, Math.min(left, 1_000));
  return { stream, clock };
}

describe("catching up", () => {
  test("delivers batches of at most 1000 records, without a tail", async () => {
    const { stream, clock } = await written(2_500);
    expect(await (await Reader.open(stream, clock, { count: 5_000n })).all()).toEqual([
      "0-999",
      "1000-1999",
      "2000-2499",
    ]);
  });

  test("delivers batches of at most 1 MiB", async () => {
    const { stream, clock } = newStream();
    for (let index = 0; index < 5; index++) await write(stream, 1, "x".repeat(400_000));
    expect(await (await Reader.open(stream, clock, { count: 9n })).all()).toEqual(["0-1", "2-3", "4-4"]);
  });

  test("stops before the record that exceeds a bound", async () => {
    const { stream, clock } = await written(10);
    expect(await (await Reader.open(stream, clock, { count: 3n })).all()).toEqual(["0-2"]);
    expect(await (await Reader.open(stream, clock, { bytes: 31n })).all()).toEqual(["0-2"]);
    expect(await (await Reader.open(stream, clock, { bytes: 7n })).all()).toEqual([]);
    expect(await (await Reader.open(stream, clock, { until: 1n })).all()).toEqual([]);
  });

  test("of a bounded read ends at the tail as it was at the start", async () => {
    const { stream, clock } = await written(2);
    const reader = await Reader.open(stream, clock, { count: 100n });
    await write(stream, 1);
    expect(await reader.all()).toEqual(["0-1"]);
  });

  test("passes silently over what was trimmed, and ends when nothing is left", async () => {
    const { stream, clock } = await written(4);
    await stream.submit(batch([trim(3n)]), undefined);
    expect(await (await Reader.open(stream, clock, { count: 9n })).all()).toEqual(["3-4"]);
    await stream.submit(batch([trim(99n)]), undefined);
    expect(await (await Reader.open(stream, clock, { count: 9n })).all()).toEqual([]);
  });

  test("of an unbounded read with a wait of 0 goes to the tail as it is by then, and ends without a heartbeat", async () => {
    const { stream, clock } = await written(2);
    const reader = await Reader.open(stream, clock, { waitSeconds: 0 });
    expect(await reader.next()).toBe("0-1");
    await write(stream, 1);
    expect(await reader.all()).toEqual(["2-2"]);
  });
});

describe("following", () => {
  test("begins with a heartbeat, then delivers each batch as it came, with the tail", async () => {
    const { stream, clock } = await written(1);
    const reader = await Reader.open(stream, clock);
    expect([await reader.next(), await reader.next()]).toEqual(["0-0", "ping @1"]);
    await write(stream, 2);
    await write(stream, 1);
    expect([await reader.next(), await reader.next()]).toEqual(["1-2 @3", "3-3 @4"]);
  });

  test("has a heartbeat after 5 to 15 seconds without anything, counted from the last event", async () => {
    const { stream, clock } = await written(1);
    const reader = await Reader.open(stream, clock);
    await reader.next();
    await reader.next();
    let next = reader.next();
    await clock.advance(4_000);
    await write(stream, 1);
    expect(await next).toBe("1-1 @2");
    let arrived = false;
    next = reader.next().finally(() => {
      arrived = true;
    });
    await clock.advance(4_999);
    expect(arrived).toBe(false);
    await clock.advance(1);
    expect(await next).toBe("ping @2");
  });

  test("ends when the wait runs out, which heartbeats do not extend but batches do", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock, { waitSeconds: 8 });
    expect(await reader.next()).toBe("ping @0");
    let next = reader.next();
    await clock.advance(5_000);
    expect(await next).toBe("ping @0");
    await write(stream, 1);
    expect(await reader.next()).toBe("0-0 @1");
    next = reader.next();
    await clock.advance(5_000);
    expect(await next).toBe("ping @1");
    next = reader.next();
    await clock.advance(2_999);
    let ended = false;
    void next.then(() => {
      ended = true;
    });
    await clock.advance(0);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await next).toBe("end");
  });

  test("prefers a batch that is there to a wait that ran out while the reader was busy", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock, { waitSeconds: 1 });
    await reader.next();
    await write(stream, 1);
    await clock.advance(60_000);
    expect(await reader.next()).toBe("0-0 @1");
  });

  test("cuts the batch that reaches a bound and ends", async () => {
    const { stream, clock } = await written(1);
    const reader = await Reader.open(stream, clock, { count: 3n, waitSeconds: 60 });
    expect([await reader.next(), await reader.next()]).toEqual(["0-0", "ping @1"]);
    await write(stream, 5);
    expect([await reader.next(), await reader.next()]).toEqual(["1-2 @6", "end"]);
  });

  test("ends without a batch when its first record is refused", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock, {
      until: 1n,
      waitSeconds: 60,
      start: { type: "tail-offset", offset: 0n },
    });
    await reader.next();
    await write(stream, 1);
    expect(await reader.next()).toBe("end");
  });

  test("keeps 25 batches for a slow reader, and has a slower one catch up from storage", async () => {
    const { stream, clock } = await written(0);
    const patient = await Reader.open(stream, clock);
    const lagging = await Reader.open(stream, clock);
    await patient.next();
    await lagging.next();
    for (let index = 0; index < 25; index++) await write(stream, 1);
    for (let index = 0; index < 25; index++) expect(await patient.next()).toBe(`${index}-${index} @${index + 1}`);
    await write(stream, 1);
    expect([await lagging.next(), await lagging.next()]).toEqual(["0-25", "ping @26"]);
    await write(stream, 1);
    expect(await lagging.next()).toBe("26-26 @27");
  });

  test("honours a wait that ran out while the reader lagged", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock, { waitSeconds: 1 });
    await reader.next();
    for (let index = 0; index < 26; index++) await write(stream, 1);
    await stream.submit(batch([trim(99n)]), undefined);
    await clock.advance(2_000);
    expect(await reader.next()).toBe("end");
  });

  test("leaves nothing behind when it is aborted while it waits", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock);
    await reader.next();
    const next = reader.next();
    await clock.advance(0);
    expect([stream.followerCount, clock.pendingTimers]).toEqual([1, 1]);
    reader.controller.abort(new Error("gone"));
    await expect(next).rejects.toThrow("gone");
    expect([stream.followerCount, clock.pendingTimers]).toEqual([0, 0]);
  });

  test("fails with 503 after the terminal record when the stream is deleted", async () => {
    const { stream, clock } = await written(0);
    const reader = await Reader.open(stream, clock);
    await reader.next();
    await stream.delete();
    expect(await reader.next()).toBe("0-0 @1");
    await expect(reader.next()).rejects.toMatchObject({ status: 503, code: "unavailable" });
  });
});

test("records under another key fail the whole batch, plain ones in it notwithstanding", async () => {
  const { stream, clock } = newStream();
  await stream.submit(batch([record("a")]), "key-1");
  await stream.submit(batch([record("b")]), "key-2");
  expect(await (await Reader.open(stream, clock, { count: 1n }, "key-1")).all()).toEqual(["0-0"]);
  await expect((await Reader.open(stream, clock, { count: 2n }, "key-1")).next()).rejects.toMatchObject({
    code: "decryption_failed",
  });
});

describe("where a read starts", () => {
  const resolve = async (change: Partial<ReadRequest>, trimTo = 0n): Promise<number | string> => {
    const { stream, clock } = newStream();
    for (const timestamp of [10n, 20n, 20n, 30n]) await stream.submit(batch([record("", timestamp)]), undefined);
    if (trimTo > 0n) await stream.submit(batch([{ ...trim(trimTo), timestamp: 30n }]), undefined);
    try {
      return (await resolveReadStart(stream, { ...FROM_START, ...change }, clock.now())).seqNum;
    } catch (error) {
      return (error as ApiError).body;
    }
  };
  const seqNum = (value: bigint) => ({ type: "seq-num", seqNum: value }) as const;
  const timestamp = (value: bigint) => ({ type: "timestamp", timestamp: value }) as const;
  const tailOffset = (value: bigint) => ({ type: "tail-offset", offset: value }) as const;
  const tail = '{"tail":{"seq_num":4,"timestamp":30}}';

  test.for([
    ["at a sequence number", { start: seqNum(2n) }, 2],
    ["at the tail when it follows", { start: seqNum(4n) }, 4],
    ["not at the tail when it does not follow", { start: seqNum(4n), count: 1n }, tail],
    ["not at the tail with clamp alone", { start: seqNum(4n), count: 1n, clamp: true }, tail],
    ["not beyond the tail, although it would wait", { start: seqNum(5n), waitSeconds: 9 }, tail],
    [
      "at the tail when it is clamped and waits",
      { start: seqNum(2n ** 64n - 1n), clamp: true, waitSeconds: 9, count: 1n },
      4,
    ],
    ["at the first record of a timestamp", { start: timestamp(20n) }, 1],
    ["at the next record when none has the timestamp", { start: timestamp(11n) }, 1],
    ["not after the last timestamp", { start: timestamp(31n) }, tail],
    ["so many records before the tail", { start: tailOffset(3n) }, 1],
    ["at the beginning when that is more than there are", { start: tailOffset(2n ** 64n - 1n) }, 0],
  ] as const)("%s", async ([, change, expected]) => {
    expect(await resolve(change)).toBe(expected);
  });

  test("at the tail, for a timestamp whose records are all trimmed", async () => {
    expect(await resolve({ start: timestamp(10n), waitSeconds: 1 }, 99n)).toBe(5);
    expect(await resolve({ start: timestamp(10n), count: 1n }, 99n)).toBe('{"tail":{"seq_num":5,"timestamp":30}}');
  });
});
