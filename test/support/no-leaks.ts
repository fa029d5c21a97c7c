import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";

/**
 * Runs before every test file: after its last test nothing may be left that keeps a process alive (sockets, servers,
 * timers, child processes, workers), and no rejection may have gone unhandled.
 */

/** What passes by itself, in the same turn of the event loop or at the end of an operation that nobody can cancel. */
const PASSING = /^(Immediate|TickObject|CloseReq|.*Req(Callback|Wrap|Promise)?)$/;

/** How often is looked, and how long between: what was closed may take a moment to be gone. */
const LOOKS = 200;
const PAUSE_MS = 20;

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

/** What was open before the first test: the runner's pipes. Its timers come and go with its calls. */
let before = new Map<string, number>();

function busy(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!PASSING.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function left(): string[] {
  return [...busy()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} ${kind}`] : [];
  });
}

beforeAll(() => {
  process.on("unhandledRejection", note);
  before = busy();
  before.delete("Timeout");
});

afterAll(async () => {
  for (let look = 0; look < LOOKS && left().length > 0; look++) await pause(PAUSE_MS);
  process.off("unhandledRejection", note);
  expect(left(), "left open by the tests of this file").toEqual([]);
  expect(unhandled, "rejections that nobody handled").toEqual([]);
});
