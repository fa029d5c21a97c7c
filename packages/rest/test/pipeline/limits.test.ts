import { type S2Error, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { APPEND, GET, reasonOf, rejection, rig } from "../support/client.js";
import { idle } from "../support/fake-clock.js";
import { deafness, endless, json, refusal, type Step, silence } from "../support/scripted-fetch.js";

const OK = json(200, {});

describe("time-outs", () => {
  test("gives one attempt 5 seconds when nothing else is said, and tries again", async () => {
    const { client, fetch, clock } = rig([silence, OK]);
    const call = client.send(GET);
    await clock.advance(4999);
    expect(fetch.sent[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(fetch.sent[0]?.signal.aborted).toBe(true);
    expect((await clock.settle(call)).status).toBe("fulfilled");
    expect(fetch.sent.length).toBe(2);
    expect(clock.pending).toBe(0);
  });

  test.each<[string, Step]>([
    ["nothing comes", silence],
    ["nothing comes and fetch ignores its signal", deafness],
    ["the body does not end", endless],
    ["an error body does not end", () => new Response(endless().body, { status: 503 })],
  ])("ends the attempt when %s", async (_name, step) => {
    const { client, clock } = rig([step], { retry: "never", timeoutMs: 700 });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: "timeout", retryable: true, maybeApplied: true });
    expect((error as S2Error).message).toBe(
      "[timeout] no complete answer within 700 ms (POST /streams/my-stream/records)",
    );
    expect([clock.now(), clock.pending]).toEqual([700, 0]);
  });

  test("adds the service's own waiting time to the attempt's", async () => {
    const { client, clock } = rig([silence], { retry: "never", timeoutMs: 700 });
    await clock.settle(client.send({ ...GET, extraTimeoutMs: 60_000 }));
    expect(clock.now()).toBe(60_700);
  });

  test("lets a call's time-out win over the client's", async () => {
    const { client, clock } = rig([silence], { retry: "never", timeoutMs: 700 });
    await clock.settle(client.send({ ...GET, timeoutMs: 20 }));
    expect(clock.now()).toBe(20);
  });

  test("never ends an attempt when the time-out is Infinity", async () => {
    const { client, clock } = rig([silence], { timeoutMs: Number.POSITIVE_INFINITY });
    client.send(GET).catch(() => undefined);
    await idle();
    expect(clock.pending).toBe(0);
  });

  test("covers the token provider, and knows that nothing was sent then", async () => {
    const { client, fetch, clock } = rig([OK], {
      accessToken: () => new Promise(() => undefined),
      retry: "never",
      timeoutMs: 700,
    });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toMatchObject({ code: "token_unavailable", retryable: true, maybeApplied: false });
    expect([clock.now(), fetch.sent.length]).toEqual([700, 0]);
  });

  test.each([0, -1, Number.NaN, "5000"])("refuses a time-out of %s before anything is sent", async (timeoutMs) => {
    const { client, fetch } = rig([OK]);
    expect(() => client.with({ timeoutMs: timeoutMs as number })).toThrow(/timeoutMs must be/);
    await expect(async () => client.send({ ...GET, timeoutMs: timeoutMs as number })).rejects.toMatchObject({
      code: "invalid_argument",
      field: "timeoutMs",
    });
    expect(fetch.sent.length).toBe(0);
  });
});

describe("deadlines", () => {
  test("end a call in the middle of an attempt", async () => {
    const { client, clock } = rig([silence], { deadlineMs: 300 });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toMatchObject({ code: "deadline_exceeded", retryable: false, maybeApplied: true });
    expect([clock.now(), clock.pending]).toEqual([300, 0]);
  });

  test("end a call before a pause that would outlast them, and keep the last error as the cause", async () => {
    const { client, fetch, clock } = rig([refusal(503, "unavailable")], { deadlineMs: 250, retry: "forever" });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toMatchObject({ code: "deadline_exceeded", maybeApplied: true, cause: { code: "unavailable" } });
    expect([fetch.sent.length, clock.now()]).toEqual([2, 100]);
  });

  test("shorten the last attempt to what is left", async () => {
    const { client, clock } = rig([refusal(429, "rate_limited"), silence], { deadlineMs: 1000 });
    await clock.settle(client.send(GET));
    expect(clock.now()).toBe(1000);
  });

  test("end a call whose pause took too long", async () => {
    const { client, fetch, clock } = rig([refusal(429, "rate_limited")], { deadlineMs: 150 });
    clock.lateMs = 60;
    expect(reasonOf(await clock.settle(client.send(GET)))).toMatchObject({ code: "deadline_exceeded" });
    expect(fetch.sent.length).toBe(1);
  });

  test("leave a final answer as it is, however late it comes", async () => {
    const { client } = rig([refusal(404, "basin_not_found")], { deadlineMs: 1 });
    expect(await rejection(client.send(GET))).toMatchObject({ code: "basin_not_found" });
  });

  test("remember what an earlier attempt may have applied", async () => {
    const steps = [refusal(503, "unavailable"), refusal(429, "rate_limited", { "retry-after": "20" })];
    const { client, clock } = rig(steps, { deadlineMs: 2000 });
    const error = reasonOf(await clock.settle(client.send(APPEND)));
    expect(error).toMatchObject({ code: "deadline_exceeded", maybeApplied: true, cause: { code: "rate_limited" } });
  });
});
