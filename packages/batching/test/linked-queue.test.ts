import fc from "fast-check";
import { expect, test } from "vitest";
import { LinkedQueue, type QueueNode } from "../src/linked-queue.js";

test("keeps the order of what is pushed", () => {
  const queue = new LinkedQueue<string>();
  for (const value of ["a", "b", "c"]) queue.push(value);
  expect([...queue]).toEqual(["a", "b", "c"]);
  expect([queue.first, queue.last, queue.size]).toEqual(["a", "c", 3]);
  expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual(["a", "b", "c", undefined]);
});

test("ignores the removal of what has left already", () => {
  const queue = new LinkedQueue<string>();
  const first = queue.push("a");
  queue.push("b");
  queue.shift();
  queue.remove(first);
  expect([...queue]).toEqual(["b"]);
  expect(queue.size).toBe(1);
});

test("behaves like an array under any sequence of pushes, shifts and removals", () => {
  const step = fc.oneof(fc.constant("push" as const), fc.constant("shift" as const), fc.nat(9));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new LinkedQueue<number>();
      let model: QueueNode<number>[] = [];
      let next = 0;
      for (const step of steps) {
        if (step === "push") {
          model.push(queue.push(next++));
        } else if (step === "shift") {
          expect(queue.shift()).toBe(model.shift()?.value);
        } else {
          const node = model[step % Math.max(1, model.length)];
          if (node !== undefined) queue.remove(node);
          model = model.filter((other) => other !== node);
        }
        expect([...queue]).toEqual(model.map(({ value }) => value));
        expect([queue.first, queue.last, queue.size]).toEqual([model[0]?.value, model.at(-1)?.value, model.length]);
      }
    }),
  );
});
