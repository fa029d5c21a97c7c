import { describe, expect, test } from "vitest";
import { MAX_U64, S2, type S2Options, type Stream } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

const NANOSECONDS = 1_764_000_000_123_456_789n;
/** In rising order, because the timestamps of a stream never fall. */
const TIMES = [0n, 2n ** 53n - 1n, 2n ** 53n + 1n, NANOSECONDS, 2n ** 63n, MAX_U64].sort((a, b) => (a < b ? -1 : 1));

const TRANSPORTS: readonly (readonly [string, Partial<S2Options>])[] = [
  ["http2", { transport: "http2" }],
  ["fetch", { transport: "fetch" }],
  ["server-sent events", { transport: "sse" }],
];

const onStream = base.extend<{ stream: Stream; connect: (options: Partial<S2Options>) => Stream }>({
  stream: async ({ basin }, use) => {
    await basin.streams.create({
      stream: "exact",
      config: { timestamping: { mode: "client-require", uncapped: true } },
    });
    await use(basin.stream("exact"));
  },
  connect: async ({ server, stream }, use) => {
    await use((options) => new S2({ ...server.clientOptions(), ...options }).basin(stream.basin).stream(stream.name));
  },
});

describe("timestamps up to 2^64 - 1", () => {
  onStream(
    "go in and come out of one append and one read, as bigints, and as numbers while these are exact",
    async ({ stream }) => {
      const ack = await stream.append(TIMES.map((timestamp) => ({ timestamp })));
      expect([ack.start.timestampBig, ack.end.timestampBig]).toEqual([0n, MAX_U64]);
      expect(() => ack.end.timestamp).toThrow("inexact_number");
      const { records } = await stream.read();
      expect(records.map(({ timestampBig }) => timestampBig)).toEqual(TIMES);
      expect([records[0]?.timestamp, records[1]?.timestamp]).toEqual([0, 2 ** 53 - 1]);
      expect(() => records[2]?.timestamp).toThrow("inexact_number");
      expect((await stream.checkTail()).timestampBig).toBe(MAX_U64);
    },
  );

  onStream.skipIf(onOtherServer).for(TRANSPORTS)("go through sessions over %s", async ([, options], { connect }) => {
    const stream = connect(options);
    await using session = stream.appendSession();
    const ack = await (await session.submit(TIMES.map((timestamp) => ({ timestamp })))).ack();
    expect(ack.end.timestampBig).toBe(MAX_U64);
    const seen: bigint[] = [];
    await using reader = stream.readSession({ stopAtTail: true });
    for await (const record of reader) seen.push(record.timestampBig);
    expect(seen).toEqual(TIMES);
    expect(reader.tail?.timestampBig).toBe(MAX_U64);
  });

  onStream("are where a read starts and ends, exactly", async ({ stream }) => {
    await stream.append(TIMES.map((timestamp) => ({ timestamp })));
    const { records } = await stream.read({ from: { timestamp: 2n ** 53n }, until: MAX_U64 });
    expect(records.map(({ timestampBig }) => timestampBig)).toEqual([2n ** 53n + 1n, NANOSECONDS, 2n ** 63n]);
  });

  onStream("are JSON numbers in the typed functions", async ({ s2, stream }) => {
    const of = { server: { basin: stream.basin }, path: { stream: stream.name } };
    const { rest } = await import("../../src/index.js");
    await rest.unwrap(rest.append(s2.rest, { ...of, body: { records: TIMES.map((timestamp) => ({ timestamp })) } }));
    const batch = await rest.unwrap(rest.read(s2.rest, { ...of, query: { timestamp: NANOSECONDS } }));
    expect(batch.records.map(({ timestamp }) => BigInt(timestamp))).toEqual([NANOSECONDS, 2n ** 63n, MAX_U64]);
  });
});

describe("sequence numbers up to 2^64 - 1", () => {
  onStream("are what an append may ask for, and a read start at", async ({ stream }) => {
    const mismatch = stream.append({ timestamp: 0 }, { matchSeqNum: MAX_U64 });
    await expect(mismatch).rejects.toMatchObject({ code: "seq_num_mismatch", expectedSeqNum: 0 });
    await expect(stream.read({ from: { seqNum: MAX_U64 } })).rejects.toMatchObject({ code: "range_not_satisfiable" });
  });

  test("of a tail are exact", async () => {
    const body = '{"tail":{"seq_num":9007199254740993,"timestamp":18446744073709551615}}';
    const fetch = async (): Promise<Response> =>
      new Response(body, { headers: { "content-type": "application/json" } });
    const tail = await new S2({ accessToken: "token", fetch }).basin("some-basin").stream("s").checkTail();
    expect([tail.seqNumBig, tail.seqNumU64, tail.timestampBig]).toEqual([2n ** 53n + 1n, 2n ** 53n + 1n, MAX_U64]);
    expect(() => tail.seqNum).toThrow("inexact_number");
  });
});
