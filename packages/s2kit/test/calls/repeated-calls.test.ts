import { describe, expect, test } from "vitest";
import { type Clock, S2 } from "../../src/index.js";
import { type ScriptedAnswer, type ScriptedFetch, scriptedFetch } from "../support/scripted-fetch.js";

const info = { name: "my-basin", created_at: "2026-01-01T00:00:00Z", deleted_at: null };
const created: ScriptedAnswer = { status: 201, body: info };
/** Leaves open whether anything was done. */
const ambiguous: ScriptedAnswer = { status: 500, body: { code: "storage", message: "lost" } };
const definite: ScriptedAnswer = { status: 429, body: { code: "rate_limited", message: "slow down" } };
const failure = (status: number, code: string): ScriptedAnswer => ({ status, body: { code, message: "no" } });

function client(...answers: ScriptedAnswer[]): ScriptedFetch & { s2: S2 } {
  const script = scriptedFetch(...answers);
  const s2 = new S2({ accessToken: "token", fetch: script.fetch, retry: { minDelayMs: 0, maxDelayMs: 0 } });
  return { ...script, s2 };
}

describe("a request token", () => {
  test("is random, and the same for every attempt of one call", async () => {
    const { s2, sent } = client(ambiguous, definite, created, created);
    await s2.basins.create({ basin: "my-basin" });
    await s2.basins.create({ basin: "my-basin" });
    const tokens = sent.map(({ headers }) => headers.get("s2-request-token"));
    expect(tokens[0]).toMatch(/^\S{16,36}$/);
    expect(tokens.slice(0, 3)).toEqual([tokens[0], tokens[0], tokens[0]]);
    expect(tokens[3]).not.toBe(tokens[0]);
  });

  test("is the caller's where one is given, the empty one too", async () => {
    const { s2, sent } = client(created);
    await s2.basins.create({ basin: "my-basin", requestToken: "mine" });
    await s2.basin("my-basin").streams.create({ stream: "s", requestToken: "" });
    expect(sent.map(({ headers }) => headers.get("s2-request-token"))).toEqual(["mine", ""]);
  });

  test("is sent with nothing but creations", async () => {
    const { s2, sent } = client(created, { status: 201, body: { access_token: "secret" } });
    await s2.basins.ensure({ basin: "my-basin" });
    await s2.accessTokens.issue({ id: "t", scope: {} });
    expect(sent.map(({ headers }) => headers.has("s2-request-token"))).toEqual([false, false]);
  });
});

describe("issuing a token", () => {
  test.for<[string, ScriptedAnswer]>([
    ["an answer that leaves it open", ambiguous],
    ["a connection that broke", new TypeError("fetch failed")],
  ])("is not repeated after %s", async ([, answer]) => {
    const { s2, sent } = client(answer);
    await expect(s2.accessTokens.issue({ id: "t", scope: {} })).rejects.toMatchObject({ maybeApplied: true });
    expect(sent).toHaveLength(1);
  });

  test("is repeated after a definite refusal", async () => {
    const { s2, sent } = client(definite, { status: 201, body: { access_token: "secret" } });
    expect(await s2.accessTokens.issue({ id: "t", scope: {} })).toBe("secret");
    expect(sent).toHaveLength(2);
  });

  test("shows the token to nobody but the caller", async () => {
    const script = scriptedFetch(definite, { status: 201, body: { access_token: "secret-of-the-token" } });
    const events: unknown[] = [];
    const s2 = new S2({
      accessToken: "token",
      fetch: script.fetch,
      retry: { minDelayMs: 0, maxDelayMs: 0 },
      logger: (event) => events.push(event),
    });
    expect(await s2.accessTokens.issue({ id: "t", scope: {} })).toBe("secret-of-the-token");
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain("secret-of-the-token");
  });
});

describe("a change after an ambiguous attempt", () => {
  test.for([
    ["delete", (s2: S2) => s2.basins.delete("my-basin"), 404, "basin_not_found"],
    ["reconfigure", (s2: S2) => s2.basins.reconfigure("my-basin", {}), 409, "basin_deletion_pending"],
    ["create", (s2: S2) => s2.basins.create({ basin: "my-basin" }), 409, "resource_already_exists"],
    ["revoke", (s2: S2) => s2.accessTokens.revoke("t"), 404, "access_token_not_found"],
  ] as const)("says for %s that it may have been applied", async ([, change, status, code]) => {
    const { s2 } = client(ambiguous, failure(status, code));
    await expect(change(s2)).rejects.toMatchObject({ code, maybeApplied: true });
  });

  test.for([
    ["deleteIfExists", (s2: S2) => s2.basins.deleteIfExists("my-basin"), 404, "basin_not_found"],
    [
      "deleteIfExists of a stream",
      (s2: S2) => s2.basin("my-basin").streams.deleteIfExists("s"),
      404,
      "stream_not_found",
    ],
    ["createIfMissing", (s2: S2) => s2.basins.createIfMissing({ basin: "my-basin" }), 409, "resource_already_exists"],
    ["revokeIfExists", (s2: S2) => s2.accessTokens.revokeIfExists("t"), 404, "access_token_not_found"],
  ] as const)("counts for %s as done", async ([, change, status, code]) => {
    expect(await change(client(ambiguous, failure(status, code)).s2)).toBe(true);
    expect(await change(client(definite, failure(status, code)).s2)).toBe(false);
  });

  test("does not hide another failure", async () => {
    const { s2 } = client(failure(403, "permission_denied"));
    await expect(s2.basins.deleteIfExists("my-basin")).rejects.toMatchObject({ code: "permission_denied" });
  });
});

describe("waitUntilReady", () => {
  const TIMEOUT_MS = 3;
  const config = { create_stream_on_append: true, create_stream_on_read: false };

  test("asks until the basin answers", async () => {
    const { s2, sent } = client(
      failure(404, "basin_not_found"),
      failure(503, "unavailable"),
      failure(503, "unavailable"),
      failure(503, "unavailable"),
      failure(404, "basin_not_found"),
      { status: 200, body: config },
    );
    expect(await s2.basins.waitUntilReady("my-basin", { pollIntervalMs: 1 })).toEqual({
      createStreamOnAppend: true,
      createStreamOnRead: false,
    });
    expect(sent).toHaveLength(6);
    for (const { method, target } of sent) expect([method, target]).toEqual(["GET", "/basins/my-basin"]);
  });

  test("fails with deadline_exceeded and the last answer when it does not answer in time", async () => {
    const { fetch, sent } = scriptedFetch(failure(404, "basin_not_found"));
    let now = 0;
    const pauses: number[] = [];
    const clock: Clock = {
      now: () => now,
      schedule(delayMs, callback) {
        // Time passes in the pauses only: no attempt takes too long.
        if (delayMs === TIMEOUT_MS) return () => undefined;
        pauses.push(delayMs);
        now += delayMs;
        setImmediate(callback);
        return () => undefined;
      },
    };
    const s2 = new S2({ accessToken: "token", fetch, clock, timeoutMs: TIMEOUT_MS });
    const waiting = s2.basins.waitUntilReady("my-basin", { pollIntervalMs: 70, deadlineMs: 200 });
    await expect(waiting).rejects.toMatchObject({
      code: "deadline_exceeded",
      maybeApplied: false,
      cause: { code: "basin_not_found" },
    });
    expect(pauses).toEqual([70, 70, 60]);
    expect(sent).toHaveLength(3);
  });

  test("fails at once with any other answer", async () => {
    const { s2, sent } = client(failure(403, "permission_denied"));
    await expect(s2.basins.waitUntilReady("my-basin")).rejects.toMatchObject({ code: "permission_denied" });
    expect(sent).toHaveLength(1);
  });

  test("rejects with the signal's reason in the pause between two questions", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const { fetch, sent } = scriptedFetch(failure(404, "basin_not_found"));
    const clock: Clock = {
      now: () => 0,
      schedule(delayMs) {
        if (delayMs === 123) setImmediate(() => controller.abort(reason));
        return () => undefined;
      },
    };
    const s2 = new S2({ accessToken: "token", fetch, clock });
    const waiting = s2.basins.waitUntilReady("my-basin", { signal: controller.signal, pollIntervalMs: 123 });
    await expect(waiting).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
  });

  test("refuses a pause or a deadline of 0", async () => {
    const { s2 } = client();
    for (const field of ["pollIntervalMs", "deadlineMs"]) {
      await expect(s2.basins.waitUntilReady("my-basin", { [field]: 0 })).rejects.toMatchObject({ field });
    }
  });
});
