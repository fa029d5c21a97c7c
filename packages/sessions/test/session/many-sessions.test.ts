import { expect } from "vitest";
import { test } from "./harness.js";

test("many append sessions fill one connection with more than Node queues by default, and none is refused", async ({
  world,
}) => {
  const body = "x".repeat(500_000);
  const sessions = Array.from({ length: 8 }, () => world.append());
  const submits = sessions.flatMap((session) => Array.from({ length: 8 }, () => session.submit([{ body }])));
  await Promise.all(submits);
  await Promise.all(sessions.map((session) => session.close()));
  expect(sessions.map((session) => session.failure)).toEqual(sessions.map(() => undefined));
  expect((await world.bodies()).length).toBe(64);
}, 30_000);
