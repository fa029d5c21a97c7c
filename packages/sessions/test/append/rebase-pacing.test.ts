import { DEFAULT_RETRY_POLICY, SeqNumMismatchError, StreamPosition, TransportError } from "@s2kit/core";
import { expect, test } from "vitest";
import { Pinning } from "../../src/append/exactly-once.js";
import type { Lookout } from "../../src/append/read-back.js";
import { ScriptedAppend } from "./scripted-append.js";

const RETRY = { ...DEFAULT_RETRY_POLICY, minDelayMs: 100, maxDelayMs: 1000, maxAttempts: 2 };
/** What chance makes of the first pauses: half of the base on top. */
const PAUSES = [150, 300, 600, 1200];

/** A session whose every batch another writer can be ahead of. */
class Contended extends ScriptedAppend {
  looks = 0;
  #foreign: { tail: number };

  constructor() {
    const foreign = { tail: 0 };
    const looked = (): void => void this.looks++;
    const lookout: Lookout = {
      checkTail: async () => {
        looked();
        return new StreamPosition(foreign.tail, 0);
      },
      read: () => Promise.reject(new Error("nothing of ours may be there")),
    };
    super({ retry: RETRY, exactlyOnce: { pinning: new Pinning("rebase", 0), lookout } });
    this.#foreign = foreign;
  }

  /** Another writer appends a record, and the service refuses the oldest batch in flight. */
  async beOvertaken(): Promise<void> {
    const tail = ++this.#foreign.tail;
    this.end((listener) => {
      listener.connected();
      listener.failed(new SeqNumMismatchError(tail, { code: "seq_num_mismatch", status: 412 }));
    });
    await this.rest();
  }

  /** Answers of looks arrive. */
  async rest(): Promise<void> {
    for (let round = 0; round < 20; round++) await Promise.resolve();
  }

  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await this.rest();
  }

  /** Acknowledges the oldest batch where it was pinned. */
  acknowledge(): void {
    this.tail = this.#foreign.tail++;
    this.ack();
  }

  /** The pins of what is in flight. */
  get pins(): unknown[] | undefined {
    return this.current?.unacked.map(({ matchSeqNum }) => matchSeqNum);
  }
}

async function overtakenOnce(): Promise<Contended> {
  const script = new Contended();
  await script.session.submit([{ body: "ours" }]);
  await script.beOvertaken();
  return script;
}

test("the first rebase goes on at once", async () => {
  const script = await overtakenOnce();
  expect([script.looks, script.pins, script.clock.now()]).toEqual([1, [1], 0]);
  script.session.abort();
});

test("further ones wait with the retry policy's growing pauses before they look, and cost no attempt", async () => {
  const script = await overtakenOnce();
  for (const [index, pause] of PAUSES.entries()) {
    await script.beOvertaken();
    await script.pass(pause - 1);
    expect([script.looks, script.current]).toEqual([1 + index, undefined]);
    await script.pass(1);
    // What the look showed is used at once.
    expect([script.looks, script.pins]).toEqual([2 + index, [2 + index]]);
  }
  // Of the two attempts none is spent.
  script.end((listener) => listener.failed(new TransportError("cut", { code: "connection_lost", retryable: true })));
  expect(script.session.state).toBe("open");
  script.session.abort();
});

test("an acknowledgement in between starts anew: the next rebase goes on at once", async () => {
  const script = await overtakenOnce();
  await script.beOvertaken();
  await script.pass(150);
  await script.session.submit([{ body: "ours too" }]);
  script.acknowledge();
  await script.beOvertaken();
  expect([script.looks, script.pins, script.clock.now()]).toEqual([3, [4], 150]);
  script.session.abort();
});

test("an abort ends the pause, and says that nothing was applied", async () => {
  const script = await overtakenOnce();
  const ticket = await script.session.submit([{ body: "ours too" }]);
  await script.beOvertaken();
  expect(script.session.abort()).toEqual({ unknown: 0, notApplied: 2 });
  await expect(ticket.ack()).rejects.toMatchObject({ code: "session_closed", maybeApplied: false });
  expect(script.clock.pending).toBe(0);
});
