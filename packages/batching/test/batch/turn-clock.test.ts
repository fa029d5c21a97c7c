import { afterEach, expect, test, vi } from "vitest";
import { turnClock } from "../../src/batch/turn-clock.js";
import { quiet } from "../support/settling.js";

afterEach(() => vi.unstubAllGlobals());

test("a delay of 0 is over after the promises of this turn, and before the next", async () => {
  const order: string[] = [];
  turnClock.schedule(0, () => order.push("end of turn"));
  setImmediate(() => order.push("next turn"));
  for (let count = 0; count < 3; count++) {
    await Promise.resolve();
    order.push("promise");
  }
  await quiet();
  expect(order).toEqual(["promise", "promise", "promise", "end of turn", "next turn"]);
});

test("does not call back what was cancelled", async () => {
  const callback = vi.fn();
  turnClock.schedule(0, callback)();
  await quiet();
  expect(callback).not.toHaveBeenCalled();
});

test("takes a timer where the runtime has no setImmediate", async () => {
  vi.stubGlobal("setImmediate", undefined);
  await new Promise<void>((resolve) => turnClock.schedule(0, resolve));
});
