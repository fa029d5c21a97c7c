import { S2 } from "s2kit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ReplayServer, startReplayServer } from "../../src/server/replay-server.js";
import { FIRST_SEQ_NUM } from "../../src/wire/read-frame.js";
import { bodyText, HEADERS, streamName } from "../../src/workload.js";

let server: ReplayServer;

beforeAll(async () => {
  server = await startReplayServer();
});

afterAll(() => server.close());

const SHAPES = [
  { bodyBytes: 100, headers: 0 },
  { bodyBytes: 10_240, headers: 1 },
  { bodyBytes: 0, headers: 1 },
] as const;

test.each(["http2", "fetch", "sse"] as const)("what the server replays reads as records over %s", async (transport) => {
  await using s2 = new S2({ accessToken: "x", endpoints: { account: server.url, basin: server.url }, transport });
  for (const shape of SHAPES) {
    const stream = s2.basin("bench-basin").stream(streamName(shape));
    let next = FIRST_SEQ_NUM;
    for await (const record of stream.readSession({ from: { seqNum: next }, count: 2500 })) {
      expect(record.seqNum).toBe(next++);
      expect(record.text()).toBe(bodyText(shape));
      expect(record.headers.map((header) => header.toJSON())).toEqual(HEADERS.slice(0, shape.headers));
    }
    expect(next).toBe(FIRST_SEQ_NUM + 2500);
  }
});

test("appends are acknowledged with the positions of their records", async () => {
  await using s2 = new S2({ accessToken: "x", endpoints: { account: server.url, basin: server.url } });
  const session = s2.basin("bench-basin").stream("bench-100-0").appendSession();
  const ends: number[] = [];
  for (const size of [1, 1000, 3]) {
    const ticket = await session.submit(Array.from({ length: size }, () => ({ body: "b" })));
    ends.push((await ticket.ack()).end.seqNum - FIRST_SEQ_NUM);
  }
  await session.close();
  expect(ends).toEqual([1, 1001, 1004]);
});
