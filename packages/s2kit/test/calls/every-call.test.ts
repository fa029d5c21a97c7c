import { describe, expect, test } from "vitest";
import { type CallOptions, S2 } from "../../src/index.js";
import { type ScriptedAnswer, scriptedFetch } from "../support/scripted-fetch.js";

const range = { start: 1_000, end: 2_000 };

/** Every call of the control plane, with its options. */
const CALLS: readonly (readonly [name: string, call: (s2: S2, options: CallOptions) => Promise<unknown>])[] = [
  ["basins.list", (s2, options) => s2.basins.list(options)],
  ["basins.listAll", (s2, options) => s2.basins.listAll(options).next()],
  ["basins.create", (s2, options) => s2.basins.create({ basin: "my-basin", ...options })],
  ["basins.createIfMissing", (s2, options) => s2.basins.createIfMissing({ basin: "my-basin", ...options })],
  ["basins.ensure", (s2, options) => s2.basins.ensure({ basin: "my-basin", ...options })],
  ["basins.getConfig", (s2, options) => s2.basins.getConfig("my-basin", options)],
  ["basins.reconfigure", (s2, options) => s2.basins.reconfigure("my-basin", {}, options)],
  ["basins.delete", (s2, options) => s2.basins.delete("my-basin", options)],
  ["basins.deleteIfExists", (s2, options) => s2.basins.deleteIfExists("my-basin", options)],
  ["streams.list", (s2, options) => s2.basin("my-basin").streams.list(options)],
  ["streams.listAll", (s2, options) => s2.basin("my-basin").streams.listAll(options).next()],
  ["streams.create", (s2, options) => s2.basin("my-basin").streams.create({ stream: "s", ...options })],
  [
    "streams.createIfMissing",
    (s2, options) => s2.basin("my-basin").streams.createIfMissing({ stream: "s", ...options }),
  ],
  ["streams.ensure", (s2, options) => s2.basin("my-basin").streams.ensure({ stream: "s", ...options })],
  ["streams.getConfig", (s2, options) => s2.basin("my-basin").streams.getConfig("s", options)],
  ["streams.reconfigure", (s2, options) => s2.basin("my-basin").streams.reconfigure("s", {}, options)],
  ["streams.delete", (s2, options) => s2.basin("my-basin").streams.delete("s", options)],
  ["streams.deleteIfExists", (s2, options) => s2.basin("my-basin").streams.deleteIfExists("s", options)],
  ["accessTokens.list", (s2, options) => s2.accessTokens.list(options)],
  ["accessTokens.listAll", (s2, options) => s2.accessTokens.listAll(options).next()],
  ["accessTokens.issue", (s2, options) => s2.accessTokens.issue({ id: "t", scope: {}, ...options })],
  ["accessTokens.revoke", (s2, options) => s2.accessTokens.revoke("t", options)],
  ["accessTokens.revokeIfExists", (s2, options) => s2.accessTokens.revokeIfExists("t", options)],
  ["locations.list", (s2, options) => s2.locations.list(options)],
  ["locations.getDefault", (s2, options) => s2.locations.getDefault(options)],
  ["locations.setDefault", (s2, options) => s2.locations.setDefault("here", options)],
  ["metrics.account", (s2, options) => s2.metrics.account({ set: "account-ops", ...range, ...options })],
  ["metrics.basin", (s2, options) => s2.metrics.basin("my-basin", { set: "storage", ...range, ...options })],
  ["metrics.stream", (s2, options) => s2.metrics.stream("my-basin", "s", { set: "storage", ...range, ...options })],
];

const rateLimited: ScriptedAnswer = { status: 429, body: { code: "rate_limited", message: "slow down" } };
const fast = { minDelayMs: 0, maxDelayMs: 0 };

/** A client whose requests are never answered; it tells when one is under way. */
function silentClient(): { s2: S2; underWay: Promise<void> } {
  let start: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => {
    start = resolve;
  });
  const s2 = new S2({
    accessToken: "token",
    fetch: (input, init) => {
      const { signal } = new Request(input, init);
      start();
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  return { s2, underWay };
}

describe("a call without its arguments", () => {
  test.for<[string, (s2: S2, nothing: never) => Promise<unknown>]>([
    ["basins.create", (s2, nothing) => s2.basins.create(nothing)],
    ["basins.createIfMissing", (s2, nothing) => s2.basins.createIfMissing(nothing)],
    ["basins.ensure", (s2, nothing) => s2.basins.ensure(nothing)],
    ["basins.getConfig", (s2, nothing) => s2.basins.getConfig(nothing)],
    ["basins.delete", (s2, nothing) => s2.basins.delete(nothing)],
    ["basins.waitUntilReady", (s2, nothing) => s2.basins.waitUntilReady(nothing)],
    ["streams.create", (s2, nothing) => s2.basin("my-basin").streams.create(nothing)],
    ["streams.ensure", (s2, nothing) => s2.basin("my-basin").streams.ensure(nothing)],
    ["streams.reconfigure", (s2, nothing) => s2.basin("my-basin").streams.reconfigure("s", nothing)],
    ["accessTokens.issue", (s2, nothing) => s2.accessTokens.issue(nothing)],
    ["accessTokens.revoke", (s2, nothing) => s2.accessTokens.revoke(nothing)],
    ["locations.setDefault", (s2, nothing) => s2.locations.setDefault(nothing)],
    ["metrics.account", (s2, nothing) => s2.metrics.account(nothing)],
    ["metrics.basin", (s2, nothing) => s2.metrics.basin("my-basin", nothing)],
    ["metrics.stream", (s2, nothing) => s2.metrics.stream("my-basin", "s", nothing)],
  ])("to %s is refused before anything is sent", async ([, call]) => {
    const { fetch, sent } = scriptedFetch();
    const calling = call(new S2({ accessToken: "token", fetch }), undefined as never);
    await expect(calling).rejects.toMatchObject({ name: "UsageError", code: "invalid_argument" });
    expect(sent).toEqual([]);
  });
});

describe.for(CALLS)("%s", ([, call]) => {
  test("rejects with the reason of a signal that has aborted, and sends nothing", async () => {
    const { fetch, sent } = scriptedFetch();
    const reason = new Error("changed my mind");
    const s2 = new S2({ accessToken: "token", fetch });
    await expect(call(s2, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(sent).toEqual([]);
  });

  test("rejects with the reason of a signal that aborts while the request is under way", async () => {
    const { s2, underWay } = silentClient();
    const controller = new AbortController();
    const reason = { not: "even an error" };
    const outcome = expect(call(s2, { signal: controller.signal })).rejects.toBe(reason);
    await underWay;
    controller.abort(reason);
    await outcome;
  });

  test("tries as often as its retry option says", async () => {
    const once = scriptedFetch(rateLimited);
    const never = call(new S2({ accessToken: "token", fetch: once.fetch }), { retry: "never" });
    await expect(never).rejects.toMatchObject({ code: "rate_limited", maybeApplied: false });
    expect(once.sent).toHaveLength(1);

    const five = scriptedFetch(rateLimited);
    const often = call(new S2({ accessToken: "token", fetch: five.fetch }), { retry: { ...fast, maxAttempts: 5 } });
    await expect(often).rejects.toMatchObject({ code: "rate_limited" });
    expect(five.sent).toHaveLength(5);
  });

  test("gives up an attempt after timeoutMs", async () => {
    const { s2 } = silentClient();
    await expect(call(s2, { timeoutMs: 1, retry: "never" })).rejects.toMatchObject({ code: "timeout" });
  });

  test("gives up altogether after deadlineMs", async () => {
    const { s2 } = silentClient();
    await expect(call(s2, { deadlineMs: 1, retry: "forever" })).rejects.toMatchObject({ code: "deadline_exceeded" });
  });

  test("refuses options out of range before anything is sent", async () => {
    const { fetch, sent } = scriptedFetch();
    const s2 = new S2({ accessToken: "token", fetch });
    await expect(call(s2, { timeoutMs: 0 })).rejects.toMatchObject({ code: "invalid_argument", field: "timeoutMs" });
    expect(sent).toEqual([]);
  });
});
