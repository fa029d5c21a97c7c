import { describe, expect } from "vitest";
import { AppendRecorder, encoded } from "./support/recorder.js";
import { APPENDS, numbered, test } from "./support/world.js";

describe.each(APPENDS)("an append over %s", (way) => {
  test("acknowledges in order", async ({ world }) => {
    const told = new AppendRecorder();
    const connection = world.transports(way).append(world.client, world.address).connect(told);
    for (let index = 0; index < 20; index++) connection.send(encoded(numbered(2, index * 2)));
    await told.acknowledged(20);
    connection.finish();
    expect(await told.over()).toBeUndefined();
    expect(told.ranges).toEqual(told.ranges.map((_, index) => [index * 2, index * 2 + 2]));
    expect(told.events.filter((event) => event !== "connected").at(-1)).toBe("ended");
    expect(await world.bodies()).toEqual(numbered(40).map(({ body }) => body));
  });
});
