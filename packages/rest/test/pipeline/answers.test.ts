import { ApiError, TransportError } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import { APPEND, GET, rejection, rig } from "../support/client.js";
import { json, refusal } from "../support/scripted-fetch.js";

function chunked(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

describe("a success", () => {
  test("is read to its end, however it was cut on the way", async () => {
    const headers = { "content-type": "application/json", "s2-provision-result": "noop" };
    const { client } = rig([new Response(chunked('{"ü', '":1', "}"), { status: 201, headers })]);
    const answer = await client.send(GET);
    expect(answer.status).toBe(201);
    expect(answer.text()).toBe('{"ü":1}');
    expect(answer.body).toEqual(new TextEncoder().encode('{"ü":1}'));
    expect(answer.headers.get("s2-provision-result")).toBe("noop");
  });

  test("may have no body", async () => {
    const { client } = rig([new Response(null, { status: 204 })]);
    expect((await client.send(GET)).body.byteLength).toBe(0);
  });

  test("needs no type of its own when it has no body", async () => {
    const { client } = rig([new Response(null, { status: 202, headers: { "content-type": "text/plain" } })]);
    expect((await client.send(GET)).status).toBe(202);
  });

  test.each([
    [undefined, "text/html"],
    ["application/json", "text/html; charset=utf-8"],
    ["*/*", "application/protobuf"],
    ["application/protobuf", "application/json"],
    ["text/event-stream", "application/json"],
  ])("is a protocol error when %s was asked for and %s came", async (accept, type) => {
    const { client, fetch } = rig([new Response("<html>", { headers: { "content-type": type } })]);
    const headers = { ...APPEND.headers, ...(accept === undefined ? {} : { accept }) };
    for (const call of [client.send({ ...APPEND, headers }), client.open({ ...APPEND, headers })]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: true });
    }
    expect(fetch.sent.length).toBe(2);
  });

  test.each([
    [undefined, "application/json; charset=utf-8"],
    [undefined, "application/problem+json"],
    ["application/protobuf", "application/x-protobuf"],
    ["application/protobuf", "Application/Protobuf"],
    ["application/protobuf", "s2s/proto"],
    ["text/event-stream", "text/event-stream;charset=utf-8"],
    ["image/png", "text/plain"],
  ])("is good when %s was asked for and %s came", async (accept, type) => {
    const { client } = rig([new Response("{}", { headers: { "content-type": type } })]);
    const headers = accept === undefined ? {} : { accept };
    expect((await client.send({ ...GET, headers })).text()).toBe("{}");
  });

  test("is good without a content type", async () => {
    const { client } = rig([new Response(chunked("{}"))]);
    expect((await client.send(GET)).text()).toBe("{}");
  });
});

describe("an error answer", () => {
  test("is understood when its JSON comes in pieces", async () => {
    const body = chunked('{"code":"stream_not', '_found","mess', 'age":"no such stream"}');
    const { client } = rig([new Response(body, { status: 404 })]);
    const error = await rejection(client.send(GET));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "stream_not_found", rawMessage: "no such stream", status: 404 });
  });

  test.each([500, 403])("without a body is the error of its status: %i", async (status) => {
    const { client } = rig([new Response(null, { status })], { retry: "never" });
    expect(await rejection(client.send(GET))).toMatchObject({
      code: "http_error",
      status,
      rawMessage: `the service answered with status ${status} and no body`,
    });
  });

  test("that does not decide by its status can be asked for again when its body breaks off", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    const { client } = rig([new Response(body, { status: 409 })], { retry: "never" });
    expect(await rejection(client.send(GET))).toMatchObject({ status: 409, retryable: true });
  });

  test("keeps its status when its body breaks off", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"code":"rate_lim'));
      },
      pull(controller) {
        controller.error(new TypeError("terminated"));
      },
    });
    const { client } = rig([new Response(body, { status: 503 })], { retry: "never" });
    expect(await rejection(client.send(APPEND))).toMatchObject({
      code: "http_error",
      status: 503,
      retryable: true,
      maybeApplied: true,
    });
  });

  test("is read up to 64 KiB, and the rest is not fetched", async () => {
    const cancel = vi.fn();
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 10_000;
        controller.enqueue(new Uint8Array(10_000).fill(0x61));
      },
      cancel,
    });
    const { client } = rig([() => new Response(body, { status: 400 })]);
    const error = (await rejection(client.send(GET))) as ApiError;
    expect(error.body?.length).toBe(65_536);
    expect(error.rawMessage.length).toBeLessThan(600);
    expect(cancel).toHaveBeenCalledOnce();
    expect(pulled).toBeLessThan(100_000);
  });

  test("keeps a sequence number beyond 2^53 exact", async () => {
    const { client } = rig([
      new Response('{"seq_num_mismatch":18446744073709551615}', { status: 412, headers: { "content-type": "x/json" } }),
    ]);
    expect(await rejection(client.send(APPEND))).toMatchObject({
      code: "seq_num_mismatch",
      expectedSeqNumBig: 18_446_744_073_709_551_615n,
    });
  });

  test("tells how long the service asks to wait", async () => {
    const { client } = rig([refusal(429, "rate_limited", { "retry-after-ms": "1500" })], { retry: "never" });
    expect(await rejection(client.send(GET))).toMatchObject({ retryAfterMs: 1500 });
  });
});

describe("a redirect", () => {
  test("is not followed", async () => {
    const { client, fetch } = rig([json(200, {})]);
    await client.send(GET);
    expect(fetch.sent[0]?.init.redirect).toBe("manual");
  });

  test.each([301, 302, 303, 307, 308, 304])("is a protocol error: %i", async (status) => {
    const { client, fetch } = rig([new Response(null, { status, headers: { location: "https://evil.example/" } })]);
    const error = await rejection(client.send(APPEND));
    expect(error).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: true });
    expect(fetch.sent.length).toBe(1);
  });

  test("is a protocol error where the runtime hides it", async () => {
    const opaque = Response.error();
    Object.defineProperty(opaque, "type", { value: "opaqueredirect" });
    const { client } = rig([() => opaque]);
    expect(await rejection(client.send(GET))).toMatchObject({ code: "protocol_error" });
  });
});
