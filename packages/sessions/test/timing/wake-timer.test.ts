import type { Clock } from "@s2kit/core";
import { expect, test } from "vitest";
import { WakeTimer } from "../../src/timing/wake-timer.js";

/** A clock whose timers fire when the test says so, however late that is. */
class BusyClock implements Clock {
  time = 0;
  readonly scheduled: { delayMs: number; keepAlive: boolean; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  schedule(delayMs: number, callback: () => void, keepAlive = true): () => void {
    const timer = { delayMs, keepAlive, callback };
    this.scheduled.push(timer);
    return () => {
      const index = this.scheduled.indexOf(timer);
      if (index >= 0) this.scheduled.splice(index, 1);
    };
  }

  /** Fires the only timer at this time. */
  fireAt(time: number): void {
    this.time = time;
    expect(this.scheduled).toHaveLength(1);
    this.scheduled.shift()?.callback();
  }
}

function start(): { clock: BusyClock; timer: WakeTimer; wakes: number[] } {
  const clock = new BusyClock();
  const wakes: number[] = [];
  const timer: WakeTimer = new WakeTimer(clock, () => wakes.push(clock.time));
  return { clock, timer, wakes };
}

test("wakes when it is time, and only once", () => {
  const { clock, timer, wakes } = start();
  timer.wakeAt(100);
  clock.fireAt(101);
  expect(wakes).toEqual([101]);
  expect(clock.scheduled).toEqual([]);
});

test("moving the time later sets no other timer until the first one fires", () => {
  const { clock, timer, wakes } = start();
  timer.wakeAt(100);
  timer.wakeAt(500);
  timer.wakeAt(900);
  expect(clock.scheduled.map(({ delayMs }) => delayMs)).toEqual([100]);
  clock.fireAt(100);
  expect(clock.scheduled.map(({ delayMs }) => delayMs)).toEqual([800]);
  clock.fireAt(900);
  expect(wakes).toEqual([900]);
});

test("moving the time earlier, or saying that there is none, replaces the timer", () => {
  const { clock, timer } = start();
  timer.wakeAt(900);
  timer.wakeAt(100);
  expect(clock.scheduled.map(({ delayMs }) => delayMs)).toEqual([100]);
  timer.wakeAt(undefined);
  expect(clock.scheduled).toEqual([]);
});

test("in a process that was busy, what has arrived meanwhile is looked at before anybody is called silent", () => {
  const { clock, timer, wakes } = start();
  timer.wakeAt(5000);
  clock.fireAt(9000);
  expect(wakes).toEqual([]);
  // The acknowledgement was here: it moves the time.
  timer.wakeAt(14_000);
  clock.fireAt(9025);
  expect(wakes).toEqual([]);
  clock.fireAt(14_000);
  expect(wakes).toEqual([14_000]);
});

test("when nothing has arrived in a process that was busy, it wakes a moment later", () => {
  const { clock, timer, wakes } = start();
  timer.wakeAt(5000);
  clock.fireAt(9000);
  clock.fireAt(12_000);
  expect(wakes).toEqual([12_000]);
});

test("keeps the process alive only while it is told to", () => {
  const { clock, timer } = start();
  timer.wakeAt(100);
  expect(clock.scheduled.map(({ keepAlive }) => keepAlive)).toEqual([false]);
  timer.hold(true);
  expect(clock.scheduled.map(({ keepAlive }) => keepAlive)).toEqual([true]);
});
