import { TransportError } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import type { RestClientOptions } from "../../src/index.js";
import { APPEND, GET, rejection, rig } from "../support/client.js";
import { idle } from "../support/fake-clock.js";
import { deafness, endless, json, refusal, type Step, silence } from "../support/scripted-fetch.js";
import { WatchedSignal } from "../support/watched-signal.js";

const OK = json(200, {});

describe("a caller's abort", () => {
  test.each<[string, Step, Partial<RestClientOptions>, number]>([
    ["while the token provider works", OK, { accessToken: () => new Promise(() => undefined) }, 0],
    ["while nothing has come", silence, {}, 1],
    ["while nothing has come and fetch ignores its signal", deafness, {}, 1],
    ["in the middle of a body", endless, {}, 1],
    ["in the middle of an error body", () => new Response(endless().body, { status: 503 }), {}, 1],
    ["during back-off", refusal(503, "unavailable"), {}, 1],
    ["while a retry-after is waited for", refusal(429, "rate_limited", { "retry-after": "20" }), {}, 1],
  ])("rejects at once with the reason itself %s", async (_name, step, options, attempts) => {
    for (const reason of [new Error("mine"), "text", undefined, null, 0]) {
      const { client, fetch, clock } = rig([step, OK], options);
      const caller = new WatchedSignal();
      const call = rejection(client.send({ ...APPEND, signal: caller.signal }));
      await idle();
      expect(caller.listeners).toBe(1);
      caller.abort(reason);
      expect(await call).toBe(caller.signal.reason);
      expect([fetch.sent.length, clock.pending, caller.listeners]).toEqual([attempts, 0, 0]);
    }
  });

  test("rejects with the reason before anything is sent when the signal has aborted already", async () => {
    const { client, fetch, clock } = rig([OK]);
    const signal = AbortSignal.abort("enough");
    expect(await rejection(client.send({ ...GET, signal }))).toBe("enough");
    expect([fetch.sent.length, clock.pending]).toEqual([0, 0]);
  });

  test("aborts the request that is under way", async () => {
    const { client, fetch } = rig([silence]);
    const caller = new WatchedSignal();
    const call = rejection(client.send({ ...GET, signal: caller.signal }));
    await idle();
    caller.abort("enough");
    await call;
    expect(fetch.sent[0]?.signal.aborted).toBe(true);
  });

  test("gives the reason, not the runtime's own error, when the runtime loses it", async () => {
    const losing: Step = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new DOMException("This operation was aborted", "AbortError")));
      });
    const { client } = rig([losing]);
    const caller = new WatchedSignal();
    const call = rejection(client.send({ ...GET, signal: caller.signal }));
    await idle();
    caller.abort("enough");
    expect(await call).toBe("enough");
  });

  test("gives the reason itself when that is an error of ours, and does not try again for it", async () => {
    const { client, fetch, clock } = rig([refusal(503, "unavailable"), silence, OK]);
    const caller = new WatchedSignal();
    const reason = new TransportError("mine", { code: "timeout" });
    const call = rejection(client.send({ ...APPEND, signal: caller.signal }));
    await clock.advance(100);
    caller.abort(reason);
    expect(await call).toBe(reason);
    expect(fetch.sent.length).toBe(2);
  });

  test("sends nothing when the token comes after it", async () => {
    let give!: (token: string) => void;
    const provided = new Promise<string>((resolve) => {
      give = resolve;
    });
    const { client, fetch } = rig([OK], { accessToken: () => provided });
    const caller = new WatchedSignal();
    const call = rejection(client.send({ ...GET, signal: caller.signal }));
    await idle();
    caller.abort("enough");
    await call;
    give("token-1");
    await idle();
    expect(fetch.sent.length).toBe(0);
  });

  test("rejects at once while the body is compressed", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue({ gzip: () => undefined } as never);
    const { client, fetch } = rig([OK], { compression: "gzip" });
    const caller = new WatchedSignal();
    const call = rejection(client.send({ ...APPEND, body: "x".repeat(5000), signal: caller.signal }));
    await idle();
    caller.abort("enough");
    expect(await call).toBe("enough");
    expect([fetch.sent.length, caller.listeners]).toEqual([0, 0]);
  });

  test("lets go of an answer that comes too late to a fetch that ignores its signal", async () => {
    let answer!: (response: Response) => void;
    const late: Step = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { client } = rig([late]);
    const caller = new WatchedSignal();
    const call = rejection(client.send({ ...GET, signal: caller.signal }));
    await idle();
    caller.abort("enough");
    await call;
    const cancel = vi.fn();
    answer(new Response(new ReadableStream({ cancel })));
    await idle();
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe("a signal of the client, of a view and of the call", () => {
  const LEVELS = ["client", "view", "call"] as const;

  test.each(LEVELS)("aborts with the reason, whichever it is: the %s's", async (which) => {
    const signals = { client: new WatchedSignal(), view: new WatchedSignal(), call: new WatchedSignal() };
    const { client, fetch, clock } = rig([silence], { signal: signals.client.signal });
    const view = client.with({ signal: signals.view.signal });
    const call = rejection(view.send({ ...APPEND, signal: signals.call.signal }));
    await idle();
    expect(LEVELS.map((level) => signals[level].listeners)).toEqual([1, 1, 1]);
    const reason = { not: "an error" };
    signals[which].abort(reason);
    expect(await call).toBe(reason);
    expect(LEVELS.map((level) => signals[level].listeners)).toEqual([0, 0, 0]);
    expect([fetch.sent.length, clock.pending]).toEqual([1, 0]);
  });

  test.each(LEVELS)("rejects before anything is sent when it has aborted already: the %s's", async (which) => {
    const signal = AbortSignal.abort("enough");
    const { client, fetch } = rig([OK], which === "client" ? { signal } : {});
    const view = which === "view" ? client.with({ signal }) : client;
    expect(await rejection(view.send(which === "call" ? { ...GET, signal } : GET))).toBe("enough");
    expect(fetch.sent).toEqual([]);
  });

  test("of a view leaves the client's other calls alone", async () => {
    const { client } = rig([OK]);
    expect(client.with({ signal: AbortSignal.abort("enough") }).signal?.aborted).toBe(true);
    expect([client.signal, (await client.send(GET)).status]).toEqual([undefined, 200]);
  });

  test("ends a body that is still coming, and leaves no listener when it has come", async () => {
    const caller = new WatchedSignal();
    const own = new WatchedSignal();
    const { client } = rig([endless, OK], { signal: caller.signal });
    const { body } = await client.open({ ...GET, signal: own.signal });
    const reader = body.getReader();
    const closed = rejection(reader.closed);
    caller.abort("enough");
    expect(await closed).toBe("enough");
    expect([caller.listeners, own.listeners]).toEqual([0, 0]);
  });

  test("is refused when it is none", async () => {
    const { client, fetch } = rig([OK]);
    const refused = { code: "invalid_argument", field: "signal" };
    expect(await rejection((async () => client.send({ ...GET, signal: {} as never }))())).toMatchObject(refused);
    expect(() => client.with({ signal: null as never })).toThrow("AbortSignal");
    expect(fetch.sent).toEqual([]);
  });
});

describe("what is left behind", () => {
  test.each<[string, Step[]]>([
    ["a success", [OK]],
    ["a success after a failure", [refusal(503, "unavailable"), OK]],
    ["an error answer", [refusal(404, "basin_not_found")]],
    ["a failure of the network", [new TypeError("fetch failed")]],
  ])("is neither a listener nor a timer after %s", async (_name, steps) => {
    const { client, clock } = rig(steps);
    const caller = new WatchedSignal();
    await clock.settle(client.send({ ...GET, signal: caller.signal }));
    expect(caller.everListened).toBeGreaterThan(0);
    expect([caller.listeners, clock.pending]).toEqual([0, 0]);
  });

  test("is nothing on a signal that many calls share", async () => {
    const { client } = rig([OK]);
    const caller = new WatchedSignal();
    for (let call = 0; call < 50; call++) await client.send({ ...GET, signal: caller.signal });
    expect(caller.listeners).toBe(0);
  });
});
