import { RangeNotSatisfiableError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { type EventScan, eventScan } from "../../../src/transport/sse/event-scan.js";
import { SseReadTransport } from "../../../src/transport/sse/sse-read.js";
import type { ReadConnection, WireRead } from "../../../src/transport/transport.js";
import { ReadRecorder } from "../support/recorder.js";
import { bodyOf, PulledBody, type ScriptedTarget, scriptedTarget, settle } from "../support/scripted-fetch.js";

const READ: WireRead = {
  start: { seqNum: 7 },
  clamp: true,
  count: 10,
  bytes: undefined,
  until: undefined,
  wait: 3,
};

const base64 = (bytes: readonly number[]): string => Buffer.from(bytes).toString("base64");
const BATCH = `event: batch\nid: 7,1,9\ndata: {"records":[{"seq_num":7,"timestamp":18446744073709551615,"headers":[["${base64([0xff])}",""]],"body":"${base64([0, 0xfe])}"}],"tail":{"seq_num":8,"timestamp":18446744073709551615}}\n\n`;
const PING = 'event: ping\ndata: {"timestamp":1700000000000,"tail":{"seq_num":8,"timestamp":5}}\n\n';
const DONE = "data: [DONE]\n\n";

const STREAM_TYPE = { headers: { "content-type": "text/event-stream" } };

interface Run {
  readonly told: ReadRecorder;
  readonly connection: ReadConnection;
  readonly target: ScriptedTarget;
}

describe.each<[string, EventScan | undefined]>([
  ["", undefined],
  [" that scans long batches", eventScan],
])("a read by server-sent events%s", (_, scan) => {
  function run(body: PulledBody, init: ResponseInit = STREAM_TYPE): Run {
    const told = new ReadRecorder();
    const target = scriptedTarget(() => new Response(body.stream, init));
    return { told, target, connection: new SseReadTransport(target, scan).connect(READ, told) };
  }

  test("tells long batches, in whatever form of JSON, as it does short ones", async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));
    const record = `{"seq_num":7,"timestamp":18446744073709551615,"headers":[["","eA=="]],"body":"${base64([...bytes])}"}`;
    const other = record.replace(",", " ,").replace("}", ',"new":{}}');
    const events = [record, other].map((text) => `event: batch\nid: 7,1,9\ndata: {"records":[${text}]}\n\n`);
    const { told } = run(bodyOf(...events, BATCH, DONE));
    expect(await told.over()).toBeUndefined();
    const records = told.batches.flatMap((batch) => batch.records);
    expect(records.map(({ seqNum, timestampBig }) => [seqNum, timestampBig])).toEqual(
      Array(3).fill([7, 2n ** 64n - 1n]),
    );
    expect(records.map(({ body }) => Buffer.from(body).equals(bytes))).toEqual([true, true, false]);
    expect(records.map(({ headers }) => headers[0]?.value)).toEqual(["x", "x", ""]);
  });

  test("fails for a long batch that is none", async () => {
    const { told } = run(bodyOf(`event: batch\ndata: {"records":[{"body":"${"A".repeat(5000)}"}]}\n\n`, DONE));
    expect((await told.over())?.code).toBe("protocol_error");
  });

  test("asks for an event stream with exact bytes, from its own position and not by an event id", async () => {
    const { told, target } = run(bodyOf(DONE));
    await told.over();
    const [request] = target.requests;
    expect(request?.url).toBe("http://s2.test/v1/streams/s/records?seq_num=7&clamp=true&count=10&wait=3");
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: "text/event-stream",
      authorization: "Bearer token",
      "s2-format": "base64",
    });
  });

  test("tells batches and pings, with exact bytes and numbers, and ends with [DONE]", async () => {
    const { told } = run(bodyOf(PING, BATCH, PING, DONE));
    expect(await told.over()).toBeUndefined();
    expect(told.events).toEqual(["connected", "opened", "heartbeat", "batch", "heartbeat", "ended"]);
    const [record] = told.batches[1]?.records ?? [];
    expect([record?.seqNum, record?.timestampBig]).toEqual([7, 2n ** 64n - 1n]);
    expect([...(record?.body ?? [])]).toEqual([0, 0xfe]);
    expect([...(record?.headers[0]?.nameBytes ?? [])]).toEqual([0xff]);
    expect(told.batches[0]?.tail?.seqNum).toBe(8);
    expect(told.advised).toEqual([false, false, false]);
  });

  test("passes over events that it does not know, and data that looks like the end of another event", async () => {
    const { told } = run(
      bodyOf("event: news\ndata: {}\n\n", "data: hello\n\n", "event: news\ndata: [DONE]\n\n", PING, DONE),
    );
    expect(await told.over()).toBeUndefined();
    expect(told.events).toEqual(["connected", "opened", "heartbeat", "ended"]);
  });

  test("takes nothing more after [DONE], and lets go of the rest", async () => {
    const body = new PulledBody((index) => Buffer.from(index === 0 ? `${DONE}${PING}` : PING));
    const { told, target } = run(body);
    expect(await told.over()).toBeUndefined();
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(told.events).toEqual(["connected", "opened", "ended"]);
    expect([body.cancelled, target.open.size]).toEqual([true, 0]);
  });

  test.for([
    ["before the first event", []],
    ["between events", [BATCH]],
    ["within an event", [BATCH, PING.slice(0, 20)]],
    ["before the blank line that would complete [DONE]", [BATCH, "data: [DONE]\n"]],
  ] as const)("an end %s is a lost connection", async ([, pieces]) => {
    const { told } = run(bodyOf(...pieces));
    expect(await told.over()).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: false });
    expect(told.batches.length).toBe(pieces.includes(BATCH as never) ? 1 : 0);
  });

  test.for([
    ['{"code":"unavailable","message":"m"}', { code: "unavailable", status: 503, retryable: true }],
    ['{"code":"server_draining","message":"m"}', { code: "server_draining", status: 503, retryable: true }],
    ['{"code":"permission_denied","message":"m"}', { code: "permission_denied", status: 403, retryable: false }],
    ['{"code":"decryption_failed","message":"m"}', { code: "decryption_failed", status: 400, retryable: false }],
    ['{"code":"stream_not_found","message":"m"}', { code: "stream_not_found", status: 404, retryable: false }],
    ['{"code":"never_heard_of","message":"m"}', { code: "never_heard_of", status: 500, retryable: true }],
    ["not JSON", { code: "http_error", status: 500, retryable: true }],
  ] as const)("the error event %s is what its code says", async ([data, expected]) => {
    const { told, target } = run(bodyOf(BATCH, `event: error\ndata: ${data}\n\n`, PING));
    expect(await told.over()).toMatchObject({ ...expected, maybeApplied: false });
    expect([told.events, target.open.size]).toEqual([["connected", "opened", "batch", "failed"], 0]);
  });

  test("an error event that refuses the token is judged by the headers of the request", async () => {
    const judged: unknown[] = [];
    const body = bodyOf(BATCH, 'event: error\ndata: {"code":"authn","message":"expired"}\n\n');
    const target = scriptedTarget(() => new Response(body.stream, STREAM_TYPE), {
      judgeError: (error, headers) => {
        judged.push(headers);
        return error.asRetryable();
      },
    });
    const told = new ReadRecorder();
    new SseReadTransport(target, scan).connect(READ, told);
    expect(await told.over()).toMatchObject({ code: "authn", status: 401, retryable: true });
    expect(judged).toEqual([{ authorization: "Bearer token" }]);
  });

  test("an error event that names the tail is the same error as an answer with status 416", async () => {
    const { told } = run(bodyOf('event: error\ndata: {"tail":{"seq_num":3,"timestamp":4}}\n\n'));
    const error = await told.over();
    expect(error).toBeInstanceOf(RangeNotSatisfiableError);
    expect((error as RangeNotSatisfiableError).tail?.seqNum).toBe(3);
  });

  test.for([
    ["is not JSON", "{"],
    ["has a number that is no sequence number", '{"records":[{"seq_num":1.5,"timestamp":0}]}'],
    ["has a body that is not base64", '{"records":[{"seq_num":1,"timestamp":0,"body":"é"}]}'],
  ] as const)("a batch that %s breaks the protocol, for good", async ([, data]) => {
    const { told } = run(bodyOf(`event: batch\ndata: ${data}\n\n`, DONE));
    expect(await told.over()).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: false });
    expect(told.events).toEqual(["connected", "opened", "failed"]);
  });

  test("an answer that is no event stream is refused, although its status is a success", async () => {
    const { told } = run(bodyOf("<html>"), { headers: { "content-type": "text/html" } });
    expect(await told.over()).toMatchObject({ code: "protocol_error", retryable: false });
    expect(told.events).toEqual(["connected", "failed"]);
  });

  test("takes nothing from the network while it is paused", async () => {
    const body = new PulledBody(() => Buffer.from(PING));
    const { told, connection } = run(body);
    await told.until(() => told.batches.length === 3);
    connection.pause();
    for (let turn = 0; turn < 5; turn++) await settle();
    const before = [body.pulls, told.batches.length];
    for (let turn = 0; turn < 50; turn++) await settle();
    expect([body.pulls, told.batches.length]).toEqual(before);
    connection.resume();
    await told.until(() => told.batches.length > 6);
    connection.cancel();
    await settle();
    expect(body.cancelled).toBe(true);
  });
});
