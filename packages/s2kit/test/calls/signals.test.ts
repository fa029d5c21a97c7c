import { describe, expect } from "vitest";
import { S2, type S2Options, type Stream } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

/** A controller's signal at one of the levels of handles, and a stream under it. */
type Level = (signal: AbortSignal, options: S2Options, basin: string) => Stream;

const LEVELS: readonly (readonly [name: string, level: Level])[] = [
  ["client", (signal, options, basin) => new S2({ ...options, signal }).basin(basin).stream("events")],
  ["basin", (signal, options, basin) => new S2(options).basin(basin, { signal }).stream("events")],
  ["stream", (signal, options, basin) => new S2(options).basin(basin).stream("events", { signal })],
];

const test = base.extend<{ connect: (level: Level, signal: AbortSignal) => Stream }>({
  connect: async ({ server, basin }, use) => {
    await basin.streams.create({ stream: "events" });
    await use((level, signal) => level(signal, server.clientOptions(), basin.name));
  },
});

const REASON = { not: "even an error" };

describe.for(onOtherServer ? [] : LEVELS)("the signal of a %s", ([, level]) => {
  test("ends single calls under it, before they begin and while they wait", async ({ connect }) => {
    const controller = new AbortController();
    const stream = connect(level, controller.signal);
    await stream.append({ body: "x" });
    const waiting = expect(stream.read({ from: { seqNum: 1 }, waitSecs: 60 })).rejects.toBe(REASON);
    controller.abort(REASON);
    await waiting;
    await expect(stream.checkTail()).rejects.toBe(REASON);
  });

  test("ends sessions and producers under it", async ({ connect }) => {
    const controller = new AbortController();
    const stream = connect(level, controller.signal);
    const appending = stream.appendSession();
    await (await appending.submit([{ body: "x" }])).ack();
    const producer = stream.producer();
    await (await producer.submit({ body: "y" })).ack();
    const reading = stream.readSession({ from: { seqNum: 2 } })[Symbol.asyncIterator]();
    const next = expect(reading.next()).rejects.toBe(REASON);
    controller.abort(REASON);
    await next;
    await expect(appending.submit([{ body: "z" }])).rejects.toBe(REASON);
    await expect(producer.submit({ body: "z" }).then((ticket) => ticket.ack())).rejects.toBe(REASON);
  });

  test("leaves a session's own signal its effect", async ({ connect }) => {
    const stream = connect(level, new AbortController().signal);
    const own = new AbortController();
    const reading = stream.readSession({ signal: own.signal })[Symbol.asyncIterator]();
    const next = expect(reading.next()).rejects.toBe(REASON);
    own.abort(REASON);
    await next;
    expect((await stream.checkTail()).seqNum).toBe(0);
  });
});

test.skipIf(onOtherServer)("a handle's signal leaves other handles alone", async ({ server, basin, connect }) => {
  const stopped = connect(LEVELS[2]![1], AbortSignal.abort(REASON));
  await expect(stopped.checkTail()).rejects.toBe(REASON);
  const s2 = new S2(server.clientOptions());
  expect((await s2.basin(basin.name).stream("events").checkTail()).seqNum).toBe(0);
});

test.skipIf(onOtherServer)(
  "waitUntilReady ends with the client's signal in the pause between two questions",
  async ({ server }) => {
    const controller = new AbortController();
    const s2 = new S2({ ...server.clientOptions(), signal: controller.signal });
    const fault = server.faults.push({
      on: "admin",
      action: "respond",
      status: 503,
      body: { code: "unavailable", message: "" },
      count: 9,
    });
    const waiting = expect(
      s2.basins.waitUntilReady("some-basin", { retry: "never", pollIntervalMs: 1e9 }),
    ).rejects.toBe(REASON);
    await fault.struck;
    controller.abort(REASON);
    await waiting;
  },
);

test("what is no signal is refused before anything is sent", async ({ server, basin, s2 }) => {
  const refused = { code: "invalid_argument", field: "signal" };
  await expect(s2.basins.list({ signal: {} as never })).rejects.toMatchObject(refused);
  await expect(basin.stream("events").append({}, { signal: 5 as never })).rejects.toMatchObject(refused);
  expect(() => basin.stream("events").readSession({ signal: "x" as never })).toThrow("signal must be an AbortSignal");
  expect(() => new S2({ ...server.clientOptions(), signal: null as never })).toThrow("signal must be an AbortSignal");
});
