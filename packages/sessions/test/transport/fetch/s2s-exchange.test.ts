import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { S2Error } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { type ExchangeListener, type ExchangeRequest, S2SExchange } from "../../../src/transport/fetch/s2s-exchange.js";
import { bodyOf, PulledBody, type ScriptedTarget, scriptedTarget, settle } from "../support/scripted-fetch.js";

const READ: ExchangeRequest = { method: "GET", query: "", headers: {} };
const APPEND: ExchangeRequest = { method: "POST", query: "", headers: {} };

const GZIP = 0b0100_0000;
const TERMINAL = 0b1000_0000;
const ADVISED = 0b0001_0000;

function frame(payload: string | Uint8Array, flag = 0): Uint8Array {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(((bytes.length + 1) << 8) | flag);
  return Buffer.concat([header, bytes]);
}

function terminal(status: number, body: string): Uint8Array {
  return frame(Buffer.concat([Buffer.from([status >> 8, status & 0xff]), Buffer.from(body)]), TERMINAL);
}

interface Run {
  readonly exchange: S2SExchange;
  readonly events: string[];
  readonly over: Promise<S2Error | undefined>;
}

function run(target: ScriptedTarget, request: ExchangeRequest, onFrame?: (text: string) => void): Run {
  const events: string[] = [];
  let settleOver!: (error: S2Error | undefined) => void;
  const over = new Promise<S2Error | undefined>((resolve) => {
    settleOver = resolve;
  });
  const listener: ExchangeListener = {
    connected: () => events.push("connected"),
    opened: () => events.push("opened"),
    ended: () => {
      events.push("ended");
      settleOver(undefined);
    },
    failed: (error) => {
      events.push("failed");
      settleOver(error);
    },
  };
  const exchange = new S2SExchange(target, request, listener, (payload, advised) => {
    const text = Buffer.from(payload).toString();
    events.push(advised ? `${text}!` : text);
    onFrame?.(text);
  });
  return { exchange, events, over };
}

describe("an S2S exchange over fetch", () => {
  test("says what it speaks, and has a body only where it writes", async () => {
    for (const [request, stream] of [
      [READ, false],
      [APPEND, true],
    ] as const) {
      const target = scriptedTarget(() => new Response(bodyOf().stream));
      await run(target, request).over;
      expect(target.requests[0]?.headers.get("content-type")).toBe("s2s/proto");
      expect(target.requests[0]?.init.body instanceof ReadableStream).toBe(stream);
    }
  });

  test("puts frames together wherever they are cut", async () => {
    const packed = await promisify(gzip)("three");
    const bytes = Buffer.concat([frame("one"), frame(""), frame("two", ADVISED), frame(packed, GZIP), frame("four")]);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const body = bodyOf(bytes.subarray(0, cut), bytes.subarray(cut));
      const { events, over } = run(
        scriptedTarget(() => new Response(body.stream)),
        READ,
      );
      expect(await over).toBeUndefined();
      expect(events).toEqual(["connected", "opened", "one", "", "two!", "three", "four", "ended"]);
    }
  });

  test("an end within a frame is a lost connection, at any byte", async () => {
    const bytes = Buffer.concat([frame("one"), frame("two")]);
    for (let end = 8; end < bytes.length; end++) {
      const target = scriptedTarget(() => new Response(bodyOf(bytes.subarray(0, end)).stream));
      const read = run(target, READ);
      expect(await read.over).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: false });
      expect(read.events).toEqual(["connected", "opened", "one", "failed"]);
      const append = run(target, APPEND);
      expect(await append.over).toMatchObject({ code: "connection_lost", maybeApplied: true });
    }
  });

  test("a terminal frame is an error answer; what comes behind it is of no interest", async () => {
    const answer = Buffer.concat([frame("one"), terminal(412, '{"seq_num_mismatch":5}'), frame("two")]);
    const { events, over } = run(
      scriptedTarget(() => new Response(bodyOf(answer).stream)),
      APPEND,
    );
    expect(await over).toMatchObject({ code: "seq_num_mismatch", expectedSeqNum: 5, maybeApplied: false });
    expect(events).toEqual(["connected", "opened", "one", "failed"]);
  });

  test("a terminal frame that refuses the token is judged by the headers of the request", async () => {
    const judged: unknown[] = [];
    const target = scriptedTarget(() => new Response(bodyOf(terminal(401, '{"code":"authn"}')).stream), {
      judgeError: (error, headers) => {
        judged.push(headers);
        return error.asRetryable();
      },
    });
    expect(await run(target, APPEND).over).toMatchObject({ code: "authn", retryable: true });
    expect(judged).toEqual([{ authorization: "Bearer token" }]);
  });

  test.for([
    ["a frame of length 0", Buffer.from([0, 0, 0, 0])],
    ["a frame that is too long", Buffer.from([0x20, 0, 1, 0])],
    ["an unknown compression", Buffer.from([0, 0, 2, 0b0110_0000, 0])],
    ["a compressed frame that is corrupt", Buffer.from([0, 0, 2, GZIP, 0])],
    ["a page of HTML", Buffer.from("<!doctype html>")],
  ] as const)("%s breaks the protocol, for good", async ([, bytes]) => {
    const target = scriptedTarget(() => new Response(bodyOf(frame("one"), bytes, frame("two")).stream));
    const read = run(target, READ);
    expect(await read.over).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: false });
    expect(read.events).toEqual(["connected", "opened", "one", "failed"]);
    expect(await run(target, APPEND).over).toMatchObject({ code: "protocol_error", maybeApplied: true });
  });

  test("a frame that cannot be handled ends it", async () => {
    const target = scriptedTarget(() => new Response(bodyOf(frame("one"), frame("two")).stream));
    const { events, over } = run(target, READ, () => {
      throw new RangeError("too much");
    });
    expect(await over).toMatchObject({ code: "protocol_error", cause: new RangeError("too much") });
    expect(events).toEqual(["connected", "opened", "one", "failed"]);
    expect(target.open.size).toBe(0);
  });

  test("takes nothing from the network while frames wait to be decompressed", async () => {
    const packed = frame(await promisify(gzip)("x".repeat(1_000_000)), GZIP);
    let received = 0;
    let mostAhead = 0;
    const body = new PulledBody((index) => {
      mostAhead = Math.max(mostAhead, index - received);
      return index < 40 ? packed : undefined;
    });
    const { over } = run(
      scriptedTarget(() => new Response(body.stream)),
      READ,
      () => received++,
    );
    expect(await over).toBeUndefined();
    expect(received).toBe(40);
    expect(mostAhead).toBeLessThanOrEqual(2);
  });

  test("stays paused by its owner when decompression is done", async () => {
    const packed = frame(await promisify(gzip)("x".repeat(10_000)), GZIP);
    const body = new PulledBody(() => packed);
    let received = 0;
    const { exchange } = run(
      scriptedTarget(() => new Response(body.stream)),
      READ,
      () => {
        if (++received === 2) exchange.pause();
      },
    );
    while (received < 2) await settle();
    for (let turn = 0; turn < 50; turn++) await settle();
    expect([body.pulls, received]).toEqual([2, 2]);
    exchange.resume();
    while (received < 3) await settle();
    exchange.cancel();
  });

  test("sends what is written before, during and after the connection is made, then ends", async () => {
    const target = scriptedTarget(async ({ init }) => {
      // Reads the whole request before it answers, as Node's fetch reads a part.
      const sent = await new Response(init.body).text();
      return new Response(bodyOf(frame(sent)).stream);
    });
    const { exchange, events, over } = run(target, APPEND);
    exchange.write(Buffer.from("a"));
    while (!events.includes("connected")) await settle();
    exchange.write(Buffer.from("b"));
    await settle();
    exchange.write(Buffer.from("c"));
    exchange.finish();
    expect(await over).toBeUndefined();
    expect(events).toEqual(["connected", "opened", "abc", "ended"]);
  });
});
