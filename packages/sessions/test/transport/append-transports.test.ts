import {
  ApiError,
  FencingTokenMismatchError,
  MAX_U64,
  type S2Error,
  SeqNumMismatchError,
  TransportError,
} from "@s2kit/core";
import type { Fault, FaultMoment } from "@s2kit/server";
import { describe, expect } from "vitest";
import type { AppendConnection } from "../../src/transport/transport.js";
import { readOnce } from "../../src/unary/read-once.js";
import { AppendRecorder, encoded } from "./support/recorder.js";
import { APPENDS, numbered, startWorld, test, type Way, type World } from "./support/world.js";

/** Which of the server's requests a way of appending makes. */
const target = (way: Way): "append" | "append-session" => (way === "unary" ? "append" : "append-session");

function open(world: World, way: Way): { told: AppendRecorder; connection: AppendConnection } {
  const told = new AppendRecorder();
  return { told, connection: world.transports(way).append(world.client, world.address).connect(told) };
}

async function failureOf(told: AppendRecorder): Promise<S2Error> {
  const error = await told.over();
  if (error === undefined) throw new Error(`expected a failure, got ${told.events.join(", ")}`);
  return error;
}

describe.each(APPENDS)("an append over %s", (way) => {
  test("acknowledges every batch, in order, and ends when it is finished", async ({ world }) => {
    const { told, connection } = open(world, way);
    for (let index = 0; index < 20; index++) connection.send(encoded(numbered(2, index * 2)));
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(told.ranges).toEqual(Array.from({ length: 20 }, (_, index) => [index * 2, index * 2 + 2]));
    expect(told.events.at(-1)).toBe("ended");
    expect(await world.bodies()).toEqual(numbered(40).map(({ body }) => body));
  });

  test("says that it is connected before the first acknowledgement", async ({ world }) => {
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    await told.acknowledged(1);
    expect(told.events).toEqual(["connected", "acked"]);
    connection.cancel();
  });

  test("takes batches while it waits for acknowledgements, and after it was idle", async ({ world }) => {
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    await told.acknowledged(1);
    connection.send(encoded(numbered(1, 1)));
    connection.send(encoded(numbered(1, 2)));
    await told.acknowledged(2);
    connection.send(encoded(numbered(1, 3)));
    await told.acknowledged(4);
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(await world.bodies()).toEqual(["0", "1", "2", "3"]);
  });

  test("ends when it is finished while idle", async ({ world }) => {
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    await told.acknowledged(1);
    connection.finish();
    expect(told.events).not.toContain("ended");
    expect(await told.over()).toBeUndefined();
  });

  test("writes any bytes, headers, timestamps up to 2^64 - 1, and conditions of zero", async ({ world }) => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { told, connection } = open(world, way);
    connection.send(
      encoded(
        [
          {
            body: everyByte,
            headers: [
              [everyByte, everyByte],
              ["h", ""],
            ],
            timestamp: 2n ** 53n + 1n,
          },
        ],
        {
          matchSeqNum: 0,
          fencingToken: "",
        },
      ),
    );
    connection.send(encoded([{ timestamp: MAX_U64 }], { matchSeqNum: 1 }));
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(told.acks.map((ack) => ack.start.timestampBig)).toEqual([2n ** 53n + 1n, MAX_U64]);
    const batch = await readOnce(world.client, world.address, {});
    const [first, second] = batch.records;
    expect([...(first?.body ?? [])]).toEqual([...everyByte]);
    expect(first?.headers.map(({ nameBytes, valueBytes }) => [nameBytes.length, valueBytes.length])).toEqual([
      [256, 256],
      [1, 0],
    ]);
    expect([second?.body.length, second?.timestampBig]).toEqual([0, MAX_U64]);
  });

  test("carries batches of 1 MiB", async ({ world }) => {
    const { told, connection } = open(world, way);
    const body = new Uint8Array(1_048_568).fill(7);
    for (let index = 0; index < 4; index++) connection.send(encoded([{ body }]));
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(told.ranges.at(-1)).toEqual([3, 4]);
  });

  test.for(["gzip", "none"] as const)(
    "keeps the order of large and small batches when compression is %s",
    async (compression) => {
      await using world = await startWorld({ client: { compression } });
      const { told, connection } = open(world, way);
      const bodies = Array.from({ length: 12 }, (_, index) => `${index}${index % 2 === 0 ? "x".repeat(20_000) : ""}`);
      for (const body of bodies) connection.send(encoded([{ body }]));
      connection.finish();
      expect(await told.over()).toBeUndefined();
      expect(await world.bodies()).toEqual(bodies);
    },
  );

  test("a condition that fails ends it with the right number; what came before counts, what comes after does not", async ({
    world,
  }) => {
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(2)));
    connection.send(encoded(numbered(1), { matchSeqNum: 9 }));
    connection.send(encoded(numbered(1)));
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(SeqNumMismatchError);
    expect([(error as SeqNumMismatchError).expectedSeqNum, error.maybeApplied]).toEqual([2, false]);
    expect(told.ranges).toEqual([[0, 2]]);
    expect(await world.bodies()).toEqual(["0", "1"]);
  });

  test("a fencing token that is not the stream's ends it with the one that is", async ({ world }) => {
    await world.fill([{ headers: [["", "fence"]], body: "mine" }]);
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1), { fencingToken: "yours" }));
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(FencingTokenMismatchError);
    expect((error as FencingTokenMismatchError).expectedFencingToken).toBe("mine");
  });

  test("a stream that is not there fails for good, and certainly nothing was written", async ({ world }) => {
    const told = new AppendRecorder();
    const address = { ...world.address, stream: "no/such" };
    const connection = world.transports(way).append(world.client, address).connect(told);
    connection.send(encoded(numbered(1)));
    const { code, status, retryable, maybeApplied, request } = await failureOf(told);
    expect([code, status, retryable, maybeApplied]).toEqual(["stream_not_found", 404, false, false]);
    expect(request).toEqual({ method: "POST", path: "/streams/no%2Fsuch/records" });
  });

  test.for<[string, Partial<Extract<Fault, { action: "respond" }>> & { status: number }, Partial<ApiError>]>([
    ["500 without a body", { status: 500 }, { code: "http_error", retryable: true, maybeApplied: true }],
    ["403 without a body", { status: 403 }, { code: "http_error", retryable: false, maybeApplied: true }],
    [
      "503 that leaves it open",
      { status: 503, body: { code: "unavailable", message: "not now" } },
      { code: "unavailable", retryable: true, maybeApplied: true },
    ],
    [
      "503 that does not",
      { status: 503, body: { code: "server_draining", message: "bye" } },
      { code: "server_draining", retryable: true, maybeApplied: false },
    ],
    [
      "429 with retry-after-ms",
      { status: 429, headers: { "retry-after-ms": "1500" }, body: { code: "rate_limited", message: "slow down" } },
      { code: "rate_limited", retryable: true, maybeApplied: false, retryAfterMs: 1500 },
    ],
    [
      "a page of HTML",
      { status: 502, headers: { "content-type": "text/html" }, body: "<html>Bad Gateway</html>" },
      { code: "http_error", retryable: true, maybeApplied: true, rawMessage: "<html>Bad Gateway</html>" },
    ],
  ])("understands %s in place of an answer", async ([, answer, expected], { world }) => {
    world.server.faults.push({ on: target(way), action: "respond", ...answer });
    const { told, connection } = open(world, way);
    // More than fits into the buffers on the way, so that the answer comes while it is still being sent.
    for (let index = 0; index < 8; index++) connection.send(encoded([{ body: new Uint8Array(1_000_000) }]));
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: answer.status, ...expected });
    expect(told.acks).toEqual([]);
  });

  test.for<[string, FaultMoment, boolean]>([
    ["before the answer", "before-headers", false],
    ["before the batch is applied", "before-commit", false],
    ["after the batch is applied", "after-commit", true],
    ["in the middle of its acknowledgement", "mid-frame", true],
  ])(
    "is lost when the connection is cut %s, which leaves open what was written",
    async ([, at, applied], { world }) => {
      world.server.faults.push({ on: target(way), at, action: "drop-connection" });
      const { told, connection } = open(world, way);
      connection.send(encoded(numbered(1)));
      const error = await failureOf(told);
      expect(error).toBeInstanceOf(TransportError);
      expect([error.code, error.retryable, error.maybeApplied]).toEqual(["connection_lost", true, true]);
      expect(told.acks).toEqual([]);
      expect(await world.bodies()).toEqual(applied ? ["0"] : []);
    },
  );

  test("acknowledgements that came before the end count", async ({ world }) => {
    world.server.faults.push({ on: target(way), at: "before-commit", after: 3, action: "drop-connection" });
    const { told, connection } = open(world, way);
    for (let index = 0; index < 6; index++) {
      connection.send(encoded(numbered(1, index)));
      if (index < 3) await told.acknowledged(index + 1);
    }
    expect((await failureOf(told)).code).toBe("connection_lost");
    expect(told.ranges).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(await world.bodies()).toEqual(["0", "1", "2"]);
  });

  test("an acknowledgement that cannot be read is never worth another try: the batch is on the stream", async ({
    world,
  }) => {
    // A plain answer has announced its length by then: 16 bytes for such a record.
    const bytes = way === "unary" ? Buffer.alloc(16, 0xff) : Buffer.from([0, 0, 3, 0, 0x0a, 0x05]);
    world.server.faults.push({ on: target(way), action: "replace-frame", bytes });
    const { told, connection } = open(world, way);
    connection.send(encoded([{ body: "0", timestamp: 1 }]));
    const error = await failureOf(told);
    expect([error.code, error.retryable, error.maybeApplied]).toEqual(["protocol_error", false, true]);
    expect(await world.bodies()).toEqual(["0"]);
  });

  test("proves that nothing was sent when nobody listens there", async () => {
    await using world = await startWorld();
    await world.server.close();
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    const error = await failureOf(told);
    expect([error.code, error.retryable, error.maybeApplied]).toEqual(["connection_failed", true, false]);
  });

  test("tells nothing after cancel, and writes nothing that was not sent", async ({ world }) => {
    const silence = world.server.faults.push({ on: target(way), at: "before-commit", action: "silence" });
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    connection.send(encoded(numbered(1, 1)));
    await silence.struck;
    const before = [...told.events];
    connection.cancel();
    connection.cancel();
    connection.send(encoded(numbered(1, 2)));
    const next = open(world, way);
    next.connection.send(encoded(numbered(1, 9)));
    await next.told.acknowledged(1);
    next.connection.cancel();
    expect(told.events).toEqual(before);
    expect(await world.bodies()).toEqual(["9"]);
  });

  test("a session may cancel, finish or send from within an acknowledgement", async ({ world }) => {
    for (const verb of ["cancel", "finish", "send"] as const) {
      const told = new AppendRecorder();
      const transport = world.transports(way).append(world.client, world.address);
      const connection = transport.connect({
        connected: () => told.connected(),
        acked: (ack, advised) => {
          if (told.acks.length === 0) {
            if (verb === "send") connection.send(encoded(numbered(1)));
            else connection[verb]();
          }
          told.acked(ack, advised);
        },
        ended: () => told.ended(),
        failed: (error) => told.failed(error),
      });
      connection.send(encoded(numbered(1)));
      await told.acknowledged(verb === "send" ? 2 : 1);
      if (verb === "finish") expect(await told.over()).toBeUndefined();
      connection.cancel();
      expect(told.failure).toBeUndefined();
    }
    expect((await world.bodies()).length).toBe(4);
  });

  test("a token that is refused is worth another try when there is a provider", async () => {
    await using world = await startWorld({ client: { accessToken: () => "token" } });
    const answer = { status: 401, body: { code: "authn", message: "expired" } };
    world.server.faults.push({ on: target(way), action: "respond", ...answer });
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    expect(await failureOf(told)).toMatchObject({ code: "authn", retryable: true, maybeApplied: false });
  });

  test("a token provider that fails is told, and nothing was sent", async () => {
    await using world = await startWorld({ client: { accessToken: () => Promise.reject(new Error("sealed")) } });
    const { told, connection } = open(world, way);
    connection.send(encoded(numbered(1)));
    expect(await failureOf(told)).toMatchObject({ code: "token_unavailable", maybeApplied: false });
    expect(told.events).toEqual(["failed"]);
  });

  test("ending the transports ends what is open as a lost connection", async ({ world }) => {
    const silence = world.server.faults.push({ on: target(way), at: "before-commit", action: "silence" });
    const told = new AppendRecorder();
    const transports = world.transports(way);
    transports
      .append(world.client, world.address)
      .connect(told)
      .send(encoded(numbered(1)));
    await silence.struck;
    transports.abort();
    expect(await failureOf(told)).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: true });
  });
});

describe.each(["http2", "fetch", "fetch over h2"] as const)("an append over %s", (way) => {
  test("sends a batch without waiting for the acknowledgement of the one before", async ({ world }) => {
    const silence = world.server.faults.push({
      on: "append-session",
      at: "before-commit",
      after: 2,
      action: "silence",
    });
    const lost = world.server.faults.push({ on: "append-session", action: "lose-ack" });
    const { told, connection } = open(world, way);
    for (let index = 0; index < 3; index++) connection.send(encoded(numbered(1, index)));
    await silence.struck;
    expect([lost.injected, told.acks.length]).toEqual([1, 0]);
    connection.cancel();
  });

  test("passes on the advice to reconnect, and what is finished then is acknowledged to the end", async ({ world }) => {
    world.server.faults.push({ on: "append-session", action: "advise-reconnect" });
    const { told, connection } = open(world, way);
    for (let index = 0; index < 3; index++) connection.send(encoded(numbered(1, index)));
    await told.acknowledged(1);
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(told.advised).toEqual([true, false, false]);
  });
});

describe("an append over unary", () => {
  test("sends a batch only when the one before is acknowledged", async ({ world }) => {
    const { faults } = world.server;
    const first = faults.push({ on: "append", at: "after-commit", action: "silence" });
    const second = faults.push({ on: "append", after: 1, action: "delay", delayMs: 0 });
    const { told, connection } = open(world, "unary");
    connection.send(encoded(numbered(1)));
    connection.send(encoded(numbered(1, 1)));
    await first.struck;
    expect(await world.bodies()).toEqual(["0"]);
    expect([told.acks.length, second.injected]).toEqual([0, 0]);
    connection.cancel();
  });

  test("nothing follows a batch that failed, not even what was handed over before", async ({ world }) => {
    world.server.faults.push({ on: "append", action: "respond", status: 500 });
    const { told, connection } = open(world, "unary");
    for (let index = 0; index < 5; index++) connection.send(encoded(numbered(1, index)));
    expect((await failureOf(told)).status).toBe(500);
    connection.send(encoded(numbered(1, 9)));
    await world.fill([{ body: "later" }]);
    expect(await world.bodies()).toEqual(["later"]);
  });
});
