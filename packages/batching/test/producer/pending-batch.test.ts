import { expect, test } from "vitest";
import { Barrier } from "../../src/producer/barrier.js";
import { PendingBatch } from "../../src/producer/pending-batch.js";

test("keeps barriers in their order, and forgets those that leave", () => {
  const batch = new PendingBatch();
  const [first, second, third] = [new Barrier(), new Barrier(), new Barrier()];
  for (const barrier of [first, second, third]) batch.addBarrier(barrier);
  second.leave?.();
  expect([...batch.takeBarriers()]).toEqual([first, third]);
  expect([...batch.takeBarriers()]).toEqual([]);
});
