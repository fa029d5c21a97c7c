import { describe, expect } from "vitest";
import { type Basin, S2, type Stream, type StreamConfig } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

const CONFIG: StreamConfig = { storageClass: "wärm", retentionPolicy: { ageSecs: 2n ** 63n } };

/** A basin that makes streams on append and on read, with a default that a stream's own configuration replaces. */
const test = base.extend<{ auto: Basin }>({
  auto: async ({ s2, prefix }, use) => {
    const defaultStreamConfig: StreamConfig = { storageClass: "standard", deleteOnEmpty: { minAgeSecs: 60 } };
    await s2.basins.create({
      basin: `${prefix}auto`,
      config: { createStreamOnAppend: true, createStreamOnRead: true, defaultStreamConfig },
    });
    await use(s2.basin(`${prefix}auto`));
  },
});

/** Every way to make a stream by using it, and the requests that a fault has to strike. */
const WAYS: readonly (readonly [
  name: string,
  on: "append" | "append-session" | "read" | "read-session",
  use: (stream: Stream) => Promise<unknown>,
])[] = [
  ["an append", "append", (stream) => stream.append({ body: "x" }, { retry: { minDelayMs: 0 } })],
  [
    "an append session",
    "append-session",
    async (stream) => {
      await using session = stream.appendSession({ retry: { minDelayMs: 0 } });
      await (await session.submit([{ body: "x" }])).ack();
    },
  ],
  [
    "a producer",
    "append-session",
    async (stream) => {
      await using producer = stream.producer({ session: { retry: { minDelayMs: 0 } } });
      await (await producer.submit({ body: "x" })).ack();
    },
  ],
  ["a read", "read", (stream) => stream.read({ waitSecs: 0, clamp: true, count: 0, retry: { minDelayMs: 0 } })],
  [
    "a read session",
    "read-session",
    async (stream) => {
      await using session = stream.readSession({ retry: { minDelayMs: 0 } });
      await session.caughtUp();
    },
  ],
];

describe.for(WAYS)("a stream that is made by %s", ([, on, use]) => {
  test("has the handle's configuration, over the basin's defaults", async ({ auto }) => {
    await use(auto.stream("made", { streamConfig: CONFIG }));
    expect(await auto.streams.getConfig("made")).toMatchObject({ ...CONFIG, deleteOnEmpty: { minAgeSecs: 60 } });
  });

  test.skipIf(onOtherServer)("has it when the first attempt is lost, too", async ({ server, auto }) => {
    const fault = server.faults.push({ on, action: "drop-connection" });
    await use(auto.stream("made", { streamConfig: CONFIG }));
    expect(fault.injected).toBe(1);
    expect(await auto.streams.getConfig("made")).toMatchObject(CONFIG);
  });

  test("has what the configuration was when the handle was made", async ({ auto }) => {
    const streamConfig = { storageClass: "then", timestamping: { uncapped: true } };
    const stream = auto.stream("made", { streamConfig });
    streamConfig.storageClass = "later";
    streamConfig.timestamping.uncapped = false;
    await use(stream);
    const { storageClass, timestamping } = await auto.streams.getConfig("made");
    expect([storageClass, timestamping?.uncapped]).toEqual(["then", true]);
  });

  test.for([[undefined], [{}]])(
    "has the basin's defaults with %j for a configuration",
    async ([streamConfig], { auto }) => {
      await use(auto.stream("made", { streamConfig }));
      expect(await auto.streams.getConfig("made")).toMatchObject({ storageClass: "standard" });
    },
  );

  test("is not changed when it was there before", async ({ auto }) => {
    await auto.streams.create({ stream: "made", config: { storageClass: "before" } });
    await use(auto.stream("made", { streamConfig: CONFIG }));
    expect((await auto.streams.getConfig("made")).storageClass).toBe("before");
  });
});

test.for([
  ["nothing", undefined, null],
  ["nothing in it", {}, "{}"],
  [
    "letters and large numbers",
    CONFIG,
    '{"storage_class":"w\\u00e4rm","retention_policy":{"age":9223372036854775808}}',
  ],
] as const)("a configuration of %s goes out in ASCII and exact", async ([, streamConfig, header]) => {
  const sent: Headers[] = [];
  const s2 = new S2({
    accessToken: "token",
    retry: "never",
    fetch: async (input, init) => {
      sent.push(new Request(input, init).headers);
      throw new TypeError("fetch failed");
    },
  });
  const stream = s2.basin("some-basin").stream("s", { streamConfig });
  for (const call of [stream.append({}), stream.read(), stream.checkTail()]) await call.catch(() => undefined);
  // Checking a tail takes none.
  expect(sent.map((headers) => headers.get("s2-stream-config"))).toEqual([header, header, null]);
});

test("a configuration that no stream can have is refused when the handle is made", ({ basin }) => {
  expect(() => basin.stream("s", { streamConfig: { retentionPolicy: { ageSecs: 0 } } })).toThrow("at least 1");
  expect(() => basin.stream("s", { streamConfig: { retention: "infinite" } as never })).toThrow("has no retention");
});
