import { gunzipSync } from "node:zlib";
import { createRestClient, type RestClientOptions } from "@s2kit/rest";
import { describe, expect, test } from "vitest";
import type { AppendSession } from "../../../src/append/append-session.js";
import { OpenSessions } from "../../../src/open-sessions.js";
import { openAppendSession } from "../../../src/session-factory.js";
import type { StreamAddress } from "../../../src/stream-address.js";
import { fetchTarget } from "../../../src/transport/fetch/fetch-target.js";
import { UnaryAppendTransport } from "../../../src/transport/fetch/unary-append.js";
import type { Transports } from "../../../src/transport/transports.js";
import { ManualClock } from "../support/manual-clock.js";
import { AppendRecorder, encoded } from "../support/recorder.js";
import { bodyOf, PulledBody, scriptedTarget, settle } from "../support/scripted-fetch.js";

const address: StreamAddress = { basin: "some-basin", stream: "s", encryptionKey: undefined, streamConfig: undefined };

/** The acknowledgement of one record at `seqNum`. */
function ackOf(seqNum: number): Uint8Array {
  const position = (field: number, value: number): number[] => [(field << 3) | 2, 2, 0x08, value];
  return Uint8Array.from([...position(1, seqNum), ...position(2, seqNum + 1), ...position(3, seqNum + 1)]);
}

const acknowledged = (seqNum: number): Response =>
  new Response(bodyOf(ackOf(seqNum)).stream, { headers: { "content-type": "application/protobuf" } });

interface Session {
  readonly session: AppendSession;
  readonly clock: ManualClock;
  /** Answers of requests that are waiting for one. */
  readonly waiting: ((response: Response) => void)[];
}

/** A session whose requests wait for the test to answer them. */
function open(ackTimeoutMs: number, options: Partial<RestClientOptions> = {}): Session {
  const clock = new ManualClock();
  const waiting: ((response: Response) => void)[] = [];
  const client = createRestClient({
    accessToken: "token",
    endpoints: "http://s2.test",
    clock,
    fetch: () => new Promise((resolve) => waiting.push(resolve)),
    ...options,
  });
  const transports: Pick<Transports, "append" | "sessions"> = {
    sessions: new OpenSessions(),
    append: (rest, to) => new UnaryAppendTransport("fetch", fetchTarget(rest, to, new Set()), rest.compression),
  };
  return {
    session: openAppendSession(client, transports as Transports, address, { ackTimeoutMs, retry: { maxAttempts: 1 } }),
    clock,
    waiting,
  };
}

async function requestAt(waiting: readonly unknown[], count: number): Promise<void> {
  while (waiting.length < count) await settle();
}

describe("appends of one request each", () => {
  test("the wait for an acknowledgement begins with the batch's own request, not with its place in the queue", async () => {
    const { session, clock, waiting } = open(1000);
    const tickets = [];
    for (let index = 0; index < 5; index++) tickets.push(await session.submit([{ body: String(index) }]));
    for (let index = 0; index < 5; index++) {
      await requestAt(waiting, index + 1);
      clock.advance(900);
      waiting[index]?.(acknowledged(index));
    }
    const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
    expect(acks.map((ack) => ack.start.seqNum)).toEqual([0, 1, 2, 3, 4]);
  });

  test("the wait does not run while a token is asked for", async () => {
    const tokens: (() => void)[] = [];
    const accessToken = (): Promise<string> => new Promise((resolve) => tokens.push(() => resolve("token")));
    const { session, clock, waiting } = open(1000, { accessToken });
    const tickets = [await session.submit([{ body: "0" }]), await session.submit([{ body: "1" }])];
    for (let index = 0; index < 2; index++) {
      await requestAt(tokens, index + 1);
      clock.advance(900);
      tokens[index]?.();
      await requestAt(waiting, index + 1);
      clock.advance(900);
      waiting[index]?.(acknowledged(index));
    }
    expect((await Promise.all(tickets.map((ticket) => ticket.ack()))).length).toBe(2);
  });

  test("a batch that is not acknowledged in time is given up, and no request follows it", async () => {
    const { session, clock, waiting } = open(1000);
    const first = await session.submit([{ body: "0" }]);
    await session.submit([{ body: "1" }]);
    await requestAt(waiting, 1);
    clock.advance(1000);
    await expect(first.ack()).rejects.toMatchObject({ code: "timeout", maybeApplied: true });
    waiting[0]?.(acknowledged(0));
    await settle();
    expect(waiting.length).toBe(1);
  });

  test("sends the batch as protobuf, from 1024 bytes on compressed as the client wants it", async () => {
    const bodies: [string | null, Uint8Array][] = [];
    let seqNum = 0;
    const target = scriptedTarget(({ init, headers }) => {
      bodies.push([headers.get("content-encoding"), init.body as Uint8Array]);
      return acknowledged(seqNum++);
    });
    const told = new AppendRecorder();
    const connection = new UnaryAppendTransport("sse", target, "gzip").connect(told);
    const batches = [encoded([{ body: "small" }]), encoded([{ body: "x".repeat(5000) }])];
    for (const batch of batches) connection.send(batch);
    await told.acknowledged(2);
    connection.cancel();
    const payloads = batches.map(({ frame }) => Buffer.from(frame.subarray(4)));
    expect(target.requests.map(({ headers }) => [headers.get("content-type"), headers.get("accept")])).toEqual(
      batches.map(() => ["application/protobuf", "application/protobuf"]),
    );
    expect(bodies.map(([encoding]) => encoding)).toEqual([null, "gzip"]);
    expect(Buffer.from(bodies[0]?.[1] ?? [])).toEqual(payloads[0]);
    expect(gunzipSync(bodies[1]?.[1] ?? Buffer.alloc(0))).toEqual(payloads[1]);
  });

  test.for([
    ["is something else", new Response("<html>", { headers: { "content-type": "text/html" } })],
    [
      "does not decode",
      new Response(Uint8Array.of(0x0a, 0x05), { headers: { "content-type": "application/protobuf" } }),
    ],
    [
      "has no end",
      new Response(new PulledBody(() => new Uint8Array(1000)).stream, {
        headers: { "content-type": "application/protobuf" },
      }),
    ],
  ] as const)("an acknowledgement that %s is never worth another try", async ([, answer]) => {
    const told = new AppendRecorder();
    const target = scriptedTarget(() => answer);
    const connection = new UnaryAppendTransport("fetch", target, "none").connect(told);
    connection.send(encoded([{ body: "x" }]));
    connection.send(encoded([{ body: "y" }]));
    expect(await told.over()).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: true });
    await settle();
    expect([target.requests.length, target.open.size]).toEqual([1, 0]);
  });
});
