import { describe, expect } from "vitest";
import { ReadRecorder } from "./support/recorder.js";
import { numbered, READS, test } from "./support/world.js";

describe.each(READS)("a read over %s", (way) => {
  test("tells what happens in the order of the wire", async ({ world }) => {
    await world.fill(numbered(1500));
    const told = new ReadRecorder();
    world
      .transports(way)
      .read(world.client, world.address)
      .connect(
        { start: { seqNum: 0 }, clamp: false, count: 1200, bytes: undefined, until: undefined, wait: undefined },
        told,
      );
    expect(await told.over()).toBeUndefined();
    expect(told.events).toEqual(["connected", "opened", "batch", "batch", "ended"]);
    expect(told.texts).toEqual(numbered(1200).map(({ body }) => body));
  });
});
