import {
  ApiError,
  type AppendRecord,
  MAX_U64,
  RangeNotSatisfiableError,
  type S2Error,
  TransportError,
} from "@s2kit/core";
import type { Fault } from "@s2kit/server";
import { describe, expect } from "vitest";
import type { ReadConnection, WireRead } from "../../src/transport/transport.js";
import { ReadRecorder } from "./support/recorder.js";
import { numbered, READS, startWorld, test, type Way, type World } from "./support/world.js";

const ALL: WireRead = {
  start: { seqNum: 0 },
  clamp: false,
  count: undefined,
  bytes: undefined,
  until: undefined,
  wait: undefined,
};

/** Which of the server's requests a way of reading makes. */
const target = (way: Way): "sse" | "read-session" => (way === "sse" ? "sse" : "read-session");

function open(
  world: World,
  way: Way,
  read: Partial<WireRead> = {},
): { told: ReadRecorder; connection: ReadConnection } {
  const told = new ReadRecorder();
  const connection = world
    .transports(way)
    .read(world.client, world.address)
    .connect({ ...ALL, ...read }, told);
  return { told, connection };
}

async function failureOf(told: ReadRecorder): Promise<S2Error> {
  const error = await told.over();
  if (error === undefined) throw new Error(`expected a failure, got ${told.events.join(", ")}`);
  return error;
}

const bytesOf = (record: { body: Uint8Array }): number[] => [...record.body];

describe.each(READS)("a read over %s", (way) => {
  test("tells what happens in the order of the wire", async ({ world }) => {
    await world.fill(numbered(1500));
    const { told } = open(world, way, { count: 1200 });
    expect(await told.over()).toBeUndefined();
    expect(told.events).toEqual(["connected", "opened", "batch", "batch", "ended"]);
    expect(told.texts).toEqual(numbered(1200).map(({ body }) => body));
  });

  test("brings records as they were appended: any bytes, headers with repeated and empty names, nothing at all", async ({
    world,
  }) => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const records: AppendRecord[] = [
      { body: everyByte, headers: [[everyByte, everyByte.slice().reverse()]] },
      {
        body: "",
        headers: [
          ["twice", "a"],
          ["twice", ""],
          ["ünï", "\u{1f600}"],
        ],
      },
      {},
      { body: new Uint8Array([0xff, 0xfe, 0x00]), timestamp: 5 },
    ];
    await world.fill(records);
    const { told } = open(world, way, { count: 4 });
    await told.over();
    const read = told.batches.flatMap((batch) => batch.records);
    expect(read.map(bytesOf)).toEqual([[...everyByte], [], [], [0xff, 0xfe, 0x00]]);
    expect(read.map(({ headers }) => headers.map((header) => header.toJSON()))[1]).toEqual(records[1]?.headers);
    expect([...(read[0]?.headers[0]?.nameBytes ?? [])]).toEqual([...everyByte]);
    expect([...(read[0]?.headers[0]?.valueBytes ?? [])]).toEqual([...everyByte].reverse());
    expect(read.map(({ seqNum }) => seqNum)).toEqual([0, 1, 2, 3]);
  });

  test("keeps numbers exact up to 2^64 - 1, in records and in its own request", async ({ world }) => {
    const timestamps = [2 ** 53 - 1, 2n ** 53n + 1n, MAX_U64 - 1n, MAX_U64];
    await world.fill(timestamps.map((timestamp) => ({ body: "x", timestamp })));
    const { told } = open(world, way, { start: { timestamp: 2n ** 53n + 1n }, until: MAX_U64 });
    await told.over();
    const read = told.batches.flatMap((batch) => batch.records);
    expect(read.map(({ timestampU64 }) => timestampU64)).toEqual([2n ** 53n + 1n, MAX_U64 - 1n]);
    const beyond = await failureOf(open(world, way, { start: { seqNum: MAX_U64 } }).told);
    expect((beyond as RangeNotSatisfiableError).tail?.timestampBig).toBe(MAX_U64);
  });

  test("sends bounds of zero, which mean something", async ({ world }) => {
    await world.fill(numbered(2));
    for (const read of [{ count: 0 }, { bytes: 0 }, { wait: 0, start: { tailOffset: 0 } }]) {
      const { told } = open(world, way, read);
      expect(await told.over()).toBeUndefined();
      expect(told.events).toEqual(["connected", "opened", "ended"]);
    }
  });

  test("follows: a heartbeat with the tail, then each batch as it is appended", async ({ world }) => {
    await world.fill(numbered(3));
    const { told, connection } = open(world, way, { start: { tailOffset: 1 } });
    await told.until(() => told.events.includes("heartbeat"));
    expect(told.texts).toEqual(["2"]);
    expect(told.batches.at(-1)?.tail?.seqNum).toBe(3);
    await world.fill(numbered(2, 3));
    await told.until(() => told.count === 3);
    expect(told.texts).toEqual(["2", "3", "4"]);
    expect(told.batches.at(-1)?.tail?.seqNum).toBe(5);
    connection.cancel();
  });

  test("a start beyond the tail fails with the tail, and the connection never counts as open", async ({ world }) => {
    await world.fill(numbered(2));
    const { told } = open(world, way, { start: { seqNum: 7 } });
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(RangeNotSatisfiableError);
    expect((error as RangeNotSatisfiableError).tail?.seqNum).toBe(2);
    expect(told.events).toEqual(["connected", "failed"]);
  });

  test("a stream that is not there fails for good", async ({ world }) => {
    const told = new ReadRecorder();
    const address = { ...world.address, stream: "no/such" };
    world.transports(way).read(world.client, address).connect(ALL, told);
    const { code, status, retryable, maybeApplied, request } = await failureOf(told);
    expect([code, status, retryable, maybeApplied]).toEqual(["stream_not_found", 404, false, false]);
    expect(request).toEqual({ method: "GET", path: "/streams/no%2Fsuch/records" });
  });

  test.for<[string, Partial<Extract<Fault, { action: "respond" }>> & { status: number }, Partial<ApiError>]>([
    ["500 without a body", { status: 500 }, { code: "http_error", retryable: true }],
    ["503 without a body", { status: 503 }, { code: "http_error", retryable: true }],
    ["401 without a body", { status: 401 }, { code: "http_error", retryable: false }],
    [
      "503 with a code",
      { status: 503, body: { code: "unavailable", message: "not now" } },
      { code: "unavailable", retryable: true, rawMessage: "not now" },
    ],
    [
      "429 with retry-after",
      { status: 429, headers: { "retry-after": "2" }, body: { code: "rate_limited", message: "slow down" } },
      { code: "rate_limited", retryable: true, retryAfterMs: 2000 },
    ],
    [
      "a page of HTML",
      { status: 502, headers: { "content-type": "text/html" }, body: "<html>Bad Gateway</html>" },
      { code: "http_error", retryable: true, rawMessage: "<html>Bad Gateway</html>" },
    ],
    [
      "a body of 100 kB, of which enough is kept",
      { status: 500, body: "x".repeat(100_000) },
      { code: "http_error", retryable: true },
    ],
  ])("understands %s in place of an answer", async ([, answer, expected], { world }) => {
    world.server.faults.push({ on: target(way), action: "respond", ...answer });
    const { told } = open(world, way);
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: answer.status, maybeApplied: false, ...expected });
    expect(told.events).toEqual(["connected", "failed"]);
  });

  test("an error in the middle comes after what was sent before it", async ({ world }) => {
    await world.fill(numbered(2));
    const body = { code: "decryption_failed", message: "wrong key" };
    world.server.faults.push({ on: target(way), at: "after-frame", action: "respond", status: 400, body });
    const { told } = open(world, way);
    const error = await failureOf(told);
    expect(error).toMatchObject({ code: "decryption_failed", status: 400, retryable: false, maybeApplied: false });
    expect(told.events).toEqual(["connected", "opened", "batch", "failed"]);
  });

  test("tells that the server is about to stop", async ({ world }) => {
    await world.fill(numbered(2));
    world.server.faults.push({ on: target(way), at: "after-frame", action: "drain" });
    const { told } = open(world, way);
    expect(await failureOf(told)).toMatchObject({ code: "server_draining", status: 503, retryable: true });
    expect(told.texts).toEqual(["0", "1"]);
  });

  test.for<[string, Partial<Fault> & Pick<Fault, "action">]>([
    ["is cut before the answer", { action: "drop-connection", at: "before-headers" }],
    ["is cut before the first frame", { action: "drop-connection", at: "after-headers" }],
    ["is cut in the middle of a frame", { action: "drop-connection", at: "mid-frame" }],
    ["is cut in the middle of a frame's header", { action: "drop-connection", at: "mid-frame", atByte: 2 }],
    ["is cut between frames", { action: "drop-connection", at: "after-frame" }],
    ["is reset", { action: "reset-stream", at: "after-frame" }],
    ["ends in the middle of a frame as if it were complete", { action: "end", at: "mid-frame" }],
  ])("is lost, and worth another try, when the connection %s", async ([, fault], { world }) => {
    await world.fill(numbered(3));
    world.server.faults.push({ on: target(way), ...fault } as Fault);
    const { told } = open(world, way, { count: 3 });
    const error = await failureOf(told);
    expect(error).toBeInstanceOf(TransportError);
    expect([error.code, error.retryable]).toEqual(["connection_lost", true]);
    expect(told.texts).toEqual(fault.at === "after-frame" ? ["0", "1", "2"] : []);
  });

  test("says that nothing was sent when nobody listens there", async () => {
    await using world = await startWorld();
    await world.server.close();
    const { told } = open(world, way);
    const error = await failureOf(told);
    expect([error.code, error.retryable, error.maybeApplied]).toEqual(["connection_failed", true, false]);
  });

  test("a frame that is none ends it for good", async ({ world }) => {
    await world.fill(numbered(1));
    const bytes = way === "sse" ? Buffer.from("event: batch\ndata: {\n\n") : Buffer.from([0, 0, 2, 0, 0xff]);
    world.server.faults.push({ on: target(way), action: "replace-frame", bytes });
    const { told } = open(world, way);
    const error = await failureOf(told);
    expect([error.code, error.retryable]).toEqual(["protocol_error", false]);
    expect(told.events).toEqual(["connected", "opened", "failed"]);
  });

  test("takes frames in any pieces", async ({ world }) => {
    await world.fill([{ body: "é".repeat(300), headers: [["h", "☃"]] }, ...numbered(20)]);
    world.server.faults.push({ on: target(way), action: "slow", pauseMs: 0, chunkBytes: 7 });
    const { told } = open(world, way, { count: 21 });
    expect(await told.over()).toBeUndefined();
    expect(told.texts).toEqual(["é".repeat(300), ...numbered(20).map(({ body }) => body)]);
  });

  test("tells nothing after cancel, whenever it is called", async ({ world }) => {
    await world.fill(numbered(3));
    const early = open(world, way);
    early.connection.cancel();
    const connecting = open(world, way);
    await connecting.told.until(() => connecting.told.events.length > 0);
    connecting.connection.cancel();
    const following = open(world, way);
    await following.told.until(() => following.told.events.includes("heartbeat"));
    following.connection.cancel();
    following.connection.cancel();
    const before = [early, connecting, following].map(({ told }) => [...told.events]);
    await world.fill(numbered(3));
    const { told } = open(world, way, { count: 6 });
    await told.over();
    expect([early, connecting, following].map(({ told }) => told.events)).toEqual(before);
    expect(early.told.events).toEqual([]);
  });

  test("a consumer may cancel from within any call", async ({ world }) => {
    await world.fill(numbered(1500));
    for (const at of ["connected", "opened", "batch"] as const) {
      const told = new ReadRecorder();
      const transport = world.transports(way).read(world.client, world.address);
      const connection = transport.connect(ALL, {
        connected: () => take("connected"),
        opened: () => take("opened"),
        batch: (batch, advised) => (at === "batch" ? take("batch") : told.batch(batch, advised)),
        ended: () => told.ended(),
        failed: (error) => told.failed(error),
      });
      function take(event: "connected" | "opened" | "batch"): void {
        if (event === at) connection.cancel();
        if (event === "batch") told.batch({ count: 1 } as never, false);
        else told[event]();
      }
      await told.until(() => told.events.includes(at));
      const probe = open(world, way, { count: 1 });
      await probe.told.over();
      expect(told.events.at(-1)).toBe(at);
    }
  });

  test("a token that is refused is worth another try when there is a provider", async () => {
    await using world = await startWorld({ client: { accessToken: () => "token" } });
    const answer = { status: 401, body: { code: "authn", message: "expired" } };
    world.server.faults.push({ on: target(way), action: "respond", ...answer });
    expect(await failureOf(open(world, way).told)).toMatchObject({ code: "authn", retryable: true });
  });

  test("a token provider that fails is told, and nothing was sent", async () => {
    await using world = await startWorld({
      client: { accessToken: () => Promise.reject(new Error("vault is sealed")) },
    });
    const { told } = open(world, way);
    expect(await failureOf(told)).toMatchObject({ code: "token_unavailable", maybeApplied: false });
    expect(told.events).toEqual(["failed"]);
  });

  test.for<Partial<Fault> & Pick<Fault, "action">>([
    { action: "drop-connection", at: "mid-frame" },
    { action: "end", at: "mid-frame" },
    { action: "replace-frame", bytes: Buffer.from("event: batch\ndata: {\n\n") },
    { action: "replace-frame", bytes: Buffer.from([0, 0, 3, 0b0100_0000, 1, 2]) },
    { action: "replace-frame", bytes: Buffer.from([0, 0, 3, 0, 0xff, 0xff]) },
    { action: "respond", status: 500, body: "?", at: "after-frame" },
  ])("never fails as if it had changed something: %j", async (fault, { world }) => {
    await world.fill(numbered(1));
    world.server.faults.push({ on: target(way), ...fault } as Fault);
    expect((await failureOf(open(world, way, { count: 1 }).told)).maybeApplied).toBe(false);
  });
});

describe.each(READS)("a read over %s", (way) => {
  test("ending the transports ends what is open as a lost connection", async ({ world }) => {
    const told = new ReadRecorder();
    const transports = world.transports(way);
    transports.read(world.client, world.address).connect({ ...ALL, start: { tailOffset: 0 } }, told);
    await told.until(() => told.events.includes("heartbeat"));
    transports.abort();
    expect(await failureOf(told)).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: false });
  });
});

describe.each(["http2", "fetch", "fetch over h2"] as const)("a read over %s", (way) => {
  test("passes on the advice to reconnect, with the batch that it came with", async ({ world }) => {
    await world.fill(numbered(2));
    world.server.faults.push({ on: "read-session", action: "advise-reconnect" });
    const { told, connection } = open(world, way);
    await told.until(() => told.count === 2);
    await told.until(() => told.events.includes("heartbeat"));
    expect(told.advised).toEqual([true, false]);
    connection.cancel();
  });

  test("takes compressed frames, in order with plain ones", async () => {
    await using world = await startWorld({ client: { compression: "gzip" } });
    const large = "abc".repeat(2000);
    for (const body of ["0", large, "2", large, "4"]) await world.fill([{ body }]);
    const { told, connection } = open(world, way, { start: { seqNum: 0 } });
    await told.until(() => told.events.includes("heartbeat"));
    for (const body of ["5", large, "7"]) await world.fill([{ body }]);
    await told.until(() => told.count === 8);
    expect(told.texts).toEqual(["0", large, "2", large, "4", "5", large, "7"]);
    connection.cancel();
  });
});
