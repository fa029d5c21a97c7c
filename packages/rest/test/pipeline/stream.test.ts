import { TransportError } from "@s2kit/core";
import { describe, expect, test, vi } from "vitest";
import type { PipelineRequest } from "../../src/index.js";
import { GET, rejection, rig } from "../support/client.js";
import { idle } from "../support/fake-clock.js";
import { json, refusal, type Step, silence } from "../support/scripted-fetch.js";
import { WatchedSignal } from "../support/watched-signal.js";

const EVENTS: PipelineRequest = { ...GET, headers: { accept: "text/event-stream" } };

interface Source {
  readonly step: Step;
  readonly pulls: () => number;
  readonly cancel: ReturnType<typeof vi.fn>;
  push(text: string): void;
  fail(error: Error): void;
  end(): void;
}

function source(): Source {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let pulls = 0;
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>(
    {
      start: (it) => {
        controller = it;
      },
      pull: () => {
        pulls++;
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
  return {
    step: () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
    pulls: () => pulls,
    cancel,
    push: (text) => controller.enqueue(new TextEncoder().encode(text)),
    fail: (error) => controller.error(error),
    end: () => controller.close(),
  };
}

/** Resolves after so many promises. */
async function later(hops: number): Promise<void> {
  for (let hop = 0; hop < hops; hop++) await undefined;
}

describe("open", () => {
  test("passes an abort's reason on, in whatever moment between the answer and its body it comes", async () => {
    for (let hops = 0; hops < 20; hops++) {
      const stop = new AbortController();
      const reason = new Error("enough");
      const answer: Step = ({ signal }) => {
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            signal.addEventListener("abort", () => controller.error(new DOMException("aborted", "AbortError")));
          },
        });
        void later(hops).then(() => stop.abort(reason));
        return new Response(body, { headers: { "content-type": "text/event-stream" } });
      };
      const { client } = rig([answer]);
      const reading = client.open({ ...EVENTS, signal: stop.signal }).then(({ body }) => body.getReader().read());
      expect(await rejection(reading)).toBe(reason);
    }
  });

  test("resolves when the answer begins, and hands the body on as it comes", async () => {
    const { step, push, end } = source();
    const { client, clock } = rig([step]);
    const { status, headers, body } = await client.open(EVENTS);
    expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const reader = body.getReader();
    push("one");
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("one");
    await clock.advance(1_000_000);
    push("two");
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("two");
    end();
    expect((await reader.read()).done).toBe(true);
  });

  test("tries again until an answer begins", async () => {
    const { step } = source();
    const { client, fetch, clock } = rig([refusal(503, "unavailable"), silence, step]);
    expect((await clock.settle(client.open(EVENTS))).status).toBe("fulfilled");
    expect(fetch.sent.length).toBe(3);
  });

  test("rejects with the typed error for an error answer", async () => {
    const { client } = rig([json(416, { tail: { seq_num: 3, timestamp: 0 } })]);
    expect(await rejection(client.open(EVENTS))).toMatchObject({ code: "range_not_satisfiable", tail: { seqNum: 3 } });
  });

  test("gives an empty body when there is none", async () => {
    const { client } = rig([new Response(null, { status: 204 })]);
    const caller = new WatchedSignal();
    const { body } = await client.open({ ...EVENTS, signal: caller.signal });
    expect((await body.getReader().read()).done).toBe(true);
    expect(caller.listeners).toBe(0);
  });
});

describe("the body of an open answer", () => {
  test("fetches no more than is asked for", async () => {
    const { step, pulls, push } = source();
    const { client } = rig([step]);
    const { body } = await client.open(EVENTS);
    await idle();
    expect(pulls()).toBe(0);
    const reader = body.getReader();
    const first = reader.read();
    await idle();
    push("one");
    await first;
    await idle();
    expect(pulls()).toBe(1);
  });

  test("fails as a lost connection when it breaks off", async () => {
    const { step, push, fail } = source();
    const { client } = rig([step]);
    const caller = new WatchedSignal();
    const reader = (await client.open({ ...EVENTS, signal: caller.signal })).body.getReader();
    push("one");
    await reader.read();
    fail(new TypeError("terminated"));
    const error = await rejection(reader.read());
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: "connection_lost", retryable: true, request: { path: "/basins" } });
    expect(caller.listeners).toBe(0);
  });

  test.each<[string, (source: Source) => void]>([
    ["before it is read", () => undefined],
    ["after a chunk that nobody took", (it) => it.push("one")],
  ])("fails with the caller's reason at once when the signal aborts %s", async (_name, prepare) => {
    const it = source();
    const { client } = rig([it.step]);
    const caller = new WatchedSignal();
    const { body } = await client.open({ ...EVENTS, signal: caller.signal });
    prepare(it);
    caller.abort("enough");
    expect(await rejection(body.getReader().read())).toBe("enough");
    expect(it.cancel).toHaveBeenCalledWith("enough");
    expect(caller.listeners).toBe(0);
  });

  test("fails with the caller's reason while a read waits, and aborts the request", async () => {
    const it = source();
    const { client, fetch } = rig([it.step]);
    const caller = new WatchedSignal();
    const read = rejection((await client.open({ ...EVENTS, signal: caller.signal })).body.getReader().read());
    await idle();
    caller.abort(0);
    expect(await read).toBe(0);
    expect(fetch.sent[0]?.signal.aborted).toBe(true);
  });

  test.each<[string, (it: Source, body: ReadableStream<Uint8Array>) => Promise<unknown>]>([
    [
      "it ends",
      (it, body) => {
        it.end();
        return body.getReader().read();
      },
    ],
    ["the reader cancels it", (_it, body) => body.cancel("bored")],
  ])("leaves neither a listener nor a timer when %s", async (_name, finish) => {
    const it = source();
    const { client, clock } = rig([it.step]);
    const caller = new WatchedSignal();
    const { body } = await client.open({ ...EVENTS, signal: caller.signal });
    expect([caller.listeners, clock.pending]).toEqual([1, 0]);
    await finish(it, body);
    expect(caller.listeners).toBe(0);
  });

  test("passes a cancellation on", async () => {
    const it = source();
    const { client } = rig([it.step]);
    await (await client.open(EVENTS)).body.cancel("bored");
    expect(it.cancel).toHaveBeenCalledWith("bored");
  });
});
