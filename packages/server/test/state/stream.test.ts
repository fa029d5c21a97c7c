import { describe, expect, test } from "vitest";
import type { ApiError } from "../../src/model/api-error.js";
import { U64_MAX } from "../../src/model/limits.js";
import { MemoryLog } from "../../src/state/memory-log.js";
import type { RecordLog, StoredRecord } from "../../src/state/record-log.js";
import { batch, fence, newStream, record, retained, trim } from "./streams.js";

/** The error that a refusal is answered with. */
function refusal(attempt: () => unknown): Pick<ApiError, "status" | "body"> {
  try {
    void attempt();
  } catch (error) {
    const { status, body } = error as ApiError;
    return { status, body };
  }
  throw new Error("was not refused");
}

describe("sequence numbers", () => {
  test("begin at 0 and go on without gaps over batches", async () => {
    const { stream } = newStream();
    const first = await stream.submit(batch([record("a"), record("b")]), undefined);
    const second = await stream.submit(batch([record("c")]), undefined);
    expect([first.start.seqNum, first.end.seqNum, second.start.seqNum, second.tail.seqNum]).toEqual([0, 2, 2, 3]);
  });

  test("have no gap after a batch that was refused", async () => {
    const { stream } = newStream();
    refusal(() => stream.submit(batch([record()], { matchSeqNum: 5n }), undefined));
    expect((await stream.submit(batch([record()]), undefined)).start.seqNum).toBe(0);
  });
});

describe("timestamps", () => {
  const stamps = async (
    config: Parameters<typeof newStream>[0],
    ...given: (bigint | undefined)[]
  ): Promise<bigint[]> => {
    const { stream, clock } = newStream(config);
    const acks = [];
    for (const timestamp of given) acks.push(await stream.submit(batch([record("", timestamp)]), undefined));
    const now = BigInt(clock.now());
    return acks.map(({ start }) =>
      start.timestamp > now / 2n && start.timestamp < now * 2n ? start.timestamp - now : start.timestamp,
    );
  };

  test("are the client's where it gives them, else the arrival time", async () => {
    expect(await stamps({}, 5n, undefined)).toEqual([5n, 0n]);
  });

  test("never go back", async () => {
    expect(await stamps({}, 5n, 3n, 5n)).toEqual([5n, 5n, 5n]);
  });

  test("of the future are capped at the arrival time", async () => {
    expect(await stamps({}, U64_MAX)).toEqual([0n]);
  });

  test("of the future stay when the stream is uncapped, and drag later ones along", async () => {
    expect(await stamps({ uncapped: true }, U64_MAX - 1n, undefined, 3n)).toEqual([
      U64_MAX - 1n,
      U64_MAX - 1n,
      U64_MAX - 1n,
    ]);
  });

  test("of the client are ignored in arrival mode", async () => {
    expect(await stamps({ timestampingMode: "arrival" }, 5n)).toEqual([0n]);
  });

  test("are demanded by client-require, of command records too", async () => {
    const { stream } = newStream({ timestampingMode: "client-require" });
    expect(refusal(() => stream.submit(batch([record("", 1n), record()]), undefined)).status).toBe(422);
    expect(refusal(() => stream.submit(batch([fence("x")]), undefined)).status).toBe(422);
    expect((await stream.submit(batch([record("", 1n)]), undefined)).start).toEqual({ seqNum: 0, timestamp: 1n });
  });
});

describe("conditions", () => {
  test("a fencing token must be the current one, which is empty at first", async () => {
    const { stream } = newStream();
    await stream.submit(batch([record()], { fencingToken: "" }), undefined);
    await stream.submit(batch([fence("one")]), undefined);
    const { status, body } = refusal(() => stream.submit(batch([record()], { fencingToken: "" }), undefined));
    expect([status, body]).toEqual([412, '{"fencing_token_mismatch":"one"}']);
    await stream.submit(batch([record()], { fencingToken: "one" }), undefined);
    await stream.submit(batch([record()]), undefined);
    expect(stream.tail.seqNum).toBe(4);
  });

  test("a fence governs the next batch, and the last of several counts", async () => {
    const { stream } = newStream();
    await stream.submit(batch([fence("one"), record(), fence("two")], { fencingToken: "" }), undefined);
    expect(refusal(() => stream.submit(batch([record()], { fencingToken: "one" }), undefined)).body).toContain('"two"');
  });

  test("a wrong fencing token is reported before a wrong sequence number", () => {
    const { stream } = newStream();
    const { body } = refusal(() => stream.submit(batch([record()], { fencingToken: "x", matchSeqNum: 9n }), undefined));
    expect(body).toBe('{"fencing_token_mismatch":""}');
  });

  test("a sequence number up to 2^64-1 is compared exactly", async () => {
    const { stream } = newStream();
    for (const matchSeqNum of [1n, 2n ** 53n, U64_MAX]) {
      const { status, body } = refusal(() => stream.submit(batch([record()], { matchSeqNum }), undefined));
      expect([status, body]).toEqual([412, '{"seq_num_mismatch":0}']);
    }
    await stream.submit(batch([record()], { matchSeqNum: 0n }), undefined);
  });

  test("a refused batch with commands has none of their effects", async () => {
    const { stream } = newStream();
    await stream.submit(batch([record(), record()]), undefined);
    refusal(() => stream.submit(batch([fence("x"), trim(2n)], { matchSeqNum: 0n }), undefined));
    await stream.submit(batch([record()], { fencingToken: "" }), undefined);
    expect(await retained(stream)).toEqual([0, 1, 2]);
  });
});

describe("trimming", () => {
  test("removes what lies before the point and keeps the tail", async () => {
    const { stream } = newStream();
    await stream.submit(batch([record(), record(), record()]), undefined);
    await stream.submit(batch([trim(2n)]), undefined);
    expect(await retained(stream)).toEqual([2, 3]);
    expect(stream.tail.seqNum).toBe(4);
  });

  test("covers at most the trim record itself", async () => {
    const { stream } = newStream();
    await stream.submit(batch([record(), trim(U64_MAX), record()]), undefined);
    expect(await retained(stream)).toEqual([2]);
  });

  test("of several in a batch the furthest counts, and a regression changes nothing", async () => {
    const { stream } = newStream();
    await stream.submit(batch([record(), record(), record(), trim(3n), trim(1n)]), undefined);
    expect(await retained(stream)).toEqual([3, 4]);
    await stream.submit(batch([trim(0n)]), undefined);
    expect(await retained(stream)).toEqual([3, 4, 5]);
  });
});

describe("retention", () => {
  test("hides a record after the age that was in force when it was appended", async () => {
    const { stream, clock } = newStream({ retention: { ageSeconds: 10n } });
    await stream.submit(batch([record()]), undefined);
    stream.config = { ...stream.config, retention: { ageSeconds: 100n } };
    await stream.submit(batch([record()]), undefined);
    expect(await retained(stream, clock.now() + 9_999)).toEqual([0, 1]);
    expect(await retained(stream, clock.now() + 10_000)).toEqual([1]);
    expect(await retained(stream, clock.now() + 100_000)).toEqual([]);
  });

  test("hides a record between others that live longer", async () => {
    const { stream, clock } = newStream({ retention: "infinite" });
    await stream.submit(batch([record()]), undefined);
    stream.config = { ...stream.config, retention: { ageSeconds: 1n } };
    await stream.submit(batch([record()]), undefined);
    stream.config = { ...stream.config, retention: "infinite" };
    await clock.advance(1_000);
    await stream.submit(batch([record()]), undefined);
    expect(await retained(stream, clock.now())).toEqual([0, 2]);
  });

  test("gives back the memory of records that expired at the beginning", async () => {
    const { stream, clock } = newStream({ retention: { ageSeconds: 1n } });
    await stream.submit(batch([record("x".repeat(100))]), undefined);
    await clock.advance(1_000);
    await stream.submit(batch([record()]), undefined);
    expect(stream.log.meteredBytes).toBe(8);
  });
});

describe("deletion", () => {
  test("gives live readers a terminal trim record, then an error, and refuses appends", async () => {
    const { stream, clock } = newStream();
    await stream.submit(batch([record()]), undefined);
    const follower = stream.follow();
    await stream.delete();
    const event = await follower.next(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (event.type !== "batch") throw new Error("expected a batch");
    expect([event.batch.records[0]?.seqNum, event.batch.records[0]?.timestamp]).toEqual([1, BigInt(clock.now())]);
    await expect(follower.next(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).rejects.toMatchObject({
      status: 503,
    });
    expect(refusal(() => stream.submit(batch([record()]), undefined)).status).toBe(409);
    expect(refusal(() => stream.follow()).status).toBe(503);
    await stream.delete();
    expect(stream.tail.seqNum).toBe(2);
  });

  test("stamps the terminal record with 2^64-1 when the stream is uncapped", async () => {
    const { stream } = newStream({ uncapped: true });
    await stream.delete();
    expect(stream.tail).toEqual({ seqNum: 1, timestamp: U64_MAX });
  });
});

describe("a log that takes its time", () => {
  /** Makes writes durable when told to. */
  class SlowLog extends MemoryLog implements RecordLog {
    readonly settle: (() => void)[] = [];

    // biome-ignore lint/suspicious/noExplicitAny: the memory log never returns a promise, this one always does.
    override append(records: readonly StoredRecord[]): any {
      super.append(records);
      return new Promise<void>((resolve) => this.settle.push(resolve));
    }
  }

  test("acks, and moves the tail, only when a batch and all before it are durable", async () => {
    const log = new SlowLog();
    const { stream } = newStream({}, log);
    const acked: number[] = [];
    const first = stream.submit(batch([record()]), undefined).then(({ start }) => acked.push(start.seqNum));
    const second = stream.submit(batch([record()]), undefined).then(({ start }) => acked.push(start.seqNum));
    log.settle[1]!();
    await new Promise(setImmediate);
    expect([acked, stream.tail.seqNum, stream.writing]).toEqual([[], 0, true]);
    log.settle[0]!();
    await Promise.all([first, second]);
    expect([acked, stream.tail.seqNum, stream.writing]).toEqual([[0, 1], 2, false]);
  });

  test("judges a batch by what is accepted, durable or not, so a chain of conditions holds", async () => {
    const log = new SlowLog();
    const { stream } = newStream({}, log);
    const chain = [0n, 1n, 2n].map((matchSeqNum) => stream.submit(batch([record()], { matchSeqNum }), undefined));
    for (const settle of log.settle) settle();
    expect((await Promise.all(chain)).map(({ start }) => start.seqNum)).toEqual([0, 1, 2]);
  });

  test("holds a trim back until it is durable", async () => {
    const log = new SlowLog();
    const { stream } = newStream({}, log);
    const acks = [stream.submit(batch([record(), record()]), undefined), stream.submit(batch([trim(2n)]), undefined)];
    expect(await retained(stream)).toEqual([0, 1, 2]);
    for (const settle of log.settle) settle();
    await Promise.all(acks);
    expect(await retained(stream)).toEqual([2]);
  });
});
