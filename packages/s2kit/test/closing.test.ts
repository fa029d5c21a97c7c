import { S2Error } from "@s2kit/core";
import { expect, vi } from "vitest";
import { type AppendSession, type Producer, S2, type Stream } from "../src/index.js";
import { test as base, collect } from "./support/harness.js";

const test = base.extend<{ stream: Stream }>({
  stream: async ({ basin }, use) => {
    await basin.streams.create({ stream: "s" });
    await use(basin.stream("s"));
  },
});

const CLOSED = { code: "session_closed", retryable: false };

async function rejectionOf(promise: Promise<unknown>): Promise<S2Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!S2Error.is(outcome)) throw new Error(`expected an S2Error, got ${String(outcome)}`);
  return outcome;
}

/** What is on the stream, read by another client. */
async function bodies(server: { clientOptions(): ConstructorParameters<typeof S2>[0] }, stream: Stream) {
  await using other = new S2(server.clientOptions());
  const records = other.basin(stream.basin).stream(stream.name).readSession({ stopAtTail: true });
  return (await collect(records)).map((record) => record.text());
}

test("close sends what producers and sessions hold, though they linger, and waits until it is durable", async ({
  s2,
  stream,
  server,
}) => {
  const producer = stream.producer({ lingerMs: 3_600_000 });
  const tickets = [await producer.submit({ body: "0" }), await producer.submit({ body: "1" })];
  const closed = s2.close();
  expect(await rejectionOf(producer.submit({ body: "late" }))).toMatchObject(CLOSED);
  await closed;
  expect(producer.state).toBe("closed");
  expect(await Promise.all(tickets.map(async (ticket) => (await ticket.ack()).seqNum))).toEqual([0, 1]);
  expect(await bodies(server, stream)).toEqual(["0", "1"]);
});

test.for(["http2", "fetch", "sse"] as const)(
  "close over %s sends what takes more requests than the one that is under way",
  async (transport, { server, stream }) => {
    const client = new S2({ ...server.clientOptions(), transport });
    const session = client.basin(stream.basin).stream(stream.name).appendSession();
    const tickets = [];
    for (const body of ["0", "1", "2"]) tickets.push(await session.submit([{ body }]));
    await client.close();
    expect(tickets.map(({ state }) => state)).toEqual(["acked", "acked", "acked"]);
    expect(await bodies(server, stream)).toEqual(["0", "1", "2"]);
  },
);

test.for(["http2", "fetch", "sse"] as const)(
  "close over %s lets an exactly-once session look at the stream, first and after a cut",
  async (transport, { server, stream }) => {
    server.faults.push({ on: "any", action: "drop-connection", at: "after-commit", stream: stream.name });
    const client = new S2({ ...server.clientOptions(), transport, retry: { minDelayMs: 1 } });
    const session = client.basin(stream.basin).stream(stream.name).appendSession({ delivery: "exactly-once" });
    const ticket = await session.submit([{ body: "0" }]);
    await client.close();
    expect(ticket.state).toBe("acked");
    expect(await bodies(server, stream)).toEqual(["0"]);
  },
);

test("close ends a follower with an error, and not as if there were no more", async ({ s2, stream }) => {
  await stream.append([{ body: "0" }]);
  const seen: string[] = [];
  const following = (async () => {
    for await (const record of stream.readSession({ count: 10, waitSecs: 60 })) {
      seen.push(record.text());
      await s2.close();
    }
  })();
  expect(await rejectionOf(following)).toMatchObject(CLOSED);
  expect(seen).toEqual(["0"]);
});

test("what is closed is closed for good: sessions, producers and single requests are refused", async ({
  s2,
  stream,
}) => {
  await s2.close();
  await s2.close();
  expect(() => stream.appendSession()).toThrow(expect.objectContaining(CLOSED));
  expect(() => stream.readSession()).toThrow(expect.objectContaining(CLOSED));
  expect(() => stream.producer()).toThrow(expect.objectContaining(CLOSED));
  for (const call of [stream.append([{ body: "0" }]), stream.checkTail(), s2.basins.list()]) {
    expect(await rejectionOf(call)).toMatchObject({ ...CLOSED, maybeApplied: false });
  }
});

test("close waits for what a producer had sent when it failed", async ({ s2, stream, server, clock }) => {
  const fault = server.faults.push({ on: "append-session", action: "delay", delayMs: 50, at: "after-commit" });
  const producer = stream.producer({ lingerMs: 3_600_000, maxBatchRecords: 2 });
  const sent = [await producer.submit({ body: "0" }), await producer.submit({ body: "1" })];
  await fault.struck;
  const changed = { body: "2" };
  const refused = await producer.submit(changed);
  changed.body = "longer than when it was checked";
  await producer.submit({ body: "3" });
  expect(await rejectionOf(refused.ack())).toMatchObject({ code: "invalid_argument" });
  expect(producer.state).toBe("failed");
  const closed = s2.close();
  await clock.advance(50);
  await closed;
  expect(await Promise.all(sent.map(async (ticket) => (await ticket.ack()).seqNum))).toEqual([0, 1]);
});

test("abort ends a producer at once: what was sent may be there, what was held is not", async ({
  s2,
  stream,
  server,
}) => {
  const fault = server.faults.push({ on: "append-session", action: "silence", at: "after-commit" });
  const producer = stream.producer({ lingerMs: 3_600_000, maxBatchRecords: 2 });
  const tickets = [];
  for (const body of ["0", "1", "held"]) tickets.push(await producer.submit({ body }));
  await fault.struck;
  s2.abort();
  const errors = await Promise.all(tickets.map((ticket) => rejectionOf(ticket.ack())));
  expect(errors.map(({ code, maybeApplied }) => [code, maybeApplied])).toEqual([
    ["session_closed", true],
    ["session_closed", true],
    ["session_closed", false],
  ]);
  expect(await bodies(server, stream)).toEqual(["0", "1"]);
});

test("close rejects with a failure that nobody has seen", async ({ s2, stream, server }) => {
  server.faults.push({ on: "append-session", action: "respond", status: 403, count: Number.POSITIVE_INFINITY });
  await stream.producer().submit({ body: "0" });
  expect(await rejectionOf(s2.close())).toMatchObject({ code: "http_error", status: 403 });
  await s2.close();
});

test.for(["a producer", "an append session"] as const)(
  "close rejects with a failure that nobody has seen, also of %s that had failed before, and with no other",
  async (what, { s2, stream, server }) => {
    const body = { code: "permission_denied", message: "no" };
    server.faults.push({ on: "append-session", action: "respond", status: 403, body, count: 9 });
    const fail = async (): Promise<Producer | AppendSession> => {
      if (what === "a producer") {
        const producer = stream.producer();
        await producer.submit({ body: "0" });
        await vi.waitUntil(() => producer.state === "failed");
        return producer;
      }
      const session = stream.appendSession();
      await session.submit([{ body: "0" }]);
      await vi.waitUntil(() => session.state === "failed");
      return session;
    };
    const seen = await fail();
    expect((await rejectionOf(seen.close())).code).toBe("permission_denied");
    const unseen = await fail();
    expect((await rejectionOf(s2.close())).code).toBe("permission_denied");
    expect(unseen.state).toBe("failed");
    await s2.close();
  },
);

test("close is silent about what the caller aborted while nothing was pending", async ({ s2, stream }) => {
  const stop = new AbortController();
  const session = stream.appendSession({ signal: stop.signal });
  await (await session.submit([{ body: "0" }])).ack();
  stop.abort(new Error("enough"));
  await s2.close();
  await expect(session.close()).rejects.toThrow("enough");
});

test("a producer that is refused for its options leaves nothing open: no session, and no listener", async ({
  s2,
  stream,
}) => {
  const stop = new AbortController();
  let listeners = 0;
  vi.spyOn(stop.signal, "addEventListener").mockImplementation(() => void listeners++);
  vi.spyOn(stop.signal, "removeEventListener").mockImplementation(() => void listeners--);
  const signal = stop.signal;
  expect(() => stream.producer({ lingerMs: -1, session: { signal } })).toThrow(/lingerMs/);
  expect(() => stream.producer({ session: { signal, maxInflightBytes: 1 } })).toThrow(/maxInflightBytes/);
  expect(listeners).toBe(0);
  await s2.close();
});
