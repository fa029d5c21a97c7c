import { ApiError, S2Error, TransportError } from "@s2kit/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  accountMetrics,
  append,
  type components,
  createStream,
  deleteStream,
  listBasins,
  listStreams,
  read,
  unwrap,
} from "../../src/index.js";
import { reasonOf, rejection, rig } from "../support/client.js";
import { idle } from "../support/fake-clock.js";
import { json, refusal, silence } from "../support/scripted-fetch.js";
import { WatchedSignal } from "../support/watched-signal.js";

const PAGE = json(200, { basins: [], has_more: false });
const AMBIGUOUS = refusal(503, "unavailable");
const IN_BASIN = { server: { basin: "my-basin" } } as const;
const OF_STREAM = { ...IN_BASIN, path: { stream: "my-stream" } } as const;

describe("an error answer to a generated function", () => {
  test("is the outcome's error, and unwrap throws it typed", async () => {
    const { client } = rig([refusal(404, "basin_not_found")]);
    const outcome = await listStreams(client, IN_BASIN);
    expect(outcome.data).toBeUndefined();
    expect(outcome.error).toEqual({ code: "basin_not_found", message: "about basin_not_found" });
    expect(outcome.response.status).toBe(404);
    const thrown = await rejection(unwrap(outcome));
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject({ code: "basin_not_found", request: { method: "GET", path: "/streams" } });
  });

  test("keeps the verdict of the whole call", async () => {
    const { client, clock } = rig([AMBIGUOUS, json(412, { seq_num_mismatch: 4 })]);
    const call = unwrap(append(client, { ...OF_STREAM, body: { records: [{}], match_seq_num: 3 } }));
    const error = reasonOf(await clock.settle(call));
    expect(error).toMatchObject({ name: "SeqNumMismatchError", expectedSeqNum: 4, maybeApplied: true });
  });

  test.each<[string, Response]>([
    ["empty", new Response(null, { status: 500 })],
    ["a proxy's page", new Response("<html>oops</html>", { status: 500, headers: { "content-type": "text/html" } })],
    ["JSON, but no object", json(500, ["oops"])],
  ])("has a code and a message when its body is %s", async (_name, response) => {
    const { client } = rig([response], { retry: "never" });
    const { error } = await listBasins(client);
    expect(error).toEqual({ code: "http_error", message: expect.stringMatching(/oops|status 500/) });
  });

  test("reads integers beyond 2^53 as they are", async () => {
    const { client } = rig([new Response('{"tail":{"seq_num":18446744073709551615,"timestamp":0}}', { status: 416 })]);
    const { error } = await read(client, OF_STREAM);
    expect(error).toEqual({ tail: { seq_num: 18_446_744_073_709_551_615n, timestamp: 0 } });
  });
});

describe("what is not an answer", () => {
  test("is thrown as a transport error", async () => {
    const { client, clock } = rig([new TypeError("terminated")]);
    const error = reasonOf(await clock.settle(listBasins(client)));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: "connection_lost" });
  });

  test.each<[string, Response]>([
    ["is not JSON", new Response("{oops", { headers: { "content-type": "application/json" } })],
    ["is a page", new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["is empty", new Response(null, { status: 200 })],
  ])("is thrown as a protocol error when a success %s, and not sent again", async (_name, answer) => {
    const { client, fetch } = rig([answer]);
    const call = createStream(client, { ...IN_BASIN, body: { stream: "s" } });
    const error = await rejection(call);
    expect(error).toMatchObject({ code: "protocol_error", retryable: false, maybeApplied: true });
    expect(S2Error.is(error)).toBe(true);
    expect(fetch.sent.length).toBe(1);
  });

  test("is the caller's own reason after an abort, and no listener is left", async () => {
    const { client } = rig([silence]);
    const caller = new WatchedSignal();
    const call = rejection(listBasins(client, { signal: caller.signal }));
    await idle();
    caller.abort("enough");
    expect(await call).toBe("enough");
    expect(caller.listeners).toBe(0);
  });

  test.each([
    ["null", null],
    ["0", 0],
    ["empty", ""],
  ])("is the caller's reason also when that is falsy: %s", async (_name, reason) => {
    for (const level of ["client", "call"] as const) {
      const signals = { client: new AbortController(), call: new AbortController() };
      const { client } = rig([silence], { signal: signals.client.signal });
      const call = rejection(listBasins(client, { signal: signals.call.signal }));
      await idle();
      signals[level].abort(reason);
      expect(await call).toBe(reason);
    }
  });

  test("leaves no listener after a success", async () => {
    const { client } = rig([PAGE]);
    const caller = new WatchedSignal();
    await listBasins(client, { signal: caller.signal });
    expect([caller.everListened > 0, caller.listeners]).toEqual([true, 0]);
  });

  test("is refused when a call carries a token of its own address", async () => {
    const { client, fetch } = rig([PAGE], {});
    const call = client.http.GET("/basins", { baseUrl: "https://evil.example/v1" });
    expect(await rejection(call)).toMatchObject({ code: "invalid_argument" });
    expect(fetch.sent.length).toBe(0);
  });
});

describe("unwrap", () => {
  test("gives the data, typed", async () => {
    const { client } = rig([json(200, { values: [] })]);
    const metrics = await unwrap(accountMetrics(client, { query: { set: "account-ops" } }));
    expectTypeOf(metrics).toEqualTypeOf<components["schemas"]["MetricSetResponse"]>();
    expect(metrics).toEqual({ values: [] });
  });

  test("gives undefined where there is no data to give", async () => {
    const { client } = rig([new Response(null, { status: 202 })]);
    expect(await unwrap(deleteStream(client, OF_STREAM))).toBeUndefined();
  });

  test("types the error of an answer that another fetch has made, and does not rule out that it was applied", async () => {
    const response = json(503, { code: "unavailable", message: "m" });
    const error = await rejection(unwrap({ error: await response.clone().json(), response }));
    expect(error).toMatchObject({ code: "unavailable", status: 503, maybeApplied: true });
  });

  test("throws a protocol error for a success without data", async () => {
    expect(await rejection(unwrap({ data: undefined, response: new Response() }))).toMatchObject({
      code: "protocol_error",
    });
  });
});
