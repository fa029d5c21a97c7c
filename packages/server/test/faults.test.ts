import { describe, expect } from "vitest";
import type { Fault, FaultTarget } from "../src/index.js";
import { encodePlainFrame } from "../src/wire/frame.js";
import { append, Connection, http, terminalOf, test } from "./harness.js";

/** One record with the body `hi`. */
const INPUT: Buffer = encodePlainFrame(Buffer.from([0x0a, 4, 0x1a, 2, 0x68, 0x69]));

const RECORDS = "/v1/streams/s/records";

/** How to make a request of each kind. */
const REQUESTS: Readonly<Record<FaultTarget, readonly [string, string, Record<string, string>]>> = {
  append: ["POST", RECORDS, { "content-type": "application/json" }],
  "append-session": ["POST", RECORDS, { "content-type": "s2s/proto" }],
  read: ["GET", `${RECORDS}?count=0`, {}],
  "read-session": ["GET", `${RECORDS}?count=0`, { "content-type": "s2s/proto" }],
  sse: ["GET", `${RECORDS}?count=0`, { accept: "text/event-stream" }],
  "check-tail": ["GET", `${RECORDS}/tail`, {}],
  admin: ["GET", "/v1/basins", {}],
};
const TARGETS = Object.keys(REQUESTS) as FaultTarget[];

describe("which requests are struck", () => {
  test.for(TARGETS)("%s only", async (on, { server }) => {
    server.faults.push({ on, action: "respond", status: 418, count: Number.POSITIVE_INFINITY });
    for (const target of TARGETS) {
      const [method, path, headers] = REQUESTS[target];
      const body = target === "append" ? '{"records":[{}]}' : "";
      const { status } = await http(server, method, path, { headers, body });
      expect([target, status === 418]).toEqual([target, target === on]);
    }
  });

  test("any request when the target is any", async ({ server }) => {
    server.faults.push({ on: "any", action: "respond", status: 418, count: 2 });
    expect((await http(server, "GET", "/v1/basins")).status).toBe(418);
    expect((await http(server, "GET", `${RECORDS}/tail`)).status).toBe(418);
    expect((await http(server, "GET", "/v1/basins")).status).toBe(200);
  });

  test("those on the named stream or on streams that match", async ({ server }) => {
    server.faults.push({ on: "check-tail", stream: "a/b", action: "respond", status: 418 });
    server.faults.push({ on: "check-tail", stream: /^x-/, action: "respond", status: 419 });
    expect((await http(server, "GET", `${RECORDS}/tail`)).status).toBe(200);
    expect((await http(server, "GET", "/v1/streams/x-1/records/tail")).status).toBe(419);
    expect((await http(server, "GET", "/v1/streams/a%2Fb/records/tail")).status).toBe(418);
  });

  test("those on the named basin", async ({ server }) => {
    server.faults.push({ on: "any", basin: "other-basin", action: "respond", status: 418 });
    expect((await http(server, "GET", "/v1/streams")).status).toBe(200);
    expect((await http(server, "GET", "/v1/streams", { headers: { "s2-basin": "other-basin" } })).status).toBe(418);
  });

  test("after some have passed, as often as counted", async ({ server }) => {
    const fault = server.faults.push({ on: "read", action: "respond", status: 418, after: 1, count: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index++) {
      statuses.push((await http(server, "GET", `${RECORDS}?count=0`)).status);
    }
    expect(statuses).toEqual([200, 418, 418, 200]);
    expect(fault.injected).toBe(2);
    expect(server.faults.injected).toEqual({ respond: 2 });
    expect(server.faults.pending).toBe(0);
  });

  test("each that matches a global expression", async ({ server }) => {
    server.faults.push({ on: "check-tail", stream: /s/g, action: "respond", status: 418, count: 2 });
    for (let index = 0; index < 2; index++) expect((await http(server, "GET", `${RECORDS}/tail`)).status).toBe(418);
  });

  test.for([
    { on: "any", action: "drain", count: 0 },
    { on: "any", action: "drain", after: -1 },
    { on: "any", action: "delay", delayMs: -1 },
    { on: "any", action: "slow", pauseMs: 0, chunkBytes: 0 },
    { on: "any", action: "read-slowly", pauseMs: 0, chunkBytes: 0 },
    { on: "any", action: "respond", status: 99 },
  ] satisfies Fault[])("none by %j, which is refused", (fault, { server }) => {
    expect(() => server.faults.push(fault)).toThrow(RangeError);
  });

  test("those over HTTP/2 only by GOAWAY, which HTTP/1.1 does not have", async ({ server, connection }) => {
    const goaway = server.faults.push({ on: "check-tail", action: "goaway" });
    expect((await http(server, "GET", `${RECORDS}/tail`)).status).toBe(200);
    expect([goaway.injected, server.faults.pending]).toEqual([0, 1]);
    const told = new Promise((resolve) => connection.session.once("goaway", resolve));
    connection.open("GET", `${RECORDS}/tail`);
    expect(await told).toBe(0);
    expect(goaway.injected).toBe(1);
  });

  test("none once a fault is removed or the script cleared", async ({ server }) => {
    server.faults.push({ on: "any", action: "respond", status: 418 }).remove();
    server.faults.push({ on: "any", action: "respond", status: 418 });
    server.faults.clear();
    expect((await http(server, "GET", "/v1/basins")).status).toBe(200);
    expect(server.faults.injected).toEqual({});
  });
});

describe("unary requests", () => {
  test("get the scripted status, headers and body", async ({ server }) => {
    server.faults.push({
      on: "append",
      action: "respond",
      status: 429,
      headers: { "retry-after-ms": "7" },
      body: { code: "rate_limited", message: "slow down" },
    });
    server.faults.push({ on: "append", action: "respond", status: 503 });
    server.faults.push({
      on: "append",
      action: "respond",
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<h1>Bad Gateway</h1>",
    });
    const limited = await append(server, "s", "x");
    expect([limited.status, limited.headers["retry-after-ms"], limited.json.code]).toEqual([429, "7", "rate_limited"]);
    const empty = await append(server, "s", "x");
    expect([empty.status, empty.text]).toEqual([503, ""]);
    const html = await append(server, "s", "x");
    expect([html.status, html.headers["content-type"], html.text]).toEqual([502, "text/html", "<h1>Bad Gateway</h1>"]);
    expect((await append(server, "s", "x")).json.start.seq_num).toBe(0);
  });

  test("are not applied when the connection drops before the commit", async ({ server }) => {
    server.faults.push({ on: "append", at: "before-commit", action: "drop-connection" });
    await expect(append(server, "s", "x")).rejects.toThrow("socket hang up");
    expect((await append(server, "s", "y")).json.start.seq_num).toBe(0);
  });

  test("are applied when the connection drops after the commit", async ({ server }) => {
    server.faults.push({ on: "append", at: "after-commit", action: "drop-connection" });
    await expect(append(server, "s", "x")).rejects.toThrow("socket hang up");
    expect((await append(server, "s", "y")).json.start.seq_num).toBe(1);
  });

  test("are applied when the answer after the commit is an error", async ({ server }) => {
    server.faults.push({ on: "append", at: "after-commit", action: "respond", status: 500 });
    expect((await append(server, "s", "x")).status).toBe(500);
    expect((await append(server, "s", "y")).json.start.seq_num).toBe(1);
  });

  test("never get an answer when the ack is lost, but are applied", async ({ server }) => {
    const fault = server.faults.push({ on: "append", action: "lose-ack" });
    const lost = append(server, "s", "x");
    lost.catch(() => undefined);
    await fault.struck;
    expect((await append(server, "s", "y")).json.start.seq_num).toBe(1);
    await server.close();
    await expect(lost).rejects.toThrow();
  });

  test("get 503 server_draining from a server that is draining", async ({ server }) => {
    server.faults.push({ on: "read", action: "drain" });
    const answer = await http(server, "GET", `${RECORDS}?count=0`);
    expect([answer.status, answer.json.code]).toEqual([503, "server_draining"]);
  });

  test("get a cut body when the connection drops in the middle of it", async ({ server }) => {
    server.faults.push({ on: "check-tail", at: "mid-frame", atByte: 3, action: "drop-connection" });
    await expect(http(server, "GET", `${RECORDS}/tail`)).rejects.toThrow("aborted");
  });

  test("get their answer late, and whole, when it is delayed or sent slowly", async ({
    timedServer: server,
    clock,
  }) => {
    server.faults.push({ on: "check-tail", action: "delay", delayMs: 5_000 });
    const delay = server.faults.push({ on: "check-tail", action: "slow", pauseMs: 100, chunkBytes: 10 });
    const answer = http(server, "GET", `${RECORDS}/tail`);
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    while (clock.pendingTimers === 0) await clock.advance(0);
    await clock.advance(4_999);
    expect([answered, delay.injected]).toEqual([false, 0]);
    await clock.advance(1);
    await delay.struck;
    while (!answered) await clock.advance(100);
    expect((await answer).json).toEqual({ tail: { seq_num: 0, timestamp: 0 } });
  });

  test.for(["before-headers", "after-headers"] as const)(
    "are taken in a piece at a time, with a pause before each, when a server reads slowly from %s on",
    async (at, { timedServer: server, clock }) => {
      await using connection = new Connection(server);
      const chunkBytes = 2;
      server.faults.push({ on: "append-session", at, action: "read-slowly", pauseMs: 100, chunkBytes });
      const session = connection.appendSession("s");
      session.stream.end(INPUT);
      const acks = session.rest();
      let pauses = 0;
      let isOver = false;
      void acks.then(() => {
        isOver = true;
      });
      while (!isOver) {
        pauses += clock.pendingTimers > 0 ? 1 : 0;
        await clock.advance(100);
      }
      expect(await acks).toHaveLength(1);
      expect(pauses).toBeGreaterThanOrEqual(INPUT.length / chunkBytes);
    },
  );
});

describe("append sessions", () => {
  test("hear nothing more once an ack is lost, while their inputs are still applied", async ({
    server,
    connection,
  }) => {
    const lost = server.faults.push({ on: "append-session", action: "lose-ack", after: 1 });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    expect((await session.next())?.terminal).toBe(false);
    session.stream.write(INPUT);
    await lost.struck;
    // With the script empty again the server would send acks without looking at it.
    expect(server.faults.pending).toBe(0);
    session.stream.end(Buffer.concat([INPUT, INPUT]));
    const other = connection.readSession("s", "seq_num=0&count=4");
    const heard = session.next();
    expect((await other.rest()).length).toBeGreaterThan(0);
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(4);
    expect(session.stream.closed).toBe(false);
    session.stream.close();
    expect(await heard).toBeUndefined();
  });

  test("are not told of a later failure either once an ack is lost", async ({ server, connection }) => {
    const body = { code: "unavailable", message: "gone" };
    const lost = server.faults.push({ on: "append-session", action: "lose-ack", after: 1 });
    const refused = server.faults.push({
      on: "append-session",
      at: "before-commit",
      after: 2,
      action: "respond",
      status: 503,
      body,
    });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    expect((await session.next())?.terminal).toBe(false);
    session.stream.write(INPUT);
    await lost.struck;
    session.stream.write(INPUT);
    await refused.struck;
    const heard = session.next();
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(2);
    expect(session.stream.closed).toBe(false);
    session.stream.close();
    expect(await heard).toBeUndefined();
  });

  test("are read no further while a delay before the commit lasts: then flow control stops the client", async ({
    timedServer: server,
    clock,
  }) => {
    await using connection = new Connection(server);
    const delay = server.faults.push({ on: "append-session", at: "before-commit", action: "delay", delayMs: 1000 });
    const session = connection.appendSession("s");
    // More than the windows and the buffers on the way take.
    const chunk = Buffer.concat(Array.from({ length: 20_000 }, () => INPUT));
    let taken = 0;
    for (let count = 0; count < 40; count++) session.stream.write(chunk, () => taken++);
    session.stream.end();
    await delay.struck;
    await http(server, "GET", "/v1/basins");
    expect(taken).toBeLessThan(40);
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(0);
    session.stream.close();
    await clock.advance(1000);
  });

  test("are reset with the scripted code before the commit, earlier inputs acknowledged", async ({
    server,
    connection,
  }) => {
    server.faults.push({ on: "append-session", at: "before-commit", after: 1, action: "reset-stream", code: 7 });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    expect((await session.next())?.terminal).toBe(false);
    session.stream.write(INPUT);
    expect(await session.next()).toBeUndefined();
    expect(await session.closed()).toBe(7);
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(1);
  });

  test("get the scripted error as a terminal frame after the acks that precede it", async ({ server, connection }) => {
    const body = { code: "unavailable", message: "gone" };
    server.faults.push({ on: "append-session", at: "before-commit", after: 1, action: "respond", status: 503, body });
    const session = connection.appendSession("s");
    session.stream.write(Buffer.concat([INPUT, INPUT, INPUT]));
    expect((await session.next())?.terminal).toBe(false);
    expect(terminalOf(await session.next())).toEqual({ status: 503, body });
    expect(await session.next()).toBeUndefined();
    expect((await http(server, "GET", `${RECORDS}/tail`)).json.tail.seq_num).toBe(1);
  });

  test("are told of what hit an ack, not of the refusal of a later input", async ({ timedServer: server, clock }) => {
    await using connection = new Connection(server);
    const unavailable = { code: "unavailable", message: "gone" };
    const limited = { code: "rate_limited", message: "slow down" };
    server.faults.push({ on: "append-session", at: "after-commit", action: "delay", delayMs: 1_000 });
    server.faults.push({ on: "append-session", at: "before-frame", action: "respond", status: 503, body: unavailable });
    const refused = server.faults.push({
      on: "append-session",
      at: "before-commit",
      after: 1,
      action: "respond",
      status: 429,
      body: limited,
    });
    const session = connection.appendSession("s");
    session.stream.write(Buffer.concat([INPUT, INPUT]));
    await refused.struck;
    while (clock.pendingTimers === 0) await clock.advance(0);
    await clock.advance(1_000);
    expect(terminalOf(await session.next())).toEqual({ status: 503, body: unavailable });
    expect(await session.next()).toBeUndefined();
  });

  test("end with server_draining when the server drains", async ({ server, connection }) => {
    server.faults.push({ on: "append-session", at: "before-commit", action: "drain" });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    const { status, body } = terminalOf(await session.next());
    expect([status, body.code]).toEqual([503, "server_draining"]);
  });

  test("are told to reconnect on an ack that is otherwise unchanged", async ({ server, connection }) => {
    server.faults.push({ on: "append-session", action: "advise-reconnect" });
    const session = connection.appendSession("s");
    const chunks: Buffer[] = [];
    session.stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    session.stream.end(Buffer.concat([INPUT, INPUT]));
    const [advised, plain] = await session.rest();
    expect(Buffer.concat(chunks)[3]).toBe(0x10);
    expect(Buffer.concat(chunks)[4 + advised!.payload.length + 3]).toBe(0);
    expect(plain?.terminal).toBe(false);
  });

  test("get half an ack when the answer ends inside of it", async ({ server, connection }) => {
    server.faults.push({ on: "append-session", at: "mid-frame", atByte: 5, action: "end" });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    expect(await session.next()).toBeUndefined();
    expect(await session.closed()).toBe(0);
    expect(() => session.assertWholeFrames()).toThrow("inside a frame");
  });

  test("get other bytes in place of an ack", async ({ server, connection }) => {
    server.faults.push({ on: "append-session", action: "replace-frame", bytes: INPUT });
    const session = connection.appendSession("s");
    session.stream.end(INPUT);
    expect((await session.next())?.payload).toEqual(INPUT.subarray(4));
  });

  test("hear nothing more when the server falls silent, and keep their connection", async ({ server, connection }) => {
    const silence = server.faults.push({ on: "append-session", at: "after-commit", action: "silence" });
    const session = connection.appendSession("s");
    session.stream.write(INPUT);
    await silence.struck;
    const other = connection.readSession("s", "seq_num=0&count=1");
    expect(await other.rest()).toHaveLength(1);
    expect(session.stream.closed).toBe(false);
    session.stream.close();
  });
});

describe("read sessions", () => {
  test("end before the first frame when reset after the headers", async ({ server, connection }) => {
    await append(server, "s", "x");
    server.faults.push({ on: "read-session", at: "after-headers", action: "reset-stream" });
    const session = connection.readSession("s");
    expect(await session.next()).toBeUndefined();
    expect(await session.closed()).toBe(2);
  });

  test("get one whole frame and part of the next when the connection drops in the middle", async ({
    server,
    connection,
  }) => {
    await append(server, "s", "x");
    server.faults.push({ on: "read-session", at: "mid-frame", after: 1, action: "drop-connection" });
    const session = connection.readSession("s");
    const frames = await session.rest();
    expect(frames).toHaveLength(1);
    expect(() => session.assertWholeFrames()).toThrow("inside a frame");
    expect(connection.session.destroyed).toBe(true);
  });

  test("go on while new requests have to use another connection after GOAWAY", async ({ server, connection }) => {
    await append(server, "s", "x");
    server.faults.push({ on: "read-session", at: "after-frame", action: "goaway" });
    const goaway = new Promise((resolve) => connection.session.once("goaway", resolve));
    const session = connection.readSession("s");
    await session.next();
    expect(await goaway).toBe(0);
    await append(server, "s", "y");
    expect((await session.next())?.terminal).toBe(false);
    session.stream.close();
  });

  test("do not let GOAWAY deny what is under way on streams that were opened later", async ({ server, connection }) => {
    const reading = connection.readSession("s", "seq_num=0");
    const goaway = new Promise<number>((resolve) => {
      connection.session.once("goaway", (_code: number, lastStreamId: number) => resolve(lastStreamId));
    });
    server.faults.push({ on: "read-session", at: "after-frame", action: "goaway" });
    const appending = connection.appendSession("s");
    appending.stream.write(INPUT);
    expect(await goaway).toBeGreaterThanOrEqual(appending.stream.id as number);
    expect((await appending.next())?.terminal).toBe(false);
    reading.stream.close();
    appending.stream.close();
  });

  test("get the scripted error in place of a frame", async ({ server, connection }) => {
    await append(server, "s", "x");
    const body = { code: "storage", message: "disk" };
    server.faults.push({ on: "read-session", at: "before-frame", action: "respond", status: 500, body });
    expect(terminalOf(await connection.readSession("s").next())).toEqual({ status: 500, body });
  });
});

describe("event streams", () => {
  test("end with an error event and without [DONE] on a scripted error", async ({ server }) => {
    await append(server, "s", "x");
    server.faults.push({ on: "sse", at: "after-frame", action: "drain" });
    const { text } = await http(server, "GET", `${RECORDS}?seq_num=0`, { headers: { accept: "text/event-stream" } });
    expect(text.match(/^event: .*$/gm)).toEqual(["event: batch", "event: error"]);
    expect(text).toContain("server_draining");
    expect(text).not.toContain("[DONE]");
  });

  test("are cut inside an event", async ({ server }) => {
    await append(server, "s", "x");
    server.faults.push({ on: "sse", at: "mid-frame", atByte: 10, action: "end" });
    const { text } = await http(server, "GET", `${RECORDS}?seq_num=0`, { headers: { accept: "text/event-stream" } });
    expect(text).toBe("event: bat");
  });
});

test("a fault that waits does not keep the server from closing", async ({ server }) => {
  const silence = server.faults.push({ on: "append-session", action: "silence" } satisfies Fault);
  await using connection = new Connection(server);
  const session = connection.appendSession("s");
  await silence.struck;
  await server.close();
  expect(await session.next()).toBeUndefined();
});
