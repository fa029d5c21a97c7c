import { S2, type Stream } from "s2kit";
import { expect, test } from "vitest";
import { startTcpProxy, type TcpProxy } from "../../src/tools/index.js";
import { describeOnEachServer } from "./each-server.js";
import { checkNumbered, numberedRecord } from "./numbered-records.js";

let basins = 0;

/** A new stream, reached by way of `url`. */
async function newStream(url: string): Promise<{ s2: S2; stream: Stream }> {
  const s2 = new S2({ accessToken: "any", endpoints: url, retry: { maxAttempts: 20, maxDelayMs: 200 } });
  const basin = `follow-${process.pid}-${++basins}`;
  await s2.basins.create({ basin });
  await s2.basin(basin).streams.create({ stream: "records" });
  return { s2, stream: s2.basin(basin).stream("records") };
}

/** Numbers in the order in which a live reader gets them, until every number below `count` was seen. */
async function follow(stream: Stream, count: number): Promise<number[]> {
  const numbers: number[] = [];
  const seen = new Set<number>();
  let next = 0;
  await using reader = stream.readSession({ from: { seqNum: 0 }, retry: "forever" });
  for await (const record of reader) {
    if (record.seqNum !== next) expect(record.seqNum).toBe(next);
    next++;
    const number = checkNumbered(record);
    numbers.push(number);
    seen.add(number);
    if (seen.size === count) break;
  }
  expect(reader.position).toBe(numbers.length);
  return numbers;
}

/** Cuts every connection of the proxy each time that a tenth of the records is acknowledged. */
function cutter(proxy: TcpProxy, count: number): { acked(): void; readonly cuts: number } {
  let acked = 0;
  let cuts = 0;
  return {
    acked() {
      acked++;
      if (acked % Math.floor(count / 11) === 0 && cuts < 10) {
        cuts++;
        proxy.cutAll(cuts % 2 === 0 ? "reset" : "close");
      }
    },
    get cuts() {
      return cuts;
    },
  };
}

const inOrder = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describeOnEachServer((server) => {
  test("100 000 records through a producer reach a live follower, in order, with equal bodies and headers", async () => {
    const count = 100_000;
    const { s2, stream } = await newStream(server().url);
    await using _s2 = s2;
    const following = follow(stream, count);
    const producer = stream.producer();
    let last: { ack(): Promise<{ seqNum: number }> } | undefined;
    for (let number = 0; number < count; number++) last = await producer.submit(numberedRecord(number));
    await producer.close();
    expect((await last?.ack())?.seqNum).toBe(count - 1);
    expect(await following).toEqual(inOrder(count));
    expect((await stream.checkTail()).seqNum).toBe(count);
  }, 60_000);

  test("with the connection cut ten times nothing acknowledged is lost and the follower gets every record in order", async () => {
    const count = 20_000;
    await using proxy = await startTcpProxy({ targetPort: server().port });
    const { s2, stream } = await newStream(proxy.url);
    await using _s2 = s2;
    const following = follow(stream, count);
    const cuts = cutter(proxy, count);
    const producer = stream.producer({ maxBatchRecords: 50, session: { maxInflightBatches: 20 } });
    const places = new Map<number, number>();
    for (let number = 0; number < count; number++) {
      const ticket = await producer.submit(numberedRecord(number));
      void ticket.ack().then(({ seqNum }) => {
        places.set(number, seqNum);
        cuts.acked();
      });
    }
    await producer.close();
    const numbers = await following;
    expect(cuts.cuts).toBe(10);
    expect(places.size).toBe(count);
    // The default policy may write a batch twice, but never loses one: each is where its acknowledgement says.
    for (const [number, seqNum] of places) {
      if (seqNum < numbers.length) expect(numbers[seqNum]).toBe(number);
    }
    const firstSeen = numbers.filter((number, index) => numbers.indexOf(number, Math.max(0, index - 5000)) === index);
    expect(new Set(firstSeen)).toEqual(new Set(inOrder(count)));
  }, 60_000);

  test("exactly once: with the connection cut ten times every record is there once, in order", async () => {
    const count = 20_000;
    await using proxy = await startTcpProxy({ targetPort: server().port });
    const { s2, stream } = await newStream(proxy.url);
    await using _s2 = s2;
    const following = follow(stream, count);
    const cuts = cutter(proxy, count);
    const producer = stream.producer({
      maxBatchRecords: 50,
      session: { delivery: "exactly-once", maxInflightBatches: 20 },
    });
    for (let number = 0; number < count; number++) {
      const ticket = await producer.submit(numberedRecord(number));
      void ticket.ack().then(({ seqNum }) => {
        if (seqNum !== number) expect(seqNum).toBe(number);
        cuts.acked();
      });
    }
    await producer.close();
    expect(cuts.cuts).toBe(10);
    expect(await following).toEqual(inOrder(count));
    expect((await stream.checkTail()).seqNum).toBe(count);
  }, 60_000);
});
