import { describe, expect, test } from "vitest";
import type { Clock } from "../src/index.js";
import { systemClock } from "../src/index.js";
import { abortable, onAbort, sleep } from "../src/internal.js";

/** A signal that counts who listens, and aborts when told. */
class CountingSignal extends EventTarget {
  aborted = false;
  reason: unknown;
  listeners = 0;

  override addEventListener(...parameters: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...parameters);
  }

  override removeEventListener(...parameters: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...parameters);
  }

  /** Listeners that ask to be called once are gone after this. */
  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    this.listeners = 0;
    this.dispatchEvent(new Event("abort"));
  }

  get signal(): AbortSignal {
    return this as unknown as AbortSignal;
  }
}

/** Time that passes when told. */
class ManualClock implements Clock {
  readonly timers = new Map<() => void, number>();
  now = (): number => 0;

  schedule(delayMs: number, callback: () => void): () => void {
    this.timers.set(callback, delayMs);
    return () => this.timers.delete(callback);
  }

  fire(): void {
    for (const callback of [...this.timers.keys()]) {
      this.timers.delete(callback);
      callback();
    }
  }
}

const REASON = { not: "even an error" };

async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ["resolved", value],
    (reason: unknown) => ["rejected", reason],
  );
}

describe("onAbort", () => {
  test("calls back with the reason as it is, once", () => {
    const source = new CountingSignal();
    const seen: unknown[] = [];
    onAbort(source.signal, (reason) => seen.push(reason));
    source.abort(REASON);
    source.dispatchEvent(new Event("abort"));
    expect(seen).toEqual([REASON]);
    expect(seen[0]).toBe(REASON);
  });

  test("calls back at once when it was aborted before, and listens to nothing", () => {
    const source = new CountingSignal();
    source.abort(REASON);
    const seen: unknown[] = [];
    const unlink = onAbort(source.signal, (reason) => seen.push(reason));
    expect(seen).toEqual([REASON]);
    unlink();
    expect(source.listeners).toBe(0);
  });

  test("leaves no listener behind when it is unlinked, and calls nobody then", () => {
    const source = new CountingSignal();
    const unlink = onAbort(source.signal, () => expect.unreachable());
    expect(source.listeners).toBe(1);
    unlink();
    expect(source.listeners).toBe(0);
    source.abort(REASON);
    unlink();
  });

  test("without a signal does nothing", () => {
    onAbort(undefined, () => expect.unreachable())();
  });

  test("works with a real signal", () => {
    const controller = new AbortController();
    let reason: unknown;
    onAbort(controller.signal, (value) => {
      reason = value;
    });
    controller.abort(REASON);
    expect(reason).toBe(REASON);
  });
});

describe("sleep", () => {
  test("resolves when its time has come, and leaves no listener behind", async () => {
    const [source, clock] = [new CountingSignal(), new ManualClock()];
    const done = outcome(sleep(250, source.signal, clock));
    expect([...clock.timers.values()]).toEqual([250]);
    expect(source.listeners).toBe(1);
    clock.fire();
    expect(await done).toEqual(["resolved", undefined]);
    expect(source.listeners).toBe(0);
  });

  test("rejects with the reason as soon as the signal aborts, and leaves no timer behind", async () => {
    const [source, clock] = [new CountingSignal(), new ManualClock()];
    const done = outcome(sleep(250, source.signal, clock));
    source.abort(REASON);
    expect(clock.timers.size).toBe(0);
    expect(await done).toEqual(["rejected", REASON]);
  });

  test("never begins when the signal was aborted before", async () => {
    const [source, clock] = [new CountingSignal(), new ManualClock()];
    source.abort(REASON);
    expect(await outcome(sleep(250, source.signal, clock))).toEqual(["rejected", REASON]);
    expect(clock.timers.size).toBe(0);
    expect(source.listeners).toBe(0);
  });

  test("needs no signal and has a clock of its own", async () => {
    await sleep(0);
  });
});

describe("abortable", () => {
  test("settles as the promise does, and leaves no listener behind", async () => {
    const source = new CountingSignal();
    expect(await outcome(abortable(Promise.resolve(5), source.signal))).toEqual(["resolved", 5]);
    expect(await outcome(abortable(Promise.reject(REASON), source.signal))).toEqual(["rejected", REASON]);
    await Promise.resolve();
    expect(source.listeners).toBe(0);
  });

  test("rejects with the reason when the signal aborts first; a later failure disturbs nobody", async () => {
    const source = new CountingSignal();
    let fail: (reason: unknown) => void = () => undefined;
    const slow = new Promise((_resolve, reject) => {
      fail = reject;
    });
    const done = outcome(abortable(slow, source.signal));
    source.abort(REASON);
    expect(await done).toEqual(["rejected", REASON]);
    fail(new Error("nobody waits for this"));
    await new Promise((resolve) => setImmediate(resolve));
  });

  test("rejects at once when the signal was aborted before", async () => {
    const source = new CountingSignal();
    source.abort(REASON);
    expect(await outcome(abortable(new Promise(() => undefined), source.signal))).toEqual(["rejected", REASON]);
    expect(source.listeners).toBe(0);
  });

  test("without a signal is the promise itself", () => {
    const promise = Promise.resolve();
    expect(abortable(promise, undefined)).toBe(promise);
  });
});

describe("the system's clock", () => {
  test("goes forward", () => {
    const before = systemClock.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  test("calls back, unless cancelled", async () => {
    const cancel = systemClock.schedule(0, () => expect.unreachable());
    cancel();
    await new Promise<void>((resolve) => {
      systemClock.schedule(-5, resolve);
    });
    cancel();
  });

  test("does not fire at once what lies beyond the longest timer", async () => {
    const cancel = systemClock.schedule(Number.POSITIVE_INFINITY, () => expect.unreachable());
    await sleep(5);
    cancel();
  });
});

test("a random token has 32 hexadecimal digits, others each time", async () => {
  const { randomToken } = await import("../src/index.js");
  const tokens = Array.from({ length: 100 }, () => randomToken());
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(tokens).size).toBe(100);
});
