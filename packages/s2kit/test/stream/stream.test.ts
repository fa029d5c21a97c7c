import { inspect } from "node:util";
import { describe, expect } from "vitest";
import {
  AppendRecord,
  FencingTokenMismatchError,
  RangeNotSatisfiableError,
  S2,
  S2Error,
  SeqNumMismatchError,
  type Stream,
  UsageError,
} from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

const test = base.extend<{ stream: Stream }>({
  stream: async ({ basin }, use) => {
    await basin.streams.create({ stream: "records" });
    await use(basin.stream("records"));
  },
});

async function errorOf(promise: Promise<unknown>): Promise<S2Error> {
  const outcome = await promise.catch((error: unknown) => error);
  return S2Error.is(outcome) ? outcome : expect.fail(`no S2Error: ${String(outcome)}`);
}

describe("one append", () => {
  test("takes one record or many, text or bytes, and tells their positions", async ({ stream }) => {
    expect((await stream.append({ body: "0" })).end.seqNum).toBe(1);
    const ack = await stream.append([
      { body: new Uint8Array([0xff, 0]) },
      {},
      {
        headers: [
          ["a", ""],
          ["a", "b"],
        ],
      },
    ]);
    expect([ack.start.seqNum, ack.end.seqNum, ack.tail.seqNum]).toEqual([1, 4, 4]);
    const { records } = await stream.read();
    expect(records.map((record) => [...record.body])).toEqual([[48], [0xff, 0], [], []]);
    expect(records[3]?.headers.map(({ name, value }) => [name, value])).toEqual([
      ["a", ""],
      ["a", "b"],
    ]);
  });

  test("is applied only under its conditions, and tells what is there otherwise", async ({ stream }) => {
    await stream.append({ body: "0" }, { matchSeqNum: 0 });
    const mismatch = await errorOf(stream.append({ body: "1" }, { matchSeqNum: 5 }));
    expect(mismatch).toBeInstanceOf(SeqNumMismatchError);
    expect((mismatch as SeqNumMismatchError).expectedSeqNum).toBe(1);
    await stream.fence("mine");
    const fenced = await errorOf(stream.append({ body: "1" }, { fencingToken: "yours" }));
    expect(fenced).toBeInstanceOf(FencingTokenMismatchError);
    expect(fenced.maybeApplied).toBe(false);
    expect((await stream.append({ body: "1" }, { fencingToken: "mine" })).start.seqNum).toBe(2);
  });

  test.for([
    [[], "records must be 1 to 1000"],
    [Array.from({ length: 1001 }, () => ({})), "got 1001"],
    [[{ body: "x".repeat(1_048_569) }], "1048576"],
    [[{ headers: [["", "x"]] }], "fence"],
    [[{ body: 5 }], "records[0].body"],
    [[{ timestamp: -1 }], "records[0].timestamp"],
  ] as const)("refuses bad records before anything is sent (%#)", async ([records, text], { stream }) => {
    const error = await errorOf(stream.append(records as never));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(text);
    expect((await stream.checkTail()).seqNum).toBe(0);
  });

  test("takes a batch of exactly 1 MiB and of exactly 1000 records", async ({ stream }) => {
    await stream.append({ body: "x".repeat(1_048_568) });
    expect((await stream.append(Array.from({ length: 1000 }, () => ({})))).end.seqNum).toBe(1001);
  });

  test.skipIf(onOtherServer)(
    "says maybe applied when an earlier attempt may have been, whatever the last one said",
    async ({ server, stream }) => {
      server.faults.push({ on: "append", action: "respond", status: 503, body: { code: "unavailable", message: "" } });
      server.faults.push({
        on: "append",
        action: "respond",
        status: 403,
        body: { code: "permission_denied", message: "" },
      });
      const error = await errorOf(stream.append({ body: "x" }, { retry: { minDelayMs: 1 } }));
      expect([error.code, error.maybeApplied]).toEqual(["permission_denied", true]);
    },
  );

  test.skipIf(onOtherServer)(
    "under noSideEffects is sent once when its fate is unknown",
    async ({ server, stream }) => {
      const fault = server.faults.push({ on: "append", action: "respond", status: 500, count: 9, at: "after-commit" });
      const error = await errorOf(stream.append({ body: "x" }, { retry: { appends: "noSideEffects", minDelayMs: 1 } }));
      expect([error.maybeApplied, fault.injected]).toEqual([true, 1]);
      server.faults.clear();
      expect((await stream.checkTail()).seqNum).toBe(1);
    },
  );
});

describe("one read", () => {
  test("starts, ends and filters as asked", async ({ stream }) => {
    await stream.append([{ body: "0" }, AppendRecord.fence(""), { body: "2" }, { body: "3" }]);
    const bodies = async (range: Parameters<Stream["read"]>[0]): Promise<string[]> =>
      (await stream.read(range)).records.map((record) => record.text());
    expect(await bodies({ from: { seqNum: 2 } })).toEqual(["2", "3"]);
    expect(await bodies({ from: { tailOffset: 1 } })).toEqual(["3"]);
    expect(await bodies({ count: 2 })).toEqual(["0", ""]);
    expect(await bodies({ ignoreCommandRecords: true })).toEqual(["0", "2", "3"]);
    expect(await bodies({ count: 0 })).toEqual([]);
  });

  test("at the tail rejects with the tail, or waits", async ({ stream }) => {
    await stream.append({ body: "0" });
    const error = await errorOf(stream.read({ from: { seqNum: 1 } }));
    expect(error).toBeInstanceOf(RangeNotSatisfiableError);
    expect((error as RangeNotSatisfiableError).tail?.seqNum).toBe(1);
    const waiting = stream.read({ from: { seqNum: 1 }, waitSecs: 5 });
    await stream.append({ body: "1" });
    expect((await waiting).records.map((record) => record.text())).toEqual(["1"]);
  });

  test.skipIf(onOtherServer)(
    "a long poll is not cut short by the time-out of an attempt",
    async ({ server, clock, stream }) => {
      const fault = server.faults.push({ on: "read", action: "delay", delayMs: 1 });
      const waiting = stream.read({ waitSecs: 1, timeoutMs: 500 });
      await fault.struck;
      await clock.advance(2000);
      await clock.advance(2000);
      expect((await waiting).count).toBe(0);
    },
  );

  test("last gives the last records, and nothing of an empty stream", async ({ stream }) => {
    expect((await stream.last(3)).count).toBe(0);
    await stream.append([{ body: "0" }, { body: "1" }]);
    expect((await stream.last(1)).records.map((record) => record.text())).toEqual(["1"]);
    expect((await stream.last(9)).count).toBe(2);
    await expect(stream.last(0)).rejects.toThrow(UsageError);
  });

  test("trim drops what is before", async ({ stream }) => {
    await stream.append([{ body: "0" }, { body: "1" }, { body: "2" }]);
    await stream.trim(2);
    await expect.poll(async () => (await stream.read()).firstSeqNum).toBe(2);
  });

  test("a stream that is not there is not found", async ({ basin }) => {
    expect(await errorOf(basin.stream("missing").checkTail())).toMatchObject({ code: "stream_not_found", status: 404 });
  });
});

describe("what belongs to a handle", () => {
  const KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  test("the key of an encrypted stream goes with every request, and is never shown", async ({ s2, prefix }) => {
    const name = `${prefix}encrypted`;
    await s2.basins.create({ basin: name, config: { streamCipher: "aegis-256" } });
    await s2.basin(name).streams.create({ stream: "s" });
    const stream = s2.basin(name).stream("s", { encryptionKey: KEY });
    await stream.append({ body: "secret" });
    await using session = stream.appendSession();
    await (await session.submit([{ body: "secret too" }])).ack();
    const bodies: string[] = [];
    for await (const record of stream.readSession({ stopAtTail: true })) bodies.push(record.text());
    expect(bodies).toEqual(["secret", "secret too"]);
    const error = await errorOf(s2.basin(name).stream("s").read());
    expect(error.code).toBe("bad_header");
    const wrong = s2.basin(name).stream("s", { encryptionKey: new Uint8Array(32) });
    expect((await errorOf(wrong.read())).code).toBe("decryption_failed");
    expect(inspect(stream, { depth: 9, showHidden: true }) + JSON.stringify(stream)).not.toContain(KEY);
  });

  test("a key that cannot be one is refused without being shown", ({ basin }) => {
    for (const encryptionKey of ["", "x".repeat(45), new Uint8Array(31), new Uint8Array(33)]) {
      expect(() => basin.stream("s", { encryptionKey })).toThrow(UsageError);
    }
    expect(() => basin.stream("s", { encryptionKey: `${KEY}tail` })).not.toThrow(KEY);
  });

  test("the configuration for a stream that a call creates", async ({ s2, prefix }) => {
    const name = `${prefix}auto`;
    await s2.basins.create({ basin: name, config: { createStreamOnAppend: true } });
    const streamConfig = { storageClass: "wärm" };
    const stream = s2
      .basin(name)
      .stream("made", { streamConfig: { ...streamConfig, deleteOnEmpty: { minAgeSecs: 7 } } });
    await stream.append({ body: "x" });
    const config = await s2.basin(name).streams.getConfig("made");
    expect(config).toMatchObject({ storageClass: "wärm", deleteOnEmpty: { minAgeSecs: 7 } });
  });

  test("names are checked when the handle is made", ({ s2, basin }) => {
    for (const name of ["short", "Upper-case", "-edge-hyphen", "x".repeat(49)])
      expect(() => s2.basin(name)).toThrow(UsageError);
    for (const name of ["", ".", "..", "nul\0", "x".repeat(513)]) expect(() => basin.stream(name)).toThrow(UsageError);
    expect(basin.stream("a/b ünïcode 漢").name).toBe("a/b ünïcode 漢");
  });
});

describe("the client", () => {
  test("comes from the environment, with options winning", () => {
    const environment = { S2_ACCESS_TOKEN: "from-env", S2_ACCOUNT_ENDPOINT: "localhost:8080" };
    const s2 = S2.fromEnvironment({ environment });
    expect(s2.rest.base({ basin: "some-basin" }).baseUrl).toBe("http://localhost:8080/v1");
    const other = S2.fromEnvironment({ environment, endpoints: "https://example.com" });
    expect(other.rest.base("account").baseUrl).toBe("https://example.com/v1");
    expect(() => S2.fromEnvironment({ environment: {} })).toThrow("S2_ACCESS_TOKEN");
    expect(inspect(s2, { depth: 9, showHidden: true }) + JSON.stringify(s2)).not.toContain("from-env");
  });
});
