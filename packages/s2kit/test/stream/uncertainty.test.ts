import type { EmbeddedServer, FaultMoment } from "@s2kit/server";
import { describe, expect } from "vitest";
import { type AppendAck, type RetryPolicy, S2Error, type Stream } from "../../src/index.js";
import { test as base, onOtherServer } from "../support/harness.js";

const test = base.extend<{ stream: Stream }>({
  stream: async ({ basin }, use) => {
    await basin.streams.create({ stream: "records" });
    await use(basin.stream("records"));
  },
});

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const answer = (status: number, code: string): Answer => ({ status, body: { code, message: "scripted" } });

/** Leaves open whether the append was applied; may be tried again. */
const UNAVAILABLE = answer(503, "unavailable");
const OTHER = answer(500, "other");
/** Certainly not applied; may be tried again. */
const RATE_LIMITED = answer(429, "rate_limited");
/** Certainly not applied, final. */
const DENIED = answer(403, "permission_denied");
const MISMATCH: Answer = { status: 412, body: { seq_num_mismatch: 7 } };

/** What the service answers, one after the other, and what the caller is told of it all. */
const ROWS: readonly (readonly [
  name: string,
  answers: readonly Answer[],
  told: readonly [code: string, maybeApplied: boolean],
])[] = [
  ["503, then 403", [UNAVAILABLE, DENIED], ["permission_denied", true]],
  ["503, then 412", [UNAVAILABLE, MISMATCH], ["seq_num_mismatch", true]],
  ["503, then 429 until exhausted", [UNAVAILABLE, RATE_LIMITED, RATE_LIMITED], ["rate_limited", true]],
  ["503, then 500", [UNAVAILABLE, OTHER, OTHER], ["other", true]],
  ["429, 503, then 403", [RATE_LIMITED, UNAVAILABLE, DENIED], ["permission_denied", true]],
  ["403 at once", [DENIED], ["permission_denied", false]],
  ["412 at once", [MISMATCH], ["seq_num_mismatch", false]],
  ["429, then 403", [RATE_LIMITED, DENIED], ["permission_denied", false]],
  ["429, then 412", [RATE_LIMITED, MISMATCH], ["seq_num_mismatch", false]],
  ["429 until exhausted", [RATE_LIMITED, RATE_LIMITED, RATE_LIMITED], ["rate_limited", false]],
  ["the code of a 429 with status 500", [answer(500, "rate_limited")], ["rate_limited", true]],
  [
    "503 with a code of tomorrow",
    [answer(503, "of_tomorrow"), answer(503, "of_tomorrow"), answer(503, "of_tomorrow")],
    ["of_tomorrow", true],
  ],
];

const RETRY: RetryPolicy = { minDelayMs: 0, maxDelayMs: 0 };

/** A way to append one record, and how the server is told what to answer on it. */
interface Way {
  append(stream: Stream): Promise<AppendAck>;
  script(server: EmbeddedServer, answers: readonly Answer[]): () => number;
}

function scripted(on: "append" | "append-session", at: FaultMoment): Way["script"] {
  return (server, answers) => {
    const faults = answers.map((each) => server.faults.push({ on, action: "respond", at, ...each }));
    return () => faults.reduce((sum, { injected }) => sum + injected, 0);
  };
}

async function appendInSession(stream: Stream): Promise<AppendAck> {
  const session = stream.appendSession({ retry: RETRY });
  return (await session.submit([{ body: "x" }])).ack();
}

const WAYS: readonly (readonly [name: string, way: Way])[] = [
  [
    "one request",
    {
      append: (stream) => stream.append({ body: "x" }, { retry: RETRY }),
      script: scripted("append", "before-headers"),
    },
  ],
  [
    "a session, refused before it begins",
    { append: appendInSession, script: scripted("append-session", "before-headers") },
  ],
  ["a session, in the middle", { append: appendInSession, script: scripted("append-session", "before-commit") }],
  [
    "a producer",
    {
      append: async (stream) => {
        const producer = stream.producer({ lingerMs: 0, session: { retry: RETRY } });
        return (await (await producer.submit({ body: "x" })).ack()).batch;
      },
      script: scripted("append-session", "before-commit"),
    },
  ],
];

async function errorOf(promise: Promise<unknown>): Promise<S2Error> {
  const outcome = await promise.catch((error: unknown) => error);
  return S2Error.is(outcome) ? outcome : expect.fail(`no S2Error: ${String(outcome)}`);
}

describe.for(onOtherServer ? [] : WAYS)("an append by %s", ([, way]) => {
  test.for(ROWS)(
    "that is answered with %s tells the last error and whether anything may be there",
    async ([, answers, told], { server, stream }) => {
      const struck = way.script(server, answers);
      const error = await errorOf(way.append(stream));
      expect([error.code, error.maybeApplied]).toEqual(told);
      expect(struck()).toBe(answers.length);
      expect((await stream.checkTail()).seqNum).toBe(0);
    },
  );

  test("that succeeds after an ambiguous failure succeeds", async ({ server, stream }) => {
    way.script(server, [UNAVAILABLE]);
    expect((await way.append(stream)).end.seqNum).toBe(1);
  });
});

describe.skipIf(onOtherServer)("closing a session that fails", () => {
  test.for(["before", "after"] as const)(
    "%s its ticket does says the same as the ticket",
    async (when, { server, stream }) => {
      scripted("append-session", "before-commit")(server, [UNAVAILABLE, DENIED]);
      const session = stream.appendSession({ retry: RETRY });
      const ticket = await session.submit([{ body: "x" }]);
      const early = when === "before" ? errorOf(session.close()) : undefined;
      const failure = await errorOf(ticket.ack());
      const closing = await (early ?? errorOf(session.close()));
      expect([closing.code, closing.maybeApplied]).toEqual([failure.code, failure.maybeApplied]);
      expect([failure.code, failure.maybeApplied]).toEqual(["permission_denied", true]);
    },
  );

  test("with an acknowledged batch before the one that was refused tells that one as certainly not applied", async ({
    server,
    stream,
  }) => {
    const session = stream.appendSession({ retry: RETRY });
    server.faults.push({ on: "append-session", action: "drop-connection", at: "after-commit" });
    const first = await session.submit([{ body: "a" }]);
    await first.ack();
    server.faults.push({ on: "append-session", action: "respond", at: "before-commit", ...DENIED });
    const second = await session.submit([{ body: "b" }]);
    expect((await errorOf(second.ack())).maybeApplied).toBe(false);
    expect([first.maybeApplied, second.maybeApplied]).toEqual([false, false]);
  });
});
