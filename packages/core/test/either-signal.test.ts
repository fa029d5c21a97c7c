import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { abortable, checkSignal, eitherSignal, onAbort, sleep } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

function pair() {
  const [first, second] = [new AbortController(), new AbortController()];
  const either = eitherSignal(first.signal, second.signal) as AbortSignal;
  const listeners = (): number[] => [first, second].map(({ signal }) => getEventListeners(signal, "abort").length);
  return { first, second, either, listeners };
}

const NEVER = new Promise<never>(() => undefined);

describe("one signal for two", () => {
  test("is the one that there is", () => {
    const { signal } = new AbortController();
    expect(eitherSignal(undefined, undefined)).toBeUndefined();
    expect(eitherSignal(signal, undefined)).toBe(signal);
    expect(eitherSignal(undefined, signal)).toBe(signal);
    expect(eitherSignal(signal, signal)).toBe(signal);
  });

  test.each(["first", "second"] as const)("aborts with the %s, with its reason", async (which) => {
    const { either, listeners, ...controllers } = pair();
    either.throwIfAborted();
    expect(either.aborted).toBe(false);
    const heard: unknown[] = [];
    onAbort(either, (reason) => heard.push(reason));
    const waiting = [abortable(NEVER, either), sleep(1e9, either)].map((promise) => promise.catch((reason) => reason));
    const reason = { of: which };
    controllers[which].abort(reason);
    expect(heard).toEqual([reason]);
    expect(await Promise.all(waiting)).toEqual([reason, reason]);
    expect([either.aborted, either.reason]).toEqual([true, reason]);
    expect(thrownBy(() => either.throwIfAborted())).toBe(reason);
    expect(listeners()).toEqual([0, 0]);
  });

  test("calls back once when both abort, and tells the first's reason from then on", () => {
    const { first, second, either } = pair();
    const heard: unknown[] = [];
    onAbort(either, (reason) => heard.push(reason));
    second.abort("second");
    first.abort("first");
    expect(heard).toEqual(["second"]);
    expect(either.reason).toBe("first");
  });

  test("leaves no listener on either when what it was for is over", async () => {
    const { either, listeners } = pair();
    await abortable(Promise.resolve(), either);
    onAbort(either, () => undefined)();
    await sleep(0, either);
    expect(listeners()).toEqual([0, 0]);
  });

  test("may be made of such", () => {
    const { first, either } = pair();
    const outer = new AbortController();
    const nested = eitherSignal(outer.signal, either) as AbortSignal;
    const heard: unknown[] = [];
    onAbort(nested, (reason) => heard.push(reason));
    first.abort("inside");
    outer.abort("outside");
    expect(heard).toEqual(["inside"]);
    expect(getEventListeners(outer.signal, "abort")).toEqual([]);
  });
});

test("a signal is what behaves like one", () => {
  const { either } = pair();
  expect(checkSignal(either)).toBe(either);
  for (const value of [undefined, null, {}, true, "abort", new AbortController()]) {
    expect(thrownBy(() => checkSignal(value))).toMatchObject({ code: "invalid_argument", field: "signal" });
  }
});

test("any number of sessions and calls may be under one signal, without a warning from Node", async () => {
  const warnings: Error[] = [];
  const hear = (warning: Error): void => void warnings.push(warning);
  process.on("warning", hear);
  const { signal } = new AbortController();
  const unlinks = Array.from({ length: 50 }, () => onAbort(checkSignal(signal), () => undefined));
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", hear);
  for (const unlink of unlinks) unlink();
  expect(warnings).toEqual([]);
});
