import { describe, expect, test } from "vitest";
import { FairShare, nextTurn } from "../src/async/fair-share.js";

describe("a fair share", () => {
  test("is used up when the limit is reached, and begins anew", () => {
    const share = new FairShare(10);
    expect([4, 5, 1, 9, 1, 25, 9, 1].map((amount) => share.use(amount))).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});

describe("the next turn", () => {
  test("comes after every promise that is resolved already", async () => {
    const order: string[] = [];
    const turn = nextTurn().then(() => order.push("turn"));
    for (let index = 0; index < 3; index++) await Promise.resolve();
    order.push("promises");
    await turn;
    expect(order).toEqual(["promises", "turn"]);
  });

  test("lets those have theirs who asked for one before", async () => {
    let others = 0;
    setImmediate(() => others++);
    await nextTurn();
    expect(others).toBe(1);
  });

  test("is there without setImmediate too", async () => {
    const { setImmediate } = globalThis;
    Reflect.deleteProperty(globalThis, "setImmediate");
    try {
      await expect(nextTurn()).resolves.toBeUndefined();
    } finally {
      globalThis.setImmediate = setImmediate;
    }
  });
});
