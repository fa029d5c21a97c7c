import { ApiError, type S2Error, TransportError } from "@s2kit/core";
import { describe, expect, test } from "vitest";
import { FetchExchange, type FetchExchangeRequest } from "../../../src/transport/fetch/fetch-exchange.js";
import type { FetchTarget } from "../../../src/transport/fetch/fetch-target.js";
import { bodyOf, PulledBody, type ScriptedTarget, scriptedTarget, settle } from "../support/scripted-fetch.js";

const READ: FetchExchangeRequest = {
  method: "GET",
  query: "seq_num=0",
  accept: undefined,
  headers: {},
  body: undefined,
  mutates: false,
};
const APPEND: FetchExchangeRequest = { ...READ, method: "POST", query: "", body: new Uint8Array(3), mutates: true };

interface Run {
  readonly exchange: FetchExchange;
  readonly events: string[];
  readonly over: Promise<S2Error | undefined>;
}

function run(target: FetchTarget, request: FetchExchangeRequest = READ): Run {
  const events: string[] = [];
  let settleOver!: (error: S2Error | undefined) => void;
  const over = new Promise<S2Error | undefined>((resolve) => {
    settleOver = resolve;
  });
  const exchange = new FetchExchange(target, request, {
    connected: () => events.push("connected"),
    opened: () => events.push("opened"),
    received: (chunk) => events.push(new TextDecoder().decode(chunk)),
    ended: () => {
      events.push("ended");
      settleOver(undefined);
    },
    failed: (error) => {
      events.push("failed");
      settleOver(error);
    },
  });
  return { exchange, events, over };
}

const answer = (body: PulledBody | null, init: ResponseInit = {}): Response => new Response(body?.stream ?? null, init);

describe("a request over fetch", () => {
  test("goes to the stream's records with the target's headers and its own, and leaves accept-encoding alone", async () => {
    const target = scriptedTarget(() => answer(bodyOf()), { query: "tenant=1" });
    await run(target, { ...READ, accept: "text/event-stream", headers: { "s2-format": "base64" } }).over;
    const [request] = target.requests;
    expect(request?.url).toBe("http://s2.test/v1/streams/s/records?tenant=1&seq_num=0");
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: "text/event-stream",
      authorization: "Bearer token",
      "s2-format": "base64",
    });
    expect(request?.init).toMatchObject({ method: "GET", redirect: "manual" });
    expect(request?.init.body).toBeUndefined();
  });

  test("has no question mark when there is no query, and is half duplex in name when its body is a stream", async () => {
    const target = scriptedTarget(() => answer(bodyOf()));
    await run(target, { ...APPEND, body: bodyOf("x").stream }).over;
    const [request] = target.requests;
    expect(request?.url).toBe("http://s2.test/v1/streams/s/records");
    expect(request?.init.duplex).toBe("half");
  });

  test("tells that it left before the answer is there, then each piece of it", async () => {
    const target = scriptedTarget(() => answer(bodyOf("one", "two")));
    const { events, over } = run(target);
    expect(events).toEqual([]);
    expect(await over).toBeUndefined();
    expect(events).toEqual(["connected", "opened", "one", "two", "ended"]);
    expect([target.acceptances, target.open.size]).toEqual([1, 0]);
  });

  test("an answer without a body ends at once", async () => {
    const { events, over } = run(scriptedTarget(() => answer(null, { status: 204 })));
    expect(await over).toBeUndefined();
    expect(events).toEqual(["connected", "opened", "ended"]);
  });

  test("takes nothing more while it is paused, but the piece that it had asked for", async () => {
    const body = new PulledBody((index) => new TextEncoder().encode(String(index)));
    const { exchange, events } = run(scriptedTarget(() => answer(body)));
    while (events.length < 5) await settle();
    exchange.pause();
    for (let turn = 0; turn < 5; turn++) await settle();
    const { pulls } = body;
    const told = events.length;
    for (let turn = 0; turn < 20; turn++) await settle();
    expect(body.pulls).toBe(pulls);
    expect(events.length).toBe(told);
    exchange.resume();
    while (events.length < told + 5) await settle();
    exchange.cancel();
    expect(events.slice(2)).toEqual(events.slice(2).map((_, index) => String(index)));
  });

  test("takes nothing at all when it is paused before the answer", async () => {
    const body = bodyOf("x");
    const { exchange, events, over } = run(scriptedTarget(() => answer(body)));
    exchange.pause();
    for (let turn = 0; turn < 10; turn++) await settle();
    expect([events, body.pulls]).toEqual([["connected", "opened"], 0]);
    exchange.resume();
    expect(await over).toBeUndefined();
  });

  test("an error body that comes in pieces is put together before it is understood", async () => {
    const body = bodyOf('{"code":"stream_not_', 'found","message":"no ', 'such stream"}');
    const { events, over } = run(scriptedTarget(() => answer(body, { status: 404 })));
    expect(await over).toMatchObject({ code: "stream_not_found", status: 404, rawMessage: "no such stream" });
    expect(events).toEqual(["connected", "failed"]);
  });

  test("an error body without end is not read to its end", async () => {
    const body = new PulledBody(() => new Uint8Array(10_000).fill(0x78));
    const target = scriptedTarget(() => answer(body, { status: 500 }));
    expect(await run(target).over).toBeInstanceOf(ApiError);
    await settle();
    expect([body.cancelled, body.pulls < 10, target.acceptances]).toEqual([true, true, 0]);
  });

  test("an error whose body breaks off is still that error", async () => {
    const body = new PulledBody((index) => {
      if (index === 1) throw new TypeError("terminated");
      return new TextEncoder().encode('{"code":');
    });
    const error = await run(scriptedTarget(() => answer(body, { status: 429 }))).over;
    expect(error).toMatchObject({ status: 429, retryable: true });
  });

  test.for([
    ["text/html", "text/event-stream", true],
    ["application/json", "application/protobuf", true],
    ["text/event-stream; charset=utf-8", "text/event-stream", false],
    ["text/html", undefined, false],
  ] as const)("an answer of type %s to a request for %s is refused: %s", async ([type, accept, refused]) => {
    const body = bodyOf("x");
    const target = scriptedTarget(() => answer(body, { headers: { "content-type": type } }));
    const error = await run(target, { ...READ, accept }).over;
    expect(error?.code).toBe(refused ? "protocol_error" : undefined);
    expect(body.cancelled).toBe(refused);
  });

  test("a redirect is not followed and never worth another try", async () => {
    const target = scriptedTarget(() => answer(null, { status: 307, headers: { location: "https://elsewhere" } }));
    const error = await run(target, APPEND).over;
    expect(error).toMatchObject({ code: "protocol_error", retryable: false });
    expect(target.requests.length).toBe(1);
  });

  test.for([
    ["ECONNREFUSED", "connection_failed", false],
    ["ENOTFOUND", "connection_failed", false],
    ["UND_ERR_CONNECT_TIMEOUT", "connection_failed", false],
    ["ECONNRESET", "connection_lost", true],
    ["UND_ERR_SOCKET", "connection_lost", true],
    [undefined, "connection_lost", true],
  ] as const)(
    "a fetch that fails with %s means %s; that it changed something is possible: %s",
    async ([code, expected, open]) => {
      const failure = new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });
      const broken = (): Promise<Response> => Promise.reject(failure);
      const append = await run(scriptedTarget(broken), APPEND).over;
      const read = await run(scriptedTarget(broken), READ).over;
      expect([append?.code, append?.maybeApplied]).toEqual([expected, open]);
      expect([read?.code, read?.maybeApplied]).toEqual([expected, false]);
      expect(append?.cause).toBe(failure);
    },
  );

  test("a body that breaks in the middle is a lost connection, after what came before", async () => {
    const body = new PulledBody((index) => {
      if (index === 1) throw new TypeError("terminated");
      return new TextEncoder().encode("one");
    });
    const target = scriptedTarget(() => answer(body));
    const { events, over } = run(target, APPEND);
    expect(await over).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: true });
    expect([events, target.open.size]).toEqual([["connected", "opened", "one", "failed"], 0]);
  });

  test("is judged by the headers that it was sent with", async () => {
    const body = bodyOf('{"code":"authn","message":"expired"}');
    const judged: unknown[] = [];
    const target = scriptedTarget(() => answer(body, { status: 401 }), {
      judgeError: (error, headers) => {
        judged.push(headers);
        return error.asRetryable();
      },
    });
    expect(await run(target).over).toMatchObject({ code: "authn", retryable: true });
    expect(judged).toEqual([{ authorization: "Bearer token" }]);
  });

  test("a token that cannot be had fails it before anything is sent", async () => {
    const failure = new TransportError("no token", { code: "token_unavailable", retryable: true });
    const target = scriptedTarget(() => answer(bodyOf()), { headers: () => Promise.reject(failure) });
    const { events, over } = run(target, APPEND);
    expect([await over, events, target.requests.length]).toEqual([failure, ["failed"], 0]);
  });
});

describe("a request over fetch that is dropped", () => {
  const places: readonly [string, (target: ScriptedTarget, run: Run, body: PulledBody) => boolean][] = [
    ["before it left", () => true],
    ["before the answer", (_target, { events }) => events.includes("connected")],
    ["while the answer comes in", (_target, { events }) => events.includes("piece")],
  ];

  test.for(places)("%s tells nothing more and lets go of everything", async ([, reached]) => {
    const body = new PulledBody((index) =>
      index === 0 ? new TextEncoder().encode("piece") : new Promise(() => undefined),
    );
    const target = scriptedTarget(() => answer(body));
    const running = run(target);
    while (!reached(target, running, body)) await settle();
    const before = [...running.events];
    running.exchange.cancel();
    running.exchange.cancel();
    running.exchange.resume();
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(running.events).toEqual(before);
    expect(target.open.size).toBe(0);
    // This `fetch` does not heed its signal, so that the body has to be given up by itself.
    expect(body.cancelled).toBe(target.requests.length > 0);
    expect(target.requests.every(({ init }) => init.signal?.aborted)).toBe(true);
  });

  test("gives up an answer that comes although nobody waits for it any more", async () => {
    const body = bodyOf("late");
    let respond!: (response: Response) => void;
    const target = scriptedTarget(() => new Promise((resolve) => (respond = resolve)));
    const { exchange, events } = run(target);
    while (!events.includes("connected")) await settle();
    exchange.cancel();
    respond(answer(body));
    await settle();
    expect([body.cancelled, events, target.acceptances]).toEqual([true, ["connected"], 0]);
  });

  test("is told of as lost when the client's connections are closed, and as open only when it had left", async () => {
    const waiting = scriptedTarget(() => new Promise(() => undefined));
    const sent = run(waiting, APPEND);
    while (!sent.events.includes("connected")) await settle();
    for (const request of waiting.open) request.cut();
    expect(await sent.over).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: true });
    const asking = scriptedTarget(() => answer(null), { headers: () => new Promise(() => undefined) });
    const unsent = run(asking, APPEND);
    for (const request of asking.open) request.cut();
    expect(await unsent.over).toMatchObject({ code: "connection_lost", retryable: true, maybeApplied: false });
    expect([waiting.open.size, asking.open.size]).toEqual([0, 0]);
  });

  test("stops sending when the service ends first", async () => {
    const upload = new PulledBody(() => new Promise(() => undefined));
    const target = scriptedTarget(() => answer(bodyOf("done")));
    expect(await run(target, { ...APPEND, body: upload.stream }).over).toBeUndefined();
    expect(target.requests[0]?.init.signal?.aborted).toBe(true);
  });
});
