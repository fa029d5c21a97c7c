import { describe, expect } from "vitest";
import type { AppendSessionOptions } from "../../src/append/append-options.js";
import { WRITER_HEADER } from "../../src/append/writer-mark.js";
import { readOnce } from "../../src/unary/read-once.js";
import { startStrandingRelay } from "../transport/support/stranding-relay.js";
import { test, type World } from "../transport/support/world.js";
import { errorOf } from "./harness.js";
import { STRANDED_WAYS, type StrandedWay, start, strand } from "./stranded-session.js";

/** A batch that is lost on its way, and another writer's record, just like it, before the session looks. */
async function loseToItsLike(world: World, way: StrandedWay, options: AppendSessionOptions) {
  const relay = await startStrandingRelay(world.server.port);
  const session = await start(world, relay, way, { delivery: "exactly-once", ...options });
  const ticket = await strand(session, relay, "same", true);
  await world.fill([{ body: "same" }]);
  relay.pass();
  return { session, ticket, [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose]() };
}

/** Body and mark of everything on the stream. */
async function contents(world: World): Promise<string[]> {
  const { records } = await readOnce(world.client, world.address, { from: { seqNum: 0 } });
  return records.map((record) =>
    [record.text(), ...record.headers.map(({ name, value }) => `${name}: ${value}`)].join(", "),
  );
}

describe.each(STRANDED_WAYS)("over %s, another writer's record that is just like a lost one", (way) => {
  test("is taken for it by content alone: the limit of exactly once without a writer id", async ({ world }) => {
    await using lost = await loseToItsLike(world, way, {});
    expect((await lost.ticket.ack()).start.seqNum).toBe(1);
    await lost.session.close();
    expect(await contents(world)).toEqual(["first", "same"]);
  });

  test("is not with a writer id: the batch is certainly not applied", async ({ world }) => {
    await using lost = await loseToItsLike(world, way, { writerId: "w" });
    expect(await errorOf(lost.ticket.ack())).toMatchObject({ code: "interference", position: 1, maybeApplied: false });
    expect(await contents(world)).toEqual([`first, ${WRITER_HEADER}: w/0`, "same"]);
  });

  test("is not with a writer id: rebase puts the batch behind it, under its own number", async ({ world }) => {
    await using lost = await loseToItsLike(world, way, { writerId: "w", onInterference: "rebase" });
    expect((await lost.ticket.ack()).start.seqNum).toBe(2);
    await (await lost.session.submit([{ body: "same" }])).ack();
    await lost.session.close();
    const [first, same] = [`first, ${WRITER_HEADER}: w`, `same, ${WRITER_HEADER}: w`];
    expect(await contents(world)).toEqual([`${first}/0`, "same", `${same}/1`, `${same}/2`]);
  });
});

test("a batch of a writer id that was applied before its connection was lost is found by its mark", async ({
  world,
}) => {
  await using relay = await startStrandingRelay(world.server.port);
  const session = await start(world, relay, "http2", { delivery: "exactly-once", writerId: "schön" });
  const ticket = await strand(session, relay, "same", true);
  relay.land();
  await expect.poll(() => world.bodies()).toEqual(["first", "same"]);
  relay.pass();
  expect((await ticket.ack()).start.seqNum).toBe(1);
  await session.close();
  expect(await contents(world)).toEqual([`first, ${WRITER_HEADER}: schön/0`, `same, ${WRITER_HEADER}: schön/1`]);
});
