import { ApiError, S2Error, TransportError } from "@s2kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AppendPermit } from "../../src/append/append-permit.js";
import { Pinning } from "../../src/append/exactly-once.js";
import { ScriptedAppend } from "./scripted-append.js";

const MOVES = [
  "submit",
  "submit",
  "submit large",
  "submit and withdraw",
  "reserve",
  "reserve and withdraw",
  "use permit",
  "give permit back",
  "flush",
  "connected",
  "connected",
  "ack",
  "ack",
  "ack with advice",
  "lost",
  "refused",
  "draining",
  "final",
  "ended",
  "wait",
  "close",
  "abort",
  "signal",
] as const;

type Move = (typeof MOVES)[number];

const failure = (code: string, retryable: boolean, maybeApplied: boolean): S2Error =>
  new TransportError(code, { code, retryable, maybeApplied });

/** A session, all that was asked of it, and what came of that. */
class Run {
  readonly script: ScriptedAppend;
  readonly asked: Promise<unknown>[] = [];
  settled = 0;
  permits: AppendPermit[] = [];

  constructor(script: ScriptedAppend) {
    this.script = script;
  }

  async move(move: Move): Promise<void> {
    const { script } = this;
    const { session } = script;
    switch (move) {
      case "submit":
        return this.#submit("x");
      case "submit large":
        return this.#submit("x".repeat(600_000));
      case "submit and withdraw":
      case "reserve and withdraw": {
        const stop = new AbortController();
        const { signal } = stop;
        if (move === "reserve and withdraw") this.#keep(session.reserve(1000, { signal }));
        else this.#submit("x", signal);
        return stop.abort(new Error("withdrawn"));
      }
      case "reserve":
        return this.#keep(session.reserve(1000));
      case "use permit":
        try {
          const ticket = this.permits[0]?.submit([{ body: "x" }]);
          this.permits.shift();
          this.#ask(ticket?.ack());
        } catch (error) {
          // The session is over: a permit is no use any more.
          expect(S2Error.is(error) || script.stop.signal.aborted).toBe(true);
        }
        return;
      case "give permit back":
        return this.permits.shift()?.release();
      case "flush":
        return this.#ask(session.flush());
      case "connected":
        return script.current?.listener.connected();
      case "ack":
      case "ack with advice":
        return void script.ack(move === "ack with advice");
      case "lost":
        return script.end((listener) => listener.failed(failure("connection_lost", true, true)));
      case "refused":
        return script.end((listener) => listener.failed(failure("request_refused", true, false)));
      case "draining":
        return script.end((listener) => {
          listener.failed(new ApiError("bye", { code: "server_draining", status: 503, retryable: true }));
        });
      case "final":
        return script.end((listener) => listener.failed(failure("permission_denied", false, false)));
      case "ended":
        return script.end((listener) => listener.ended());
      case "wait":
        return script.clock.advance(1000);
      case "close":
        return this.#ask(session.close());
      case "abort":
        return void session.abort();
      case "signal":
        return script.stop.abort(new Error("stopped"));
    }
  }

  /** Everything that was asked has been answered, and no room is held but by permits. */
  async expectSettled(): Promise<void> {
    for (let round = 0; round < 50 && this.settled < this.asked.length; round++) await Promise.resolve();
    // A submit that had room may be answered in the next turn of the event loop.
    for (let turn = 0; turn < 3 && this.settled < this.asked.length; turn++) await new Promise(setImmediate);
    expect(this.settled).toBe(this.asked.length);
    for (const permit of this.permits.splice(0)) permit.release();
    expect([this.script.session.inflightBytes, this.script.session.inflightBatches]).toEqual([0, 0]);
  }

  #submit(body: string, signal?: AbortSignal): void {
    const submitted = this.script.session.submit([{ body }], { signal });
    this.#ask(submitted);
    submitted.then(
      (ticket) => this.#ask(ticket.ack()),
      () => undefined,
    );
  }

  #keep(reserved: Promise<AppendPermit>): void {
    this.#ask(reserved);
    reserved.then(
      (permit) => this.permits.push(permit),
      () => undefined,
    );
  }

  #ask(answer: Promise<unknown> | undefined): void {
    if (answer === undefined) return;
    this.asked.push(answer);
    const settle = (): void => {
      this.settled++;
    };
    answer.then(settle, settle);
  }
}

const schedules = fc.array(fc.constantFrom(...MOVES), { maxLength: 50 });
const RUNS = { numRuns: 1500 };

async function play(schedule: readonly Move[], script = new ScriptedAppend()): Promise<Run> {
  const run = new Run(script);
  for (const move of schedule) {
    await run.move(move);
    // Promises that were settled are looked at in between, or not.
    if (run.asked.length % 2 === 0) await Promise.resolve();
  }
  return run;
}

describe("whatever happens to an append session, in whatever order", () => {
  test("an abort at the end answers everything that was asked, frees the room, and leaves no timer and no connection", async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const run = await play(schedule);
        run.script.session.abort();
        await run.expectSettled();
        expect(run.script.current).toBeUndefined();
        expect(run.script.clock.pending).toBe(0);
        expect(["closed", "failed"]).toContain(run.script.session.state);
      }),
      RUNS,
    );
  });

  test("a close at the end is over as soon as the service works again", async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const run = await play(schedule);
        await run.move("close");
        for (let round = 0; round < 200 && !["closed", "failed"].includes(run.script.session.state); round++) {
          await run.move("connected");
          while (run.script.ack());
          if (run.script.current?.finished === true) await run.move("ended");
          run.script.clock.advance(1000);
          await Promise.resolve();
        }
        await run.expectSettled();
        expect(run.script.current).toBeUndefined();
        expect(run.script.clock.pending).toBe(0);
      }),
      RUNS,
    );
  });

  test("an exactly-once session whose looks never come back still answers everything when it is aborted", async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const exactlyOnce = { pinning: new Pinning("fail", undefined), lookout: { checkTail: never, read: never } };
        const run = await play(schedule, new ScriptedAppend({ exactlyOnce }));
        run.script.stop.abort(new Error("stopped"));
        await run.expectSettled();
        expect(run.script.clock.pending).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
