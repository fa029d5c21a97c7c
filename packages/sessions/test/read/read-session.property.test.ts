import { ApiError, DEFAULT_RETRY_POLICY, SessionClosedError, StreamPosition, TransportError } from "@s2kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wireRead } from "../../src/read/read-options.js";
import { ReadSession } from "../../src/read/read-session.js";
import type { ReadConnection, ReadListener, WireRead } from "../../src/transport/transport.js";
import { RecordBatch } from "../../src/wire/read-batch.js";
import { ManualClock } from "../transport/support/manual-clock.js";
import { batchOf } from "./machine-harness.js";

const MOVES = [
  "append",
  "append",
  "open",
  "open",
  "serve",
  "serve",
  "serve with advice",
  "heartbeat",
  "lost",
  "draining",
  "ended",
  "wait",
  "next",
  "next",
  "next",
  "caught up",
] as const;

type Move = (typeof MOVES)[number];

interface Connection {
  readonly listener: ReadListener;
  at: number;
  isOpen: boolean;
  paused: boolean;
  over: boolean;
}

/** A read session against a stream that grows, over connections that do what a schedule says. */
class Run {
  readonly clock: ManualClock = new ManualClock();
  readonly stop: AbortController = new AbortController();
  readonly seen: number[] = [];
  readonly session: ReadSession;
  asked = 0;
  settled = 0;
  /** Calls of `next` that are not answered. */
  pulls = 0;
  tail = 0;
  readonly #connections: Connection[] = [];
  readonly #iterator: AsyncIterableIterator<{ readonly seqNum: number }>;

  constructor() {
    this.session = new ReadSession({
      transport: { name: "http2", connect: (read, listener) => this.#connect(read, listener) },
      read: wireRead({}),
      retry: { ...DEFAULT_RETRY_POLICY, maxAttempts: Number.POSITIVE_INFINITY },
      openTimeoutMs: 5000,
      silenceTimeoutMs: 20_000,
      // Less than two batches.
      maxBufferedBytes: 30,
      hideCommands: false,
      stopAtTail: false,
      onGap: undefined,
      signal: this.stop.signal,
      clock: this.clock,
      random: () => 0.5,
    });
    this.#iterator = this.session[Symbol.asyncIterator]();
  }

  get current(): Connection | undefined {
    const newest = this.#connections.at(-1);
    return newest === undefined || newest.over ? undefined : newest;
  }

  move(move: Move): void {
    const { current } = this;
    switch (move) {
      case "append":
        this.tail += 3;
        return;
      case "open":
        if (current === undefined || current.isOpen) return;
        current.listener.connected();
        current.isOpen = true;
        return current.listener.opened();
      case "serve":
      case "serve with advice":
        return this.#serve(move === "serve with advice");
      case "heartbeat":
        if (current?.isOpen !== true || current.paused || current.at < this.tail) return;
        return current.listener.batch(RecordBatch.from([], new StreamPosition(this.tail, 0)), false);
      case "lost":
        return this.#end((listener) => {
          listener.failed(new TransportError("cut", { code: "connection_lost", retryable: true }));
        });
      case "draining":
        return this.#end((listener) => {
          listener.failed(new ApiError("bye", { code: "server_draining", status: 503, retryable: true }));
        });
      case "ended":
        return this.#end((listener) => listener.ended());
      case "wait":
        return this.clock.advance(1000);
      case "next":
        this.pulls++;
        return this.#ask(
          this.#iterator
            .next()
            .finally(() => this.pulls--)
            .then(({ done, value }) => {
              if (done !== true) this.seen.push(value.seqNum);
            }),
        );
      case "caught up":
        return this.#ask(this.session.caughtUp());
    }
  }

  /** What was handed out is the stream from its beginning, and the position is right behind it. */
  check(): void {
    expect(this.seen).toEqual(this.seen.map((_, index) => index));
    expect(this.session.position).toBe(this.seen.length);
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  }

  #ask(answer: Promise<unknown>): void {
    this.asked++;
    const settle = (): void => {
      this.settled++;
    };
    answer.then(settle, settle);
  }

  #serve(advised: boolean): void {
    const { current } = this;
    if (current?.isOpen !== true || current.paused) return;
    const count = Math.min(2, this.tail - current.at);
    if (count === 0) return;
    const start = current.at;
    current.at += count;
    current.listener.batch(batchOf(start, count, current.at === this.tail ? this.tail : undefined), advised);
  }

  #end(tell: (listener: ReadListener) => void): void {
    const { current } = this;
    if (current === undefined) return;
    current.over = true;
    tell(current.listener);
  }

  #connect(read: WireRead, listener: ReadListener): ReadConnection {
    const at = "seqNum" in read.start ? Number(read.start.seqNum) : 0;
    const connection: Connection = { listener, at, isOpen: false, paused: false, over: false };
    this.#connections.push(connection);
    return {
      pause: () => {
        connection.paused = true;
      },
      resume: () => {
        connection.paused = false;
      },
      cancel: () => {
        connection.over = true;
      },
      hold: () => undefined,
    };
  }
}

const schedules = fc.array(fc.constantFrom(...MOVES), { maxLength: 60 });

async function play(schedule: readonly Move[]): Promise<Run> {
  const run = new Run();
  for (const move of schedule) {
    run.move(move);
    if (move === "next") await run.rest();
    // Whoever waits is given what arrives.
    if (run.pulls === 0) run.check();
  }
  await run.rest();
  run.check();
  return run;
}

describe("whatever happens to a read session, in whatever order", () => {
  test.each<[string, (run: Run) => unknown]>([
    ["close", (run) => run.session.close()],
    ["a signal", (run) => run.stop.abort(new Error("stopped"))],
    ["the end of its client", (run) => run.session.drop(new SessionClosedError("the client is closed"))],
  ])(
    "%s answers everything that was asked, keeps the position, and leaves no timer and no connection",
    async (_how, end) => {
      await fc.assert(
        fc.asyncProperty(schedules, async (schedule) => {
          const run = await play(schedule);
          await end(run);
          await run.rest();
          expect(run.settled).toBe(run.asked);
          run.check();
          expect(run.current).toBeUndefined();
          expect(run.clock.pending).toBe(0);
        }),
        { numRuns: 800 },
      );
    },
  );

  test("once the network works again everything is handed out, each record once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const run = await play(schedule);
        const target = run.tail;
        for (let round = 0; round < 400 && run.seen.length < target; round++) {
          if (run.pulls === 0) run.move("next");
          for (const move of ["open", "serve", "heartbeat", "wait"] as const) run.move(move);
          await run.rest();
        }
        expect(run.seen).toEqual([...Array(target).keys()]);
        run.check();
        await run.session.close();
      }),
      { numRuns: 800 },
    );
  });
});
