import { ApiError, S2Error, SeqNumMismatchError, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import type { PipelineRequest, RestClientOptions } from "../../src/index.js";
import { APPEND, DELETE, GET, ISSUE, reasonOf, rig } from "../support/client.js";
import { json, refusal, type Step } from "../support/scripted-fetch.js";

const OK = json(200, {});
const REFUSED = refusal(429, "rate_limited");
const AMBIGUOUS = refusal(503, "unavailable");
const MISMATCH = json(412, { seq_num_mismatch: 9 });
const FORBIDDEN = refusal(403, "permission_denied");
const LOST = new TypeError("terminated", { cause: Object.assign(new Error(), { code: "UND_ERR_SOCKET" }) });
const UNREACHABLE = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) });

interface Outcome {
  readonly attempts: number;
  readonly error: S2Error | undefined;
  readonly delays: number;
}

async function outcome(
  request: PipelineRequest,
  steps: Step[],
  options: Partial<RestClientOptions> = {},
): Promise<Outcome> {
  const { client, fetch, clock } = rig(steps, options);
  const result = await clock.settle(client.send(request));
  expect(clock.pending).toBe(0);
  const error = result.status === "rejected" ? (result.reason as S2Error) : undefined;
  return { attempts: fetch.sent.length, error, delays: clock.now() };
}

describe("which answers are tried again", () => {
  test("resolves after two failures when the third attempt succeeds", async () => {
    expect(await outcome(GET, [AMBIGUOUS, AMBIGUOUS, OK])).toEqual({ attempts: 3, error: undefined, delays: 300 });
  });

  test.each([
    [408, "request_timeout"],
    [429, "rate_limited"],
    [409, "transaction_conflict"],
    [500, "other"],
    [500, "storage"],
    [502, "hot_server"],
    [503, "server_draining"],
    [503, "unavailable"],
    [504, "upstream_timeout"],
    [503, "a_code_from_the_future"],
  ])("tries again after %i %s", async (status, code) => {
    expect((await outcome(GET, [refusal(status, code), OK])).attempts).toBe(2);
  });

  test.each([
    [400, "bad_json"],
    [403, "quota_exhausted"],
    [404, "basin_not_found"],
    [409, "resource_already_exists"],
    [422, "invalid"],
    [501, "not_implemented"],
    [500, "rate_limited"],
    [418, "a_code_from_the_future"],
  ])("does not try again after %i %s", async (status, code) => {
    const { attempts, error } = await outcome(GET, [refusal(status, code), OK]);
    expect([attempts, error?.code, error?.status]).toEqual([1, code, status]);
  });

  test("decides by the status when the body is a proxy's page", async () => {
    const page = new Response("<html>Bad Gateway</html>", { status: 502, headers: { "content-type": "text/html" } });
    expect((await outcome(GET, [page, OK])).attempts).toBe(2);
  });

  test("decides by the status when there is no body", async () => {
    expect((await outcome(GET, [new Response(null, { status: 503 }), OK])).attempts).toBe(2);
  });

  test.each([
    [1, "never"],
    [2, { maxAttempts: 2 }],
    [3, undefined],
    [5, { maxAttempts: 5 }],
  ] as const)("makes %i attempts when retry is %j, and rejects with the last error", async (attempts, retry) => {
    const made = await outcome(GET, [AMBIGUOUS], { retry });
    expect(made.attempts).toBe(attempts);
    expect(made.error).toBeInstanceOf(ApiError);
    expect(made.error?.code).toBe("unavailable");
  });

  test("does not give up when retry is forever", async () => {
    const steps: Step[] = [...Array<Step>(40).fill(AMBIGUOUS), OK];
    expect((await outcome(GET, steps, { retry: "forever" })).attempts).toBe(41);
  });

  test("lets a call's policy win over the view's, and the view's over the client's", async () => {
    const { client, fetch, clock } = rig([AMBIGUOUS], { retry: { maxAttempts: 9 } });
    await clock.settle(client.with({ retry: { maxAttempts: 4 } }).send(GET));
    expect(fetch.sent.length).toBe(4);
    await clock.settle(client.with({ retry: { maxAttempts: 4 } }).send({ ...GET, retry: "never" }));
    expect(fetch.sent.length).toBe(5);
  });

  test("tries again after a lost connection", async () => {
    expect((await outcome(GET, [LOST, OK])).attempts).toBe(2);
  });

  test("does not try again after an error that is not known to be the network's", async () => {
    const mistake = new TypeError("x is not a function");
    const { attempts, error } = await outcome(GET, [mistake, OK]);
    expect(attempts).toBe(1);
    expect(error).toMatchObject({ code: "connection_lost", retryable: false, cause: mistake });
  });

  test("keeps the type and the tail of a 416 before the last attempt", async () => {
    const { error } = await outcome(GET, [json(416, { tail: { seq_num: 7, timestamp: 1 } })]);
    expect(error).toMatchObject({ name: "RangeNotSatisfiableError", tail: { seqNum: 7 } });
  });
});

describe("how long it waits", () => {
  test("doubles the pause up to the ceiling", async () => {
    const { delays } = await outcome(GET, [AMBIGUOUS], { retry: { maxAttempts: 7 } });
    expect(delays).toBe(100 + 200 + 400 + 800 + 1000 + 1000);
  });

  test("adds jitter of up to as much again", async () => {
    const { delays } = await outcome(GET, [AMBIGUOUS, OK], { random: () => 0.5 });
    expect(delays).toBe(150);
  });

  test.each([
    ["retry-after-ms", "2500", 2500],
    ["retry-after", "2", 2000],
    ["retry-after", "3600", 30_000],
    ["retry-after-ms", "1", 100],
    ["retry-after", "soon", 100],
  ])("waits as %s: %s says, %i ms", async (name, value, delayMs) => {
    expect((await outcome(GET, [refusal(429, "rate_limited", { [name]: value }), OK])).delays).toBe(delayMs);
  });

  test("grants as much as maxRetryAfterMs says", async () => {
    const step = refusal(429, "rate_limited", { "retry-after": "3600" });
    expect((await outcome(GET, [step, OK], { retry: { maxRetryAfterMs: 700 } })).delays).toBe(700);
  });
});

describe("what may be sent twice", () => {
  test.each([
    ["an append", 3, "all", APPEND],
    ["an append", 1, "noSideEffects", APPEND],
    ["a deletion", 3, "noSideEffects", DELETE],
    ["an issue of a token", 1, "all", ISSUE],
  ] as const)("makes %s %i times under %s when failures are ambiguous", async (_name, attempts, appends, request) => {
    for (const step of [AMBIGUOUS, LOST]) {
      const made = await outcome(request, [step], { retry: { appends } });
      expect([made.attempts, made.error?.maybeApplied]).toEqual([attempts, true]);
    }
  });

  test.each([
    ["an append under noSideEffects", APPEND],
    ["issuing a token", ISSUE],
  ])("sends %s again after a failure that certainly had no effect", async (_name, request) => {
    for (const step of [REFUSED, UNREACHABLE, refusal(503, "server_draining")]) {
      expect((await outcome(request, [step, OK], { retry: { appends: "noSideEffects" } })).attempts).toBe(2);
    }
  });

  test("sends the same bytes each time", async () => {
    const { client, fetch, clock } = rig([AMBIGUOUS, AMBIGUOUS, OK]);
    await clock.settle(client.send(APPEND));
    expect(new Set(fetch.sent.map(({ body }) => body))).toEqual(new Set([APPEND.body]));
  });

  test("sends a streamed body once", async () => {
    const { client, fetch, clock } = rig([refusal(429, "rate_limited")]);
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    const error = reasonOf(await clock.settle(client.send({ ...APPEND, body })));
    expect(error).toMatchObject({ code: "rate_limited", maybeApplied: false });
    expect(fetch.sent.length).toBe(1);
    expect(fetch.sent[0]?.init).toMatchObject({ duplex: "half" });
  });
});

describe("the verdict covers the whole call", () => {
  test.each<[string, boolean, Step[]]>([
    ["503 then 403", true, [AMBIGUOUS, FORBIDDEN]],
    ["503 then 412", true, [AMBIGUOUS, MISMATCH]],
    ["503 then 429 until exhausted", true, [AMBIGUOUS, REFUSED, REFUSED]],
    ["503 then no connection until exhausted", true, [AMBIGUOUS, UNREACHABLE, UNREACHABLE]],
    ["503 then 500", true, [AMBIGUOUS, refusal(500, "other")]],
    ["a lost connection then 412", true, [LOST, MISMATCH]],
    ["429 then 403", false, [REFUSED, FORBIDDEN]],
    ["429 then 412", false, [REFUSED, MISMATCH]],
    ["429 until exhausted", false, [REFUSED]],
    ["no connection until exhausted", false, [UNREACHABLE]],
    ["429, 503, 429", true, [REFUSED, AMBIGUOUS, REFUSED]],
    ["412 alone", false, [MISMATCH]],
    ["rate_limited with status 500", true, [refusal(500, "rate_limited")]],
    ["an unknown code with 503", true, [refusal(503, "from_the_future")]],
    ["client_hangup", true, [refusal(499, "client_hangup")]],
  ])("after %s, maybeApplied of an append is %s", async (_name, maybeApplied, steps) => {
    const { error } = await outcome(APPEND, steps);
    expect(error?.maybeApplied).toBe(maybeApplied);
  });

  test("keeps the last error itself, with its type and its details", async () => {
    const { error } = await outcome(APPEND, [AMBIGUOUS, MISMATCH]);
    expect(error).toBeInstanceOf(SeqNumMismatchError);
    expect(error).toMatchObject({ code: "seq_num_mismatch", expectedSeqNum: 9, status: 412, maybeApplied: true });
  });

  test("a success after an ambiguous failure is a success", async () => {
    expect((await outcome(APPEND, [AMBIGUOUS, OK])).error).toBeUndefined();
  });

  test("a delete that finds nothing after an ambiguous failure may have been the one that deleted", async () => {
    const { error } = await outcome(DELETE, [AMBIGUOUS, refusal(404, "basin_not_found")]);
    expect(error).toMatchObject({ code: "basin_not_found", maybeApplied: true });
  });

  test("a request that changes nothing is never maybe applied", async () => {
    for (const step of [AMBIGUOUS, LOST]) expect((await outcome(GET, [step])).error?.maybeApplied).toBe(false);
  });

  test("names the request in the error", async () => {
    const { error } = await outcome(APPEND, [FORBIDDEN]);
    expect(error?.request).toEqual({ method: "POST", path: "/streams/my-stream/records" });
    expect(S2Error.is(error)).toBe(true);
    expect(error).not.toBeInstanceOf(TransportError);
  });
});
